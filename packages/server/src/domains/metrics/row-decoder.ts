import type { Lines } from './lines.ts';
import { ByteRows } from './row-bytes.ts';
import { ColumnBuilder, type DecodedColumns } from './row-columns.ts';
import { addText } from './row-text.ts';
import type { Stream } from './types.ts';

/**
 * Takes lines of a stream apart. A line that can't be read goes to `bad` and leaves the others
 * alone. Nested objects become dotted keys, as the client's own API names them; objects with a
 * `_type` (histograms, media) stay whole.
 *
 * A history row without `_step` stands at its line number. A system sample stands at its time in
 * microseconds, so that a sample sent twice lands on itself.
 *
 * @param fallbackTime microseconds, for rows without `_timestamp`
 */
export function decodeRows(
  stream: Stream,
  offset: number,
  lines: Lines,
  fallbackTime: bigint,
): DecodedColumns {
  const columns = new ColumnBuilder(lines.count);
  const plain = new ByteRows(columns, lines);
  const bad: { line: number; reason: string; raw: string }[] = [];
  for (let index = 0; index < lines.count; index += 1) {
    const number = offset + index;
    if (plain.add(stream, index, number, fallbackTime)) continue;
    const text = lines.text(index);
    const reason = addText(columns, stream, { index, number, text }, fallbackTime);
    if (reason !== null) bad.push({ line: number, reason, raw: text });
  }
  return columns.finish(bad);
}
