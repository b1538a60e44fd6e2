import { describe, expect, it } from 'vitest';
import type { ChartLine } from './chart-line.ts';
import { linesAt, nearestPoint, pointsAt } from './hover.ts';

function line(id: string, x: readonly number[], y: readonly number[]): ChartLine {
  return {
    id,
    source: id,
    label: id,
    colour: 'red',
    width: null,
    dash: [],
    x: Float64Array.from(x),
    y: Float64Array.from(y),
    original: null,
    band: null,
    marks: [],
    counts: { points: x.length, buckets: null, nans: 0, infinities: 0 },
    runs: null,
    statistics: {},
    tell: null,
  };
}

const LONG = line('long', [0, 1, 2, 3, 4], [5, 4, 3, 2, 1]);
const SHORT = line('short', [0, 1, 2], [9, 8, Number.NaN]);
const EMPTY = line('empty', [], []);

describe('lines under the pointer', () => {
  it('are those that reach it, or end within the tolerance', () => {
    const ids = (x: number, tolerance: number) =>
      linesAt([LONG, SHORT, EMPTY], x, tolerance).map(({ id }) => id);
    expect(ids(1, 0)).toEqual(['long', 'short']);
    expect(ids(2.4, 0)).toEqual(['long']);
    expect(ids(2.4, 0.5)).toEqual(['long', 'short']);
    expect(ids(-1, 0.5)).toEqual([]);
  });

  it('have one point each, highest first, those without a value last', () => {
    expect(pointsAt([LONG, SHORT], 0.9).map(({ lineId, x, y }) => [lineId, x, y])).toEqual([
      ['short', 1, 8],
      ['long', 1, 4],
    ]);
    expect(pointsAt([SHORT, LONG], 2).map(({ lineId }) => lineId)).toEqual(['long', 'short']);
  });

  it('ask a legend for its words only where it has some', () => {
    const told = { ...LONG, tell: ({ x, y }: { x: number; y: number }) => `${x}: ${y}` };
    expect(pointsAt([told, SHORT], 1).map(({ told: words }) => words)).toEqual([null, '1: 4']);
  });
});

describe('the nearest point', () => {
  const points = pointsAt([LONG, SHORT], 2);

  it('is never one without a value', () => {
    expect(nearestPoint(points, ({ lineId }) => (lineId === 'short' ? 0 : 7))).toMatchObject({
      point: { lineId: 'long' },
      distance: 7,
    });
  });

  it('is none where there is no value', () => {
    expect(nearestPoint(pointsAt([SHORT], 2), () => 0)).toBeNull();
  });
});

describe('shares', () => {
  const A = line('a', [0, 2], [1, 3]);
  const B = line('b', [0, 1, 2], [3, 2, 1]);
  const NEGATIVE = line('c', [0, 2], [-5, -5]);

  it('are of the sum of all lines at an x, as areas in percent show them', () => {
    const chart = { all: [A, B, NEGATIVE], isInPercent: true };
    const at = (x: number) =>
      Object.fromEntries(
        pointsAt([A, B, NEGATIVE], x, chart).map(({ lineId, percent }) => [lineId, percent]),
      );
    expect(at(0)).toEqual({ a: 25, b: 75, c: 0 });
    expect(at(2)).toEqual({ a: 75, b: 25, c: 0 });
  });

  it('count lines that the tooltip leaves out', () => {
    const [point] = pointsAt([A], 2, { all: [A, B], isInPercent: true });
    expect(point?.percent).toBe(75);
  });

  it('are told by a legend of any chart, and by the tooltip only of areas in percent', () => {
    const told = { ...A, tell: ({ percentOf }: { percentOf: () => number }) => `${percentOf()} %` };
    const [point] = pointsAt([told], 0, { all: [told, B], isInPercent: false });
    expect(point).toMatchObject({ told: '25 %', percent: null });
  });

  it('are unknown where the sum is zero', () => {
    const [point] = pointsAt([NEGATIVE], 0, { all: [NEGATIVE], isInPercent: true });
    expect(point?.percent).toBeNaN();
  });
});
