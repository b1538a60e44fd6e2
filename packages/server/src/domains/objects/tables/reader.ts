import type { ProjectId } from '../../projects/index.ts';
import { byBytes } from './by-bytes.ts';
import type { RowStore } from './row-store.ts';
import { rowCountOf, type Span } from './spans.ts';
import type { StoredRow } from './stored-rows.ts';
import type { ChunkInfo } from './table-store.ts';

/** What is read together. */
export interface BatchSize {
  readonly rows: number;
  readonly bytes: number;
}

export const USUAL_BATCH: BatchSize = { rows: 8_192, bytes: 8 * 1024 * 1024 };
/** Chunks of one read of whole ones. */
const WHOLE_BYTES = 16 * 1024 * 1024;
/** So few stretches are read each by itself; of more, whole chunks are read. */
const FEW = 4;

/** Of more stretches so few rows are read one by one. */
export const FEW_ROWS = 1_000;

type Store = Pick<RowStore, 'readChunks' | 'readPlaces'>;

/** The rows of stretches in their order, some thousand at a time; the next ones are read ahead. */
export async function* readSpans(
  store: Store,
  project: ProjectId,
  chunks: ReadonlyMap<number, ChunkInfo>,
  spans: readonly Span[],
  size: BatchSize = USUAL_BATCH,
): AsyncGenerator<readonly StoredRow[]> {
  let ahead: Promise<readonly StoredRow[]> | null = null;
  for (const batch of batches(chunks, spans, size)) {
    const next = readBatch(store, project, chunks, batch);
    // Whoever stops early waits for it no more.
    next.catch(() => {});
    if (ahead !== null) yield await ahead;
    ahead = next;
  }
  if (ahead !== null) yield await ahead;
}

/** Stretches that are read together. */
export function* batches(
  chunks: ReadonlyMap<number, ChunkInfo>,
  spans: readonly Span[],
  size: BatchSize,
): Generator<readonly Span[]> {
  let batch: Span[] = [];
  let [rows, bytes] = [0, 0];
  for (const span of spans) {
    const chunk = chunks.get(span.chunk);
    const spanBytes = chunk ? (chunk.sizeBytes * span.count) / chunk.rowCount : 0;
    if (batch.length > 0 && (rows + span.count > size.rows || bytes + spanBytes > size.bytes)) {
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
  store: Store,
  project: ProjectId,
  chunks: ReadonlyMap<number, ChunkInfo>,
  spans: readonly Span[],
): Promise<readonly StoredRow[]> {
  const nameOf = ({ chunk }: Span): string => chunks.get(chunk)?.digest ?? '';
  const parts =
    spans.length <= FEW
      ? await Promise.all(spans.map((span) => store.readChunks(project, [nameOf(span)], span)))
      : rowCountOf(spans) <= FEW_ROWS
        ? await fromPlaces(store, project, spans, nameOf)
        : await fromWhole(store, project, chunks, spans);
  const rows = parts.flat();
  if (rows.length !== rowCountOf(spans)) {
    throw new Error(
      `Rows of a table are missing: ${rows.length} of ${rowCountOf(spans)} are there.`,
    );
  }
  return rows;
}

/** Reads the rows one by one, since they are few. */
async function fromPlaces(
  store: Store,
  project: ProjectId,
  spans: readonly Span[],
  nameOf: (span: Span) => string,
): Promise<readonly (readonly StoredRow[])[]> {
  const placesOf = (span: Span): string[] =>
    Array.from({ length: span.count }, (_, at) => `${nameOf(span)}/${span.from + at}`);
  const names = [...new Set(spans.map(nameOf))];
  const rows = await store.readPlaces(project, names, [...new Set(spans.flatMap(placesOf))]);
  const byPlace = new Map(rows.map((row) => [`${row.chunk}/${row.position}`, row]));
  return spans.map((span) => placesOf(span).flatMap((place) => byPlace.get(place) ?? []));
}

/** Reads the chunks whole, some at a time, and takes the stretches out of them. */
async function fromWhole(
  store: Store,
  project: ProjectId,
  chunks: ReadonlyMap<number, ChunkInfo>,
  spans: readonly Span[],
): Promise<readonly (readonly StoredRow[])[]> {
  const parts: (readonly StoredRow[])[] = spans.map(() => []);
  const places = Map.groupBy(spans.keys(), (index) => spans[index]?.chunk ?? 0);
  for (const some of byBytes(
    [...places.keys()].flatMap((id) => chunks.get(id) ?? []),
    WHOLE_BYTES,
  )) {
    const rows = await store.readChunks(
      project,
      some.map(({ digest }) => digest),
    );
    const byChunk = Map.groupBy(rows, ({ chunk }) => chunk);
    for (const { id, digest } of some) {
      for (const index of places.get(id) ?? []) {
        const { from = 0, count = 0 } = spans[index] ?? {};
        parts[index] = byChunk.get(digest)?.slice(from, from + count) ?? [];
      }
    }
  }
  return parts;
}
