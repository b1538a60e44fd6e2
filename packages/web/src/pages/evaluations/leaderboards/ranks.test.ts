import { describe, expect, it } from 'vitest';
import { rankedRows, rankText } from './ranks.ts';

const cell = (bestRank: number, worstRank: number) => ({
  mean: 0,
  low: null,
  high: null,
  count: 1,
  evaluationId: 'e',
  bestRank,
  worstRank,
});
const row = (title: string, ...cells: (ReturnType<typeof cell> | null)[]) => ({
  model: { ref: title, name: title, kind: null, digest: null, versionIndex: null },
  title,
  cells,
});

describe('ranks', () => {
  it('are a range where models can’t be told apart', () => {
    expect(rankText(cell(1, 1))).toBe('1');
    expect(rankText(cell(2, 4))).toBe('2–4');
  });

  it('order the models by any column, those without a value last', () => {
    const rows = [
      row('a', null, cell(1, 1)),
      row('b', cell(2, 3), null),
      row('c', cell(1, 2), cell(2, 2)),
    ];
    expect(rankedRows(rows, 0).map(({ title }) => title)).toEqual(['c', 'b', 'a']);
    expect(rankedRows(rows, 1).map(({ title }) => title)).toEqual(['a', 'c', 'b']);
  });
});
