import { digestOfText } from '../digests.ts';
import type { JsonText } from '../types.ts';

export interface Row {
  readonly digest: string;
  readonly value: JsonText;
}

/** Rows that are kept together, in their order. */
export interface Chunk {
  /** Of its rows' digests: the same rows are the same chunk. */
  readonly digest: string;
  readonly rows: readonly Row[];
  readonly sizeBytes: number;
}

const MIN_ROWS = 512;
const MAX_ROWS = 8_192;
const MAX_BYTES = 4 * 1024 * 1024;
/** A row in so many ends its chunk, so that most have this many rows. */
const USUAL_ROWS = 2_048;

/**
 * Cuts rows into chunks where their own digests say. An edit then changes the chunk that it is in,
 * and those before and after are met again as they were, though all of their rows have moved.
 */
export function cutIntoChunks(rows: readonly Row[]): readonly Chunk[] {
  const chunks: Chunk[] = [];
  let from = 0;
  let sizeBytes = 0;
  rows.forEach((row, index) => {
    sizeBytes += Buffer.byteLength(row.value);
    const count = index + 1 - from;
    const isFull = count >= MAX_ROWS || sizeBytes >= MAX_BYTES;
    const isLast = index === rows.length - 1;
    if (!isFull && !isLast && !(count >= MIN_ROWS && endsChunk(row.digest))) return;
    const some = rows.slice(from, index + 1);
    chunks.push({
      digest: digestOfText(some.map(({ digest }) => digest).join('')),
      rows: some,
      sizeBytes,
    });
    from = index + 1;
    sizeBytes = 0;
  });
  return chunks;
}

/** As by a throw of dice that falls the same way for the same row each time. */
function endsChunk(digest: string): boolean {
  let hash = 0;
  for (let at = 0; at < 8; at += 1) hash = (hash * 31 + digest.charCodeAt(at)) >>> 0;
  return hash % USUAL_ROWS === 0;
}
