import { Clock, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { formatDateTime } from '../../../components/format.ts';
import { Popover, popoverPanelClass, popoverQuickClass } from '../../../components/popover.tsx';
import { TextField } from '../../../components/text-field.tsx';

const HOUR_MS = 3_600_000;
const SPANS = [
  ['Last hour', HOUR_MS],
  ['Last day', 24 * HOUR_MS],
  ['Last 7 days', 7 * 24 * HOUR_MS],
  ['Last 30 days', 30 * 24 * HOUR_MS],
] as const;

/** Narrows the list to calls that began in some time. */
export function TimeRange({
  from,
  to,
  onChange,
}: {
  readonly from: number | null;
  readonly to: number | null;
  readonly onChange: (from: number | null, to: number | null) => void;
}) {
  const isSet = from !== null || to !== null;
  return (
    <Popover
      label="Time"
      trigger={
        <Button icon={<Clock aria-hidden />} aria-pressed={isSet}>
          {isSet ? rangeText(from, to) : 'Any time'}
        </Button>
      }
    >
      <div className={popoverPanelClass} style={{ width: 460 }}>
        <div className={popoverQuickClass}>
          {SPANS.map(([title, span]) => (
            <Button key={title} size="small" onClick={() => onChange(Date.now() - span, null)}>
              {title}
            </Button>
          ))}
          <Button
            size="small"
            icon={<X aria-hidden />}
            disabled={!isSet}
            onClick={() => onChange(null, null)}
          >
            Any time
          </Button>
        </div>
        <TimeField label="From" value={from} onChange={(at) => onChange(at, to)} />
        <TimeField label="Before" value={to} onChange={(at) => onChange(from, at)} />
      </div>
    </Popover>
  );
}

function TimeField({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
}) {
  const shown = value === null ? '' : new Date(value).toISOString();
  const [draft, setDraft] = useState(shown);
  const [known, setKnown] = useState(shown);
  if (known !== shown) {
    setKnown(shown);
    setDraft(shown);
  }
  const at = draft.trim() === '' ? null : Date.parse(draft);
  const isWrong = at !== null && Number.isNaN(at);
  return (
    <TextField
      label={label}
      value={draft}
      placeholder="2026-11-23T16:00Z"
      error={isWrong ? 'This is no time like 2026-11-23T16:00Z.' : null}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={() => {
        if (!isWrong && at !== value) onChange(at);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !isWrong) onChange(at);
      }}
    />
  );
}

function rangeText(from: number | null, to: number | null): string {
  if (to === null) return from === null ? 'Any time' : `Since ${formatDateTime(from)}`;
  return from === null
    ? `Before ${formatDateTime(to)}`
    : `${formatDateTime(from)} – ${formatDateTime(to)}`;
}
