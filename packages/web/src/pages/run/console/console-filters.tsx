import type { ConsoleLabels } from '@runloom/model';
import { formatCount } from '../../../components/format.ts';
import type { ConsoleSearch } from '../../../data/console.ts';
import styles from './console.module.css';

const LEVELS = [
  { value: '', title: 'All output' },
  { value: 'info', title: 'Only stdout' },
  { value: 'error', title: 'Only stderr' },
] as const;

/** Stands for all labels; no label can be this, since the client's are not blank. */
const ALL = ' ';

/** Narrows the log to one stream, and to one process of a run that several write to. */
export function ConsoleFilters({
  narrowing,
  onNarrowing,
  labels,
}: {
  readonly narrowing: Pick<ConsoleSearch, 'level' | 'label'>;
  readonly onNarrowing: (change: Partial<Pick<ConsoleSearch, 'level' | 'label'>>) => void;
  readonly labels: ConsoleLabels['labels'];
}) {
  const isLabelled = labels.length > 1 || (labels[0] !== undefined && labels[0].label !== '');
  return (
    <>
      <select
        className={styles.select}
        aria-label="Stream"
        value={narrowing.level ?? ''}
        onChange={({ target }) =>
          onNarrowing({
            level: LEVELS.map(({ value }) => value).find((one) => one === target.value) || null,
          })
        }
      >
        {LEVELS.map(({ value, title }) => (
          <option key={value} value={value}>
            {title}
          </option>
        ))}
      </select>
      {isLabelled || narrowing.label !== null ? (
        <select
          className={styles.select}
          aria-label="Label"
          value={narrowing.label ?? ALL}
          onChange={({ target }) =>
            onNarrowing({ label: target.value === ALL ? null : target.value })
          }
        >
          <option value={ALL}>All labels</option>
          {labels.map(({ label, lineCount }) => (
            <option key={label} value={label}>
              {label === '' ? 'No label' : label} ({formatCount(lineCount)})
            </option>
          ))}
        </select>
      ) : null}
    </>
  );
}
