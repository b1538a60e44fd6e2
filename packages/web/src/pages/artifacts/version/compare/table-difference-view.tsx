import { useMemo, useState } from 'react';
import { ErrorState } from '../../../../components/error-state.tsx';
import { formatCount, formatPlural } from '../../../../components/format.ts';
import { Skeleton } from '../../../../components/skeleton.tsx';
import { readTable, type TableData } from '../../../../components/table-viewer/table-data.ts';
import { TableViewer } from '../../../../components/table-viewer/table-viewer.tsx';
import { useJsonFiles } from '../../../../data/json-files.ts';
import styles from './compare.module.css';
import type { FilePair } from './file-pair.ts';
import { diffTables, likelyKey, type TableKey } from './table-difference.ts';
import { TextDifference } from './text-difference.tsx';

/** Rows of a table that came, went and changed, by a chosen key. */
export function TableDifferenceView({ pair }: { readonly pair: FilePair }) {
  const { place, before, after } = pair;
  const files = useMemo(() => [before, after].filter((file) => file !== null), [before, after]);
  // The path is the same on both sides: what was read is told apart by which side it is of.
  const old = useJsonFiles({ ...place, run: `${place.run} before` }, files.slice(0, 1), readTable);
  const now = useJsonFiles({ ...place, run: `${place.run} after` }, files.slice(1), readTable);
  const error = old.error ?? now.error;
  if (error !== null) return <ErrorState error={error} />;
  if (old.data === null || now.data === null) {
    return <Skeleton lines={6} label="Reading both tables" />;
  }
  const [oldTable, nowTable] = [old.data[0], now.data[0]];
  if (!oldTable || !nowTable) return <TextDifference pair={pair} />;
  return <Rows before={oldTable} after={nowTable} />;
}

function Rows({ before, after }: { readonly before: TableData; readonly after: TableData }) {
  const likely = useMemo(() => likelyKey(before, after), [before, after]);
  const [chosen, setChosen] = useState<TableKey | null>(null);
  const key = chosen ?? likely;
  const found = useMemo(() => diffTables(before, after, key), [before, after, key]);
  const shared = before.columns.filter(({ title }) =>
    after.columns.some((column) => column.title === title),
  );
  return (
    <div className={styles.rows}>
      <div className={styles.counts}>
        <label className={styles.choice}>
          Rows are the same by
          <select
            value={key === 'row number' ? '' : `column ${key.column}`}
            onChange={({ target }) =>
              setChosen(
                target.value === ''
                  ? 'row number'
                  : { column: target.value.slice('column '.length) },
              )
            }
          >
            <option value="">their number</option>
            {shared.map(({ title }) => (
              <option key={title} value={`column ${title}`}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <span className={styles.added}>+{formatCount(found.added)} rows</span>
        <span className={styles.removed}>−{formatCount(found.removed)} rows</span>
        <span>
          {formatPlural(found.changedCells, 'cell')} changed in {formatPlural(found.changed, 'row')}
        </span>
        <span className={styles.none}>{formatCount(found.same)} the same</span>
      </div>
      {found.repeated > 0 ? (
        <p className={styles.warning}>
          {formatPlural(found.repeated, 'row')} share their key with another: those are paired in
          their order.
        </p>
      ) : null}
      {found.addedColumns.length + found.removedColumns.length > 0 ? (
        <p className={styles.same}>
          {found.addedColumns.length > 0 ? `New columns: ${found.addedColumns.join(', ')}. ` : ''}
          {found.removedColumns.length > 0
            ? `Columns that went: ${found.removedColumns.join(', ')}.`
            : ''}
        </p>
      ) : null}
      {found.table.rows.length === 0 ? (
        <p className={styles.same}>All rows hold the same values.</p>
      ) : (
        <TableViewer
          // Filters name columns by their place.
          key={JSON.stringify(key)}
          table={found.table}
          label="Rows that differ"
        />
      )}
    </div>
  );
}
