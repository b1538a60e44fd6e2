import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare } from './comparing.ts';

const piecesOf = (rows: readonly string[]) => rows.map((key, place) => ({ key, place, count: 1 }));
const compareRows = (first: string, second: string) =>
  compare(piecesOf([...first]), piecesOf([...second]));

describe('the difference of two tables', () => {
  it('tells rows that were changed where they stand from added and removed ones', () => {
    expect(compareRows('abcde', 'aXcdeYZ')).toMatchObject({
      changed: [{ from: 1, to: 1 }],
      added: [5, 6],
      removed: [],
      unchangedCount: 4,
      isReordered: false,
    });
    expect(compareRows('abcd', 'ad')).toMatchObject({ removed: [1, 2], changed: [], added: [] });
  });

  it('counts rows that stand there twice', () => {
    expect(compareRows('aab', 'ab')).toMatchObject({ removed: [1], unchangedCount: 2 });
    expect(compareRows('ab', 'abb')).toMatchObject({ added: [2], unchangedCount: 2 });
  });

  it('tells that one of several same rows was changed where it stands', () => {
    expect(compareRows('abcaa', 'Xbcaa')).toEqual({
      added: [],
      removed: [],
      changed: [{ from: 0, to: 0 }],
      unchangedCount: 4,
      isReordered: false,
    });
  });

  it('tells that only the order is another', () => {
    expect(compareRows('abc', 'cab')).toEqual({
      added: [],
      removed: [],
      changed: [],
      unchangedCount: 3,
      isReordered: true,
    });
  });

  it('leaves no row out and takes none twice', () => {
    const table = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 });
    fc.assert(
      fc.property(table, table, (first, second) => {
        const found = compare(piecesOf(first), piecesOf(second));
        const gone = [...found.removed, ...found.changed.map(({ from }) => from)];
        const fresh = [...found.added, ...found.changed.map(({ to }) => to)];
        expect(new Set(gone).size).toBe(gone.length);
        expect(gone.length + found.unchangedCount).toBe(first.length);
        expect(fresh.length + found.unchangedCount).toBe(second.length);
        // What was not touched is the same on both sides.
        const kept = (rows: string[], places: number[]) =>
          rows.filter((_, place) => !places.includes(place)).toSorted();
        expect(kept(first, gone)).toEqual(kept(second, fresh));
      }),
    );
  });
});
