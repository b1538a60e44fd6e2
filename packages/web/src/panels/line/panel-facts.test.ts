import { expect, test } from 'vitest';
import type { ChartLine } from '../../charts/index.ts';
import { factsOf } from './panel-facts.ts';

const LINEAR = { xLog: false, yLog: false };
const LOG = { xLog: false, yLog: true };

function line(y: number[], counts: Partial<ChartLine['counts']> = {}): ChartLine {
  return {
    id: 'r',
    source: 'r',
    label: 'r',
    colour: 'red',
    width: null,
    dash: [],
    x: Float64Array.from(y.keys()),
    y: Float64Array.from(y),
    original: null,
    band: null,
    marks: [],
    counts: { points: y.length, buckets: null, nans: 0, infinities: 0, ...counts },
    runs: null,
    statistics: {},
    tell: null,
  };
}

test('a panel counts the points of all its lines', () => {
  const lines = [
    line([1, 2], { points: 1_000_000, buckets: 600, nans: 2 }),
    line([3], { infinities: 1 }),
  ];
  expect(factsOf(lines, LINEAR)).toMatchObject({
    points: 1_000_001,
    buckets: 600,
    nans: 2,
    infinities: 1,
    isDrawable: true,
  });
});

test('a log axis says that it leaves values out, and whether any is left', () => {
  expect(factsOf([line([-1, 2])], LOG)).toMatchObject({
    hasValuesBelowLog: true,
    isDrawable: true,
  });
  expect(factsOf([line([-1, 0])], LOG)).toMatchObject({ isDrawable: false });
  expect(factsOf([line([-1, 0])], LINEAR)).toMatchObject({
    hasValuesBelowLog: false,
    isDrawable: true,
  });
  expect(factsOf([line([1, 2])], { xLog: true, yLog: false }).hasXBelowLog).toBe(true);
});

test('a bucket’s lowest value counts too', () => {
  const band = {
    low: Float64Array.of(-1),
    high: Float64Array.of(5),
    kind: 'envelope',
    name: '',
  } as const;
  expect(factsOf([{ ...line([2]), band }], LOG).hasValuesBelowLog).toBe(true);
});

test('NaN alone can’t be drawn', () => {
  expect(factsOf([line([Number.NaN])], LINEAR).isDrawable).toBe(false);
});
