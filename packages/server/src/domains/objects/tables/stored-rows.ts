import { RowBinaryReader } from '../../../stores/columns/index.ts';
import type { Row } from './chunking.ts';

/** A row and where it stands. */
export interface StoredRow extends Row {
  readonly chunk: string;
  readonly position: number;
}

/**
 * Reads chunk, position, digest and value. A row that was written again and not merged yet stands
 * there twice, one after the other; it is taken once.
 */
export function readStoredRows(answer: Uint8Array): StoredRow[] {
  const reader = new RowBinaryReader(answer);
  const rows: StoredRow[] = [];
  let last: StoredRow | undefined;
  while (!reader.done) {
    const read = reader.text('latin1');
    // Most rows are of the same chunk as the one before: one text for all of them.
    const chunk = last?.chunk === read ? last.chunk : read;
    const position = reader.uint32();
    const digest = reader.text('latin1');
    const value = reader.text('utf8');
    if (last?.chunk === chunk && last.position === position) continue;
    last = { chunk, position, digest, value };
    rows.push(last);
  }
  return rows;
}

/** Reads two texts a row. */
export function* readPairs(answer: Uint8Array): Generator<readonly [string, string]> {
  const reader = new RowBinaryReader(answer);
  while (!reader.done) yield [reader.text('latin1'), reader.text('latin1')];
}
