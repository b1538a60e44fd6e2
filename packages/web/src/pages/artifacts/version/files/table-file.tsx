import type { FileView } from '@runloom/model';
import { useMemo } from 'react';
import { EmptyState } from '../../../../components/empty-state.tsx';
import { ErrorState } from '../../../../components/error-state.tsx';
import { formatBytes } from '../../../../components/format.ts';
import { Skeleton } from '../../../../components/skeleton.tsx';
import { readTable } from '../../../../components/table-viewer/table-data.ts';
import { TableViewer } from '../../../../components/table-viewer/table-viewer.tsx';
import type { RunAddress } from '../../../../data/files.ts';
import { useJsonFiles } from '../../../../data/json-files.ts';
import { FilePreview } from '../../../run/files/file-preview.tsx';
import styles from './files.module.css';

/** A browser holds and sorts about this much without running out of memory. */
export const MOST_TABLE_BYTES = 200_000_000;

/** Whether it is a table as the client saves them. */
export const isTableFile = (path: string): boolean => /\.table\.json$/i.test(path);

/** A table, to sort, filter and page through. */
export function TableFile({
  place,
  file,
}: {
  readonly place: RunAddress;
  readonly file: FileView;
}) {
  const files = useMemo(() => (file.sizeBytes > MOST_TABLE_BYTES ? [] : [file]), [file]);
  const { data, error, retry } = useJsonFiles(place, files, readTable);
  if (files.length === 0) {
    return (
      <EmptyState title="This table is too large to be shown">
        It has {formatBytes(file.sizeBytes)}. Download it to read it on your machine.
      </EmptyState>
    );
  }
  if (error !== null) return <ErrorState error={error} onRetry={retry} />;
  if (data === null) {
    return (
      <div className={styles.pending}>
        <Skeleton lines={8} label="Loading the table" />
      </div>
    );
  }
  const [table] = data;
  if (!table) return <FilePreview address={place} file={file} />;
  return (
    <div className={styles.table}>
      <TableViewer table={table} label={file.name} />
    </div>
  );
}
