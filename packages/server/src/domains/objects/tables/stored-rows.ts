import type { StoredRow } from './row-store.ts';

/**
 * Reads chunk, position, digest and value from the engine's `RowBinary`. A row that was written again
 * and not merged yet stands there twice, one after the other; it is taken once.
 */
export function readStoredRows(answer: Uint8Array): StoredRow[] {
  const bytes = Buffer.from(answer.buffer, answer.byteOffset, answer.byteLength);
  const rows: StoredRow[] = [];
  let at = 0;
  let last: StoredRow | undefined;

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
  const text = (encoding: 'latin1' | 'utf8'): string => {
    const size = length();
    at += size;
    return bytes.toString(encoding, at - size, at);
  };

  while (at < bytes.length) {
    const read = text('latin1');
    // Most rows are of the same chunk as the one before: one text for all of them.
    const chunk = last?.chunk === read ? last.chunk : read;
    const position = bytes.readUInt32LE(at);
    at += 4;
    const digest = text('latin1');
    const value = text('utf8');
    if (last?.chunk === chunk && last.position === position) continue;
    last = { chunk, position, digest, value };
    rows.push(last);
  }
  return rows;
}
