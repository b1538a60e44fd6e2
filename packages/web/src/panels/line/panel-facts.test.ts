import { expect, test } from 'vitest';
import type { ChartLine } from '../../charts/index.ts';
import { factsOf } from './panel-facts.ts';

function line(y: number[], counts: Partial<ChartLine['counts']> = {}): ChartLine {
  return {
    id: 'r',
    label: 'r',
    colour: 'red',
    x: Float64Array.from(y.keys()),
    y: Float64Array.from(y),
    original: null,
    band: null,
    marks: [],
    counts: { points: y.length, buckets: null, nans: 0, infinities: 0, ...counts },
  };
}

test('a panel counts the points of all its lines', () => {
  const lines = [
    line([1, 2], { points: 1_000_000, buckets: 600, nans: 2 }),
    line([3], { infinities: 1 }),
  ];
  expect(factsOf(lines, false)).toMatchObject({
    points: 1_000_001,
    buckets: 600,
    nans: 2,
    infinities: 1,
    isDrawable: true,
  });
});

test('a log axis says that it leaves values out, and whether any is left', () => {
  expect(factsOf([line([-1, 2])], true)).toMatchObject({
    hasValuesBelowLog: true,
    isDrawable: true,
  });
  expect(factsOf([line([-1, 0])], true)).toMatchObject({ isDrawable: false });
  expect(factsOf([line([-1, 0])], false)).toMatchObject({
    hasValuesBelowLog: false,
    isDrawable: true,
  });
});

test('a bucket’s lowest value counts too', () => {
  const band = { low: Float64Array.of(-1), high: Float64Array.of(5) };
  expect(factsOf([{ ...line([2]), band }], true).hasValuesBelowLog).toBe(true);
});

test('NaN alone can’t be drawn', () => {
  expect(factsOf([line([Number.NaN])], false).isDrawable).toBe(false);
});
