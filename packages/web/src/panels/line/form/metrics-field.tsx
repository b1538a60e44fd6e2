import type { LineMetrics } from '@runloom/model';
import { X } from 'lucide-react';
import { useId, useState } from 'react';
import { IconButton } from '../../../components/icon-button.tsx';
import { useMetricKeys } from '../../../data/projects.ts';
import { useBoard } from '../../board/board-context.ts';
import { subjectsOf } from '../panel-subjects.ts';
import { SelectField, TextInput } from './fields.tsx';
import { useLineForm } from './form-context.ts';
import styles from './line-form.module.css';

type Kind = 'own' | LineMetrics['kind'];

/** Which metrics the chart draws: its own, a list, or all that a pattern finds. */
export function MetricsField() {
  const { settings, set, spec } = useLineForm();
  const { metrics } = settings;
  const kind: Kind = metrics?.kind ?? 'own';
  const own = spec.metric?.key ?? null;
  return (
    <>
      <SelectField<Kind>
        name="metrics"
        label="Metrics"
        value={kind}
        choices={[
          { value: 'own', label: own ?? 'None yet' },
          { value: 'keys', label: 'A list of metrics' },
          { value: 'pattern', label: 'All that match a pattern' },
        ]}
        onChange={(next) => {
          if (next === 'own') set({ metrics: null });
          if (next === 'keys') set({ metrics: { kind: 'keys', keys: own === null ? [] : [own] } });
          if (next === 'pattern') set({ metrics: { kind: 'pattern', pattern: '' } });
        }}
      />
      {metrics?.kind === 'keys' ? <KeyList keys={metrics.keys} /> : null}
      {metrics?.kind === 'pattern' ? <PatternInput pattern={metrics.pattern} /> : null}
    </>
  );
}

function KeyList({ keys }: { readonly keys: readonly string[] }) {
  const { set, spec } = useLineForm();
  const { entity, project } = useBoard();
  const stream = spec.metric?.stream ?? 'history';
  const known = useMetricKeys(entity, project).data?.[stream] ?? [];
  const listId = useId();
  const [round, setRound] = useState(0);
  const change = (next: readonly string[]) => set({ metrics: { kind: 'keys', keys: [...next] } });
  return (
    <div className={styles.inset}>
      <ul className={styles.keys} aria-label="Metrics of the chart">
        {keys.map((key) => (
          <li key={key} className={styles.key}>
            <span className={styles.keyName}>{key}</span>
            <IconButton
              size="small"
              label={`Remove ${key}`}
              icon={<X aria-hidden />}
              onClick={() => change(keys.filter((other) => other !== key))}
            />
          </li>
        ))}
      </ul>
      <TextInput
        key={round}
        label="Add a metric"
        placeholder="Add a metric…"
        value=""
        list={listId}
        onChange={(value) => {
          const key = value.trim();
          if (key !== '' && !keys.includes(key) && keys.length < 100) change([...keys, key]);
          setRound(round + 1);
        }}
      />
      <datalist id={listId}>
        {known
          .filter((key) => !keys.includes(key))
          .slice(0, 500)
          .map((key) => (
            <option key={key} value={key} />
          ))}
      </datalist>
    </div>
  );
}

function PatternInput({ pattern }: { readonly pattern: string }) {
  const { set, spec, settings } = useLineForm();
  const { entity, project } = useBoard();
  const noteId = useId();
  const known = useMetricKeys(entity, project).data?.[spec.metric?.stream ?? 'history'] ?? [];
  const found = subjectsOf({ ...settings, expressions: [] }, null, known, 0);
  const [problem] = pattern === '' ? [] : found.problems;
  const count = found.y.length + found.moreCount;
  const note =
    problem ??
    (found.captures.length > 1
      ? `${found.captures.length} charts by what the groups capture: ${found.captures.slice(0, 4).join(', ')}${found.captures.length > 4 ? ', …' : ''}`
      : `Finds ${count} ${count === 1 ? 'metric' : 'metrics'}; those still to come are drawn too.`);
  return (
    <div className={styles.inset}>
      <TextInput
        label="Pattern of metrics"
        placeholder="^train/(loss|acc)"
        value={pattern}
        isInvalid={problem !== undefined}
        describedBy={noteId}
        onChange={(value) => set({ metrics: { kind: 'pattern', pattern: value.slice(0, 500) } })}
      />
      <p id={noteId} className={problem ? styles.error : styles.hint} role="status">
        {note}
      </p>
    </div>
  );
}
