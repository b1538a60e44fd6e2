import type { ArtifactTable, MediaKey } from '@runloom/model';
import { useMemo, useState } from 'react';
import { EmptyState } from '../../../../components/empty-state.tsx';
import { ErrorState } from '../../../../components/error-state.tsx';
import { formatBytes, formatCount } from '../../../../components/format.ts';
import { Skeleton } from '../../../../components/skeleton.tsx';
import {
  joinTables,
  readTable,
  type TableData,
} from '../../../../components/table-viewer/table-data.ts';
import {
  type JoinKind,
  joinByKey,
  MOST_JOINED_ROWS,
} from '../../../../components/table-viewer/table-join.ts';
import viewer from '../../../../components/table-viewer/table-viewer.module.css';
import { TableViewer } from '../../../../components/table-viewer/table-viewer.tsx';
import type { RunAddress } from '../../../../data/files.ts';
import { useJsonFiles } from '../../../../data/json-files.ts';
import styles from '../media.module.css';
import { JoinKindChoice } from './join-choice.tsx';
import { JoinedViewer } from './joined-viewer.tsx';
import { MOST_TABLE_BYTES } from './table-view.tsx';

/** A table that stands in an artifact: its parts one after the other, or two tables side by side. */
export function ArtifactTableView({
  address,
  name,
  table,
  step,
  others,
}: {
  readonly address: RunAddress;
  readonly name: string;
  readonly table: ArtifactTable;
  readonly step: number;
  /** The other tables of the run. */
  readonly others: readonly MediaKey[];
}) {
  const { parts, join } = table;
  const files = useMemo(() => [...parts, ...(join?.parts ?? [])], [parts, join]);
  const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  const isTooLarge = sizeBytes > MOST_TABLE_BYTES;
  const { data, error, retry } = useJsonFiles(address, isTooLarge ? [] : files, readTable);
  const [first, second] = useMemo(() => {
    const tableOf = (some: readonly (TableData | null)[] | undefined) =>
      joinTables(some?.filter((one) => one !== null) ?? []);
    return [tableOf(data?.slice(0, parts.length)), tableOf(data?.slice(parts.length))];
  }, [data, parts]);
  if (isTooLarge) {
    return (
      <EmptyState title="This table is too large to be shown">
        It has {formatBytes(sizeBytes)}. Its files can be downloaded from its artifact.
      </EmptyState>
    );
  }
  if (error !== null) return <ErrorState error={error} onRetry={retry} />;
  if (data === null) {
    return (
      <div className={styles.pending}>
        <Skeleton lines={8} label={`Loading ${name}`} />
      </div>
    );
  }
  if (first === null || (join !== null && second === null)) {
    return <EmptyState title="This table can’t be read" />;
  }
  if (join === null || second === null) {
    return <JoinedViewer address={address} name={name} table={first} step={step} others={others} />;
  }
  return (
    <LoggedJoin
      name={name}
      left={{ ...first, name: nameOf(parts[0]?.name) }}
      right={{ ...second, name: nameOf(join.parts[0]?.name) }}
      leftTitle={join.left}
      rightTitle={join.right}
    />
  );
}

type NamedTable = TableData & { readonly name: string };

/** A join as its writer asked for it; the reader chooses which rows are kept. */
function LoggedJoin({
  name,
  left,
  right,
  leftTitle,
  rightTitle,
}: {
  readonly name: string;
  readonly left: NamedTable;
  readonly right: NamedTable;
  readonly leftTitle: string;
  readonly rightTitle: string;
}) {
  const [kind, setKind] = useState<JoinKind>('outer');
  const leftColumn = left.columns.findIndex(({ title }) => title === leftTitle);
  const rightColumn = right.columns.findIndex(({ title }) => title === rightTitle);
  const joined = useMemo(
    () =>
      leftColumn < 0 || rightColumn < 0
        ? null
        : joinByKey(left, right, { leftColumn, rightColumn, kind }),
    [left, right, leftColumn, rightColumn, kind],
  );
  if (joined === null) {
    return (
      <EmptyState title="These tables can’t be joined">
        They are to be joined by{' '}
        {leftTitle === rightTitle ? leftTitle : `${leftTitle} and ${rightTitle}`}, which is no
        column of both.
      </EmptyState>
    );
  }
  return (
    <>
      <fieldset className={viewer.join}>
        <legend className="visually-hidden">Join of {name}</legend>
        <span>
          {left.name} with {right.name} where {leftTitle}
          {leftTitle === rightTitle ? ' is the same' : ` is ${rightTitle}`}
        </span>
        <JoinKindChoice kind={kind} onChange={setKind} />
        {joined.isCut ? <span>The first {formatCount(MOST_JOINED_ROWS)} rows.</span> : null}
      </fieldset>
      <TableViewer table={joined.table} label={name} />
    </>
  );
}

/** The last part of a file's name; the client calls tables that were given none `t1_` and `t2_` with a number. */
const nameOf = (path = ''): string =>
  path
    .slice(path.lastIndexOf('/') + 1)
    .replace(/\.table\.json$/, '')
    .replace(/^t([12])_\d+$/, 'table $1');
