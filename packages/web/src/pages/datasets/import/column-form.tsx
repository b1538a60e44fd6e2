import type { DatasetColumnType, DatasetImportColumn } from '@runloom/model';
import { fieldBoxClass } from '../../../components/fields.tsx';
import { formatCount } from '../../../components/format.ts';
import { Truncated } from '../../../components/truncated.tsx';
import styles from '../datasets.module.css';

const TYPES: readonly DatasetColumnType[] = ['text', 'number', 'boolean', 'json'];

/** What becomes of each column of a file: its name, its type, or that it is left out. */
export function ColumnForm({
  columns,
  emptyCounts,
  onChange,
}: {
  readonly columns: readonly DatasetImportColumn[];
  readonly emptyCounts: ReadonlyMap<string, number>;
  readonly onChange: (columns: readonly DatasetImportColumn[]) => void;
}) {
  const change = (source: string, part: Partial<DatasetImportColumn>) =>
    onChange(columns.map((old) => (old.source === source ? { ...old, ...part } : old)));
  return (
    <fieldset className={styles.columnForm}>
      <legend className="visually-hidden">Columns</legend>
      {columns.map(({ source, name, type }) => {
        const empty = emptyCounts.get(source) ?? 0;
        return [
          <label key={`${source} keep`}>
            <input
              type="checkbox"
              checked={name !== null}
              onChange={(event) => change(source, { name: event.target.checked ? source : null })}
            />{' '}
            <Truncated text={source} />
          </label>,
          <input
            key={`${source} name`}
            aria-label={`Name of ${source}`}
            className={fieldBoxClass}
            disabled={name === null}
            maxLength={512}
            value={name ?? ''}
            onChange={(event) => change(source, { name: event.target.value })}
          />,
          <select
            key={`${source} type`}
            aria-label={`Type of ${source}`}
            className={fieldBoxClass}
            disabled={name === null || type === 'as is'}
            value={type}
            onChange={(event) => {
              const chosen = TYPES.find((one) => one === event.target.value);
              if (chosen) change(source, { type: chosen });
            }}
          >
            {(type === 'as is' ? ['as is'] : TYPES).map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>,
          <span key={`${source} empty`} className={styles.faint}>
            {empty === 0 ? '' : `${formatCount(empty)} empty`}
          </span>,
        ];
      })}
    </fieldset>
  );
}
