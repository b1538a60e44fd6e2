import type { Row } from './chunking.ts';

/** A row and where it stands. */
export interface StoredRow extends Row {
  readonly chunk: string;
  readonly position: number;
}

/** Reads texts and numbers of the engine's `RowBinary`, one after the other. */
function createReader(answer: Uint8Array) {
  const bytes = Buffer.from(answer.buffer, answer.byteOffset, answer.byteLength);
  let at = 0;
  const length = (): number => {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = bytes.readUInt8(at);
      at += 1;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
  };
  return {
    isDone: () => at >= bytes.length,
    text(encoding: 'latin1' | 'utf8'): string {
      const size = length();
      at += size;
      return bytes.toString(encoding, at - size, at);
    },
    uint32(): number {
      at += 4;
      return bytes.readUInt32LE(at - 4);
    },
  };
}

/**
 * Reads chunk, position, digest and value. A row that was written again and not merged yet stands
 * there twice, one after the other; it is taken once.
 */
export function readStoredRows(answer: Uint8Array): StoredRow[] {
  const reader = createReader(answer);
  const rows: StoredRow[] = [];
  let last: StoredRow | undefined;
  while (!reader.isDone()) {
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
  const reader = createReader(answer);
  while (!reader.isDone()) yield [reader.text('latin1'), reader.text('latin1')];
}
