import type { ReactNode } from 'react';
import { formatDateTime } from '../../../components/format.ts';
import { SourceProvider } from '../../../data/sources/source-provider.ts';
import styles from '../editor/nodes/blocks.module.css';
import { useReportPlace } from '../report-context.ts';

/**
 * What is inside reads the tape of its block where the page has one, and says when it is from; else the
 * data as they are now.
 */
export function BlockSource({
  block,
  isFrozen = false,
  children,
}: {
  readonly block: string | null;
  /** It says by itself when it is from. */
  readonly isFrozen?: boolean;
  readonly children: ReactNode;
}) {
  const place = useReportPlace();
  const tape = place.tapeOf(block ?? '');
  if (tape === null) {
    if (!place.isShared) return children;
    return (
      <p className={styles.note}>
        Nothing of this block was recorded for the link yet. Whoever shared the report can record it
        again.
      </p>
    );
  }
  const recordedAt = isFrozen ? null : place.recordedAt(block ?? '');
  return (
    <>
      <SourceProvider transport={tape}>{children}</SourceProvider>
      {recordedAt === null ? null : (
        <p className={styles.dataOf}>
          Data of{' '}
          <time dateTime={new Date(recordedAt).toISOString()}>{formatDateTime(recordedAt)}</time>
        </p>
      )}
    </>
  );
}
