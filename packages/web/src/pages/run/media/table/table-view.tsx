import type { FileView, MediaKey } from '@runloom/model';
import { useMemo } from 'react';
import { EmptyState } from '../../../../components/empty-state.tsx';
import { ErrorState } from '../../../../components/error-state.tsx';
import { formatBytes, formatCount } from '../../../../components/format.ts';
import { isObject, mediaItems, numberOf } from '../../../../components/media/media-value.ts';
import { MissingFile } from '../../../../components/media/missing-file.tsx';
import { Skeleton } from '../../../../components/skeleton.tsx';
import { joinTables, readTable } from '../../../../components/table-viewer/table-data.ts';
import type { RunAddress } from '../../../../data/files.ts';
import { useJsonFiles } from '../../../../data/json-files.ts';
import styles from '../media.module.css';
import { JoinedViewer } from './joined-viewer.tsx';

/** A browser holds and sorts about this much without running out of memory. */
export const MOST_TABLE_BYTES = 200_000_000;

/** The table that values tell of: the increments of a growing one stand in a file each. */
export function TableView({
  address,
  name,
  values,
  files,
  step,
  others,
}: {
  readonly step: number;
  readonly others: readonly MediaKey[];
  readonly address: RunAddress;
  readonly name: string;
  readonly values: readonly unknown[];
  readonly files: ReadonlyMap<string, FileView>;
}) {
  const paths = values.flatMap(mediaItems).map(({ path }) => path);
  const found = paths.map((path) => files.get(path)).filter((file) => file !== undefined);
  const sizeBytes = found.reduce((sum, file) => sum + file.sizeBytes, 0);
  const isTooLarge = sizeBytes > MOST_TABLE_BYTES;
  const { data, error, retry } = useJsonFiles(address, isTooLarge ? [] : found, readTable);
  const table = useMemo(
    () => (data === null ? null : joinTables(data.filter((one) => one !== null))),
    [data],
  );
  if (found.length === 0) {
    return <MissingFile />;
  }
  if (isTooLarge) {
    return (
      <EmptyState title="This table is too large to be shown">
        It has {formatBytes(sizeBytes)}. Its files can be downloaded from the Files tab.
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
  if (table === null) return <EmptyState title="This table can’t be read" />;
  const told = toldRows(values);
  return (
    <>
      {told !== null && told > table.rows.length ? (
        <p className={styles.notice}>
          The client saved the first {formatCount(table.rows.length)} of {formatCount(told)} rows
          with the run; all of them are in the table’s artifact.
        </p>
      ) : null}
      <JoinedViewer address={address} name={name} table={table} step={step} others={others} />
    </>
  );
}

/** Rows that the logged table had; null when it is told of several, or not. */
function toldRows(values: readonly unknown[]): number | null {
  const [value] = values;
  return values.length === 1 && isObject(value) ? numberOf(value['nrows']) : null;
}
