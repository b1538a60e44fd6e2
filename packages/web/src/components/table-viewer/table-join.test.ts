import type { ExactJson } from '@runloom/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinByKey, likelyKeys } from './table-join.ts';

const table = (name: string, titles: readonly string[], rows: readonly ExactJson[][]) => ({
  name,
  columns: titles.map((title) => ({ title, isNumeric: false })),
  rows,
});

const people = table(
  'people',
  ['id', 'name'],
  [
    [1, 'Ada'],
    [2n ** 53n + 1n, 'Big'],
    [3, 'Cy'],
    [null, 'None'],
  ],
);
const scores = table(
  'scores',
  ['score', 'id'],
  [
    [0.5, 1],
    [0.7, 1],
    [0.9, 2n ** 53n + 1n],
    [0.1, 9],
    [0.2, null],
  ],
);

describe('joinByKey', () => {
  it('pairs every row of a key, and tells titles of both apart', () => {
    const { table: joined, isCut } = joinByKey(people, scores, {
      leftColumn: 0,
      rightColumn: 1,
      kind: 'inner',
    });
    expect(isCut).toBe(false);
    expect(joined.columns.map(({ title }) => title)).toEqual([
      'id (people)',
      'name',
      'score',
      'id (scores)',
    ]);
    expect(joined.rows).toEqual([
      [1, 'Ada', 0.5, 1],
      [1, 'Ada', 0.7, 1],
      [2n ** 53n + 1n, 'Big', 0.9, 2n ** 53n + 1n],
    ]);
  });

  it('keeps rows without a partner when asked', () => {
    const rows = (kind: 'left' | 'outer') =>
      joinByKey(people, scores, { leftColumn: 0, rightColumn: 1, kind }).table.rows;
    expect(rows('left')).toHaveLength(5);
    expect(rows('left').at(-1)).toEqual([null, 'None', null, null]);
    expect(rows('outer').slice(5)).toEqual([
      [null, null, 0.1, 9],
      [null, null, 0.2, null],
    ]);
  });

  it('finds as many pairs as there are, in every order', () => {
    const keys = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 30 });
    fc.assert(
      fc.property(keys, keys, (left, right) => {
        const side = (of: readonly number[]) =>
          table(
            't',
            ['k'],
            of.map((key) => [key]),
          );
        const by = { leftColumn: 0, rightColumn: 0, kind: 'inner' } as const;
        const pairs = left.flatMap((a) => right.filter((b) => a === b)).length;
        expect(joinByKey(side(left), side(right), by).table.rows).toHaveLength(pairs);
      }),
    );
  });

  it('takes columns of one title for the keys', () => {
    expect(likelyKeys(people, scores)).toEqual([0, 1]);
    expect(likelyKeys(table('a', ['x'], []), table('b', ['y'], []))).toEqual([0, 0]);
  });
});
