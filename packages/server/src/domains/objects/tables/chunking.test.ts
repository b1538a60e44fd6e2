import { describe, expect, it } from 'vitest';
import { digestOfText } from '../digests.ts';
import { cutIntoChunks, type Row } from './chunking.ts';

const rowsOf = (from: number, to: number): Row[] =>
  Array.from({ length: to - from }, (_, at) => {
    const value = `{"id":${from + at}}`;
    return { value, digest: digestOfText(value) };
  });
const namesOf = (rows: readonly Row[]) => cutIntoChunks(rows).map(({ digest }) => digest);

describe('chunks of rows', () => {
  const rows = rowsOf(0, 60_000);

  it('are all rows in their order, none too large', () => {
    const chunks = cutIntoChunks(rows);
    expect(chunks.flatMap((chunk) => chunk.rows)).toEqual(rows);
    expect(Math.max(...chunks.map((chunk) => chunk.rows.length))).toBeLessThanOrEqual(8_192);
    expect(cutIntoChunks([])).toEqual([]);
  });

  it('stay what they are around an edit, though rows have moved', () => {
    const before = new Set(namesOf(rows));
    const edits = [
      rows.toSpliced(30_000, 1),
      rows.toSpliced(30_000, 0, ...rowsOf(90_000, 90_010)),
      [...rowsOf(90_000, 90_001), ...rows],
    ];
    for (const edited of edits) {
      const fresh = namesOf(edited).filter((name) => !before.has(name));
      expect(fresh.length).toBeLessThanOrEqual(3);
    }
  });

  it('end early where rows are long', () => {
    const value = JSON.stringify({ long: 'x'.repeat(1_000_000) });
    const long = Array.from({ length: 10 }, () => ({ value, digest: digestOfText(value) }));
    expect(cutIntoChunks(long).map((chunk) => chunk.rows.length)).toEqual([5, 5]);
  });
});
