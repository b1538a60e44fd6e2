import type { RunValueRef } from '@runloom/model';
import { X } from 'lucide-react';
import { useId, useState } from 'react';
import { classNames } from '../../../components/class-names.ts';
import { IconButton } from '../../../components/icon-button.tsx';
import lineStyles from '../../line/form/line-form.module.css';
import { useRunFields } from '../../panel-data.ts';
import styles from './form.module.css';

/** What a run has beside config and summary, as filters name it. */
const ATTRIBUTES = [
  ...['createdAt', 'duration', 'group', 'jobType', 'state', 'sweep', 'user'],
  ...['host', 'gpu', 'gpuCount', 'cpuCount', 'python', 'os'],
];

const STATISTICS: readonly { readonly value: RunValueRef['statistic']; readonly label: string }[] =
  [
    { value: 'last', label: 'last' },
    { value: 'min', label: 'minimum' },
    { value: 'max', label: 'maximum' },
    { value: 'mean', label: 'mean' },
    { value: 'best', label: 'best' },
  ];

/** One value of each run: of config, summary or the run itself; of metrics over all their points too. */
export function ValueField({
  label,
  value,
  isHidden = false,
  clears = true,
  onChange,
}: {
  readonly label: string;
  readonly value: RunValueRef | null;
  /** The label is only read aloud. */
  readonly isHidden?: boolean;
  /** Whether it can be taken away. */
  readonly clears?: boolean;
  readonly onChange: (value: RunValueRef | null) => void;
}) {
  const id = useId();
  const hasStatistics = value?.field.startsWith('summary.') ?? false;
  return (
    <div className={styles.row}>
      <label className={isHidden ? 'visually-hidden' : lineStyles.label} htmlFor={id}>
        {label}
      </label>
      <div className={styles.value}>
        <FieldInput
          id={id}
          label={label}
          value={value?.field ?? ''}
          onChange={(field) => {
            if (field === '') onChange(null);
            else
              onChange({
                field,
                statistic: field.startsWith('summary.') ? (value?.statistic ?? 'last') : 'last',
              });
          }}
        />
        {hasStatistics && value !== null ? (
          <select
            className={classNames(lineStyles.select, styles.statistic)}
            aria-label={`Which of the points of ${label}`}
            value={value.statistic}
            onChange={(event) => {
              const chosen = STATISTICS.find((one) => one.value === event.target.value);
              if (chosen) onChange({ ...value, statistic: chosen.value });
            }}
          >
            {STATISTICS.map((one) => (
              <option key={one.value} value={one.value}>
                {one.label}
              </option>
            ))}
          </select>
        ) : null}
        {clears && value !== null ? (
          <IconButton
            size="small"
            label={`No ${label}`}
            icon={<X aria-hidden />}
            onClick={() => onChange(null)}
          />
        ) : null}
      </div>
    </div>
  );
}

/** A field by name, with suggestions of those that runs have. Counts at once when it is one of them. */
export function FieldInput({
  id,
  label,
  value,
  placeholder = 'config.lr, summary.loss …',
  onChange,
}: {
  readonly id?: string;
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly onChange: (field: string) => void;
}) {
  const listId = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const { data } = useRunFields(typed ?? '');
  const known = [...(data?.fields ?? []).map(({ field }) => field), ...ATTRIBUTES];
  const commit = (field: string) => {
    setTyped(null);
    if (field.trim() !== value) onChange(field.trim().slice(0, 2_000));
  };
  return (
    <>
      <input
        type="text"
        id={id}
        list={listId}
        aria-label={label}
        className={lineStyles.text}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        value={typed ?? value}
        onChange={(event) => {
          const text = event.target.value;
          if (known.includes(text)) commit(text);
          else setTyped(text);
        }}
        onBlur={() => typed !== null && commit(typed)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && typed !== null) commit(typed);
        }}
      />
      <datalist id={listId}>
        {known.map((field) => (
          <option key={field} value={field} />
        ))}
      </datalist>
    </>
  );
}
