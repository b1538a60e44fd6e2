import type { MediaKey } from '@runloom/model';
import { useMemo, useState } from 'react';
import { Choice } from '../../../../components/choice.tsx';
import { ErrorState } from '../../../../components/error-state.tsx';
import { formatCount } from '../../../../components/format.ts';
import { useTableAt } from '../../../../components/media/use-table-at.ts';
import { Skeleton } from '../../../../components/skeleton.tsx';
import type { TableData } from '../../../../components/table-viewer/table-data.ts';
import {
  type JoinKind,
  joinByKey,
  likelyKeys,
  MOST_JOINED_ROWS,
} from '../../../../components/table-viewer/table-join.ts';
import styles from '../../../../components/table-viewer/table-viewer.module.css';
import { TableViewer } from '../../../../components/table-viewer/table-viewer.tsx';
import type { RunAddress } from '../../../../data/files.ts';
import media from '../media.module.css';
import { JoinKindChoice } from './join-choice.tsx';

/** A table, and beside it another one of the run when the reader asks for it. */
export function JoinedViewer({
  address,
  name,
  table,
  step,
  others,
}: {
  readonly address: RunAddress;
  readonly name: string;
  readonly table: TableData;
  readonly step: number;
  /** The other tables of the run. */
  readonly others: readonly MediaKey[];
}) {
  const [chosen, setChosen] = useState('');
  const [keys, setKeys] = useState<readonly [number, number] | null>(null);
  const [kind, setKind] = useState<JoinKind>('inner');
  const entry = others.find(({ key }) => key === chosen);
  const other = useTableAt(address, entry, step);
  const [leftColumn, rightColumn] =
    keys ?? (other.table === null ? [0, 0] : likelyKeys(table, other.table));
  const joined = useMemo(
    () =>
      other.table === null || entry === undefined
        ? null
        : joinByKey(
            { ...table, name },
            { ...other.table, name: entry.key },
            { leftColumn, rightColumn, kind },
          ),
    [table, name, other.table, entry, leftColumn, rightColumn, kind],
  );
  return (
    <>
      {others.length === 0 ? null : (
        <fieldset className={styles.join}>
          <legend className="visually-hidden">Join {name}</legend>
          <Choice
            className={styles.choice}
            label="Join with"
            value={chosen}
            choices={[['', 'No other table'], ...others.map(({ key }) => [key, key] as const)]}
            onChange={(next) => {
              setChosen(next);
              setKeys(null);
            }}
          />
          {other.table === null ? null : (
            <>
              <Choice
                className={styles.choice}
                label="where"
                value={String(leftColumn)}
                choices={columnChoices(table)}
                onChange={(next) => setKeys([Number(next), rightColumn])}
              />
              <Choice
                className={styles.choice}
                label="is"
                value={String(rightColumn)}
                choices={columnChoices(other.table)}
                onChange={(next) => setKeys([leftColumn, Number(next)])}
              />
              <JoinKindChoice kind={kind} onChange={setKind} />
            </>
          )}
          {joined?.isCut ? <span>The first {formatCount(MOST_JOINED_ROWS)} rows.</span> : null}
        </fieldset>
      )}
      {other.error !== null && entry !== undefined ? (
        <ErrorState error={other.error} />
      ) : entry !== undefined && joined === null ? (
        <div className={media.pending}>
          <Skeleton lines={4} label={`Loading ${entry.key}`} />
        </div>
      ) : (
        <TableViewer
          // Filters name columns by their place: other columns begin without.
          key={entry === undefined ? '' : `${entry.key} joined`}
          table={joined?.table ?? table}
          label={entry === undefined ? name : `${name} with ${entry.key}`}
        />
      )}
    </>
  );
}

const columnChoices = ({ columns }: TableData) =>
  columns.map(({ title }, index) => [String(index), title] as const);
