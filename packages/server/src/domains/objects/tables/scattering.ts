import { type BatchSize, batches, USUAL_BATCH } from './reader.ts';
import { rowCountOf, type Span } from './spans.ts';
import type { ChunkInfo } from './table-store.ts';

/** Tables of fewer rows are read with few reads however their rows lie. */
const FEW_ROWS = 4 * USUAL_BATCH.rows;
/** So many times its rows may be read for a table. */
const READ_TIMES = 4;

/** For rows that are to be put together again: as many as may be held at once. */
export const LARGE_BATCH: BatchSize = { rows: 524_288, bytes: 128 * 1024 * 1024 };

/**
 * Whether rows lie so far apart that reading them in the table's order would read most others along,
 * again and again.
 */
export function isScattered(
  spans: readonly Span[],
  chunks: ReadonlyMap<number, ChunkInfo>,
): boolean {
  const rows = rowCountOf(spans);
  if (rows < FEW_ROWS) return false;
  let read = 0;
  for (const batch of batches(chunks, spans, USUAL_BATCH)) {
    const touched = new Set(batch.map(({ chunk }) => chunk));
    for (const id of touched) read += chunks.get(id)?.rowCount ?? 0;
  }
  return read > READ_TIMES * rows;
}
