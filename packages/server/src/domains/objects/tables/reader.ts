import type { ProjectId } from '../../projects/index.ts';
import type { RowStore, StoredRow } from './row-store.ts';
import { rowCountOf, type Span } from './spans.ts';
import type { ChunkInfo } from './table-store.ts';

const ROWS_AT_ONCE = 8_192;
const BYTES_AT_ONCE = 8 * 1024 * 1024;
/** So few stretches are read each by itself; of more, whole chunks are read. */
const FEW = 4;

/** The rows of stretches in their order, some thousand at a time; the next ones are read ahead. */
export async function* readSpans(
  store: Pick<RowStore, 'readChunks'>,
  project: ProjectId,
  chunks: ReadonlyMap<number, ChunkInfo>,
  spans: readonly Span[],
): AsyncGenerator<readonly StoredRow[]> {
  let ahead: Promise<readonly StoredRow[]> | null = null;
  for (const batch of batches(chunks, spans)) {
    const next = readBatch(store, project, chunks, batch);
    // Whoever stops early waits for it no more.
    next.catch(() => {});
    if (ahead !== null) yield await ahead;
    ahead = next;
  }
  if (ahead !== null) yield await ahead;
}

/** Stretches that are read together. */
function* batches(
  chunks: ReadonlyMap<number, ChunkInfo>,
  spans: readonly Span[],
): Generator<readonly Span[]> {
  let batch: Span[] = [];
  let [rows, bytes] = [0, 0];
  for (const span of spans) {
    const chunk = chunks.get(span.chunk);
    const spanBytes = chunk ? (chunk.sizeBytes * span.count) / chunk.rowCount : 0;
    if (
      batch.length > 0 &&
      (rows + span.count > ROWS_AT_ONCE || bytes + spanBytes > BYTES_AT_ONCE)
    ) {
      yield batch;
      batch = [];
      [rows, bytes] = [0, 0];
    }
    batch.push(span);
    rows += span.count;
    bytes += spanBytes;
  }
  if (batch.length > 0) yield batch;
}

async function readBatch(
  store: Pick<RowStore, 'readChunks'>,
  project: ProjectId,
  chunks: ReadonlyMap<number, ChunkInfo>,
  spans: readonly Span[],
): Promise<readonly StoredRow[]> {
  const nameOf = ({ chunk }: Span): string => chunks.get(chunk)?.digest ?? '';
  const parts =
    spans.length <= FEW
      ? await Promise.all(spans.map((span) => store.readChunks(project, [nameOf(span)], span)))
      : await fromWhole(store, project, spans, nameOf);
  const rows = parts.flat();
  if (rows.length !== rowCountOf(spans)) {
    throw new Error(
      `Rows of a table are missing: ${rows.length} of ${rowCountOf(spans)} are there.`,
    );
  }
  return rows;
}

async function fromWhole(
  store: Pick<RowStore, 'readChunks'>,
  project: ProjectId,
  spans: readonly Span[],
  nameOf: (span: Span) => string,
): Promise<readonly (readonly StoredRow[])[]> {
  const names = [...new Set(spans.map(nameOf))];
  const byChunk = Map.groupBy(await store.readChunks(project, names), ({ chunk }) => chunk);
  return spans.map((span) => {
    const rows = byChunk.get(nameOf(span)) ?? [];
    return rows.slice(span.from, span.from + span.count);
  });
}
