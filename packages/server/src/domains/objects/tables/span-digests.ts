import type { ProjectId } from '../../projects/index.ts';
import type { RowStore } from './row-store.ts';
import type { Span } from './spans.ts';
import type { ChunkInfo } from './table-store.ts';

/** Of a row's digest. */
export const DIGEST_LENGTH = 43;

/** Reads the digests of stretches at once. Returns those of the rows of one, one after the other. */
export async function readSpanDigests(
  rows: RowStore,
  project: ProjectId,
  spans: readonly Span[],
  chunks: ReadonlyMap<number, ChunkInfo>,
): Promise<(span: Span) => string> {
  const names = new Set(spans.flatMap(({ chunk }) => chunks.get(chunk)?.digest ?? []));
  const byChunk = await rows.readDigests(project, [...names]);
  return ({ chunk, from, count }) => {
    const digests = byChunk.get(chunks.get(chunk)?.digest ?? '') ?? '';
    return digests.slice(from * DIGEST_LENGTH, (from + count) * DIGEST_LENGTH);
  };
}

/** The digest at a place among those that stand one after the other; '' past their end. */
export const digestAt = (digests: string, place: number): string =>
  digests.slice(place * DIGEST_LENGTH, (place + 1) * DIGEST_LENGTH);
