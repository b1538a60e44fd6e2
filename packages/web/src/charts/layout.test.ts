import { expect, test } from 'vitest';
import { metricAxis } from './chart-axis.ts';
import type { ChartLine } from './chart-line.ts';
import { type ChartView, labelledAxis, layoutChart, NO_BOUNDS } from './layout.ts';
import { stackLines } from './stack.ts';

function line(x: number[], y: number[], id = 'a'): ChartLine {
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
const view = (lines: ChartLine[], more: Partial<ChartView> = {}): ChartView => ({
  lines,
  axis: 'step',
  range: null,
  xBounds: NO_BOUNDS,
  yBounds: NO_BOUNDS,
  xLog: false,
  yLog: false,
  ignoreOutliers: false,
  type: 'line',
  lineWidth: 1.5,
  xTitle: '',
  yTitle: '',
  ...more,
});

test('places and values are each other’s reverse on every axis', () => {
  for (const isLog of [false, true]) {
    const { to } = layoutChart(
      view([line([1, 10, 1000], [0.001, 1, 50])], { xLog: isLog, yLog: isLog }),
      400,
      300,
    );
    for (const value of [1, 7, 999]) expect(to.toX(to.x(value))).toBeCloseTo(value, 6);
    for (const value of [0.002, 1, 49]) expect(to.toY(to.y(value))).toBeCloseTo(value, 6);
  }
});

test('a log axis begins at the first x above zero, and has no place for the others', () => {
  const { to } = layoutChart(view([line([0, 1, 100], [1, 2, 3])], { xLog: true }), 400, 300);
  expect(to.area.x).toEqual({ min: 1, max: 100 });
  expect(to.x(0)).toBeNaN();
});

test('ends that a reader gave hold, also when they leave all values out', () => {
  const far = view([line([0, 1], [5, 6])], { yBounds: { min: 10, max: null } });
  expect(layoutChart(far, 400, 300).to.area.y).toEqual({ min: 10, max: 20 });
  const both = view([line([0, 1], [5, 6])], {
    xBounds: { min: -1, max: 3 },
    yBounds: { min: 0, max: 1 },
  });
  expect(layoutChart(both, 400, 300).to.area).toMatchObject({
    x: { min: -1, max: 3 },
    y: { min: 0, max: 1 },
  });
});

test('a reader’s zoom comes before the ends of the settings', () => {
  const zoomed = view([line([0, 9], [1, 2])], {
    range: { min: 2, max: 3 },
    xBounds: { min: 0, max: 5 },
  });
  expect(layoutChart(zoomed, 400, 300).to.area.x).toEqual({ min: 2, max: 3 });
});

test('without lines, with one point and with equal values there is still an axis', () => {
  const charts = [[], [line([3], [4])], [line([1, 2], [7, 7])], [line([1], [Number.NaN])]];
  for (const lines of charts) {
    for (const isLog of [false, true]) {
      const { to } = layoutChart(view(lines, { xLog: isLog, yLog: isLog }), 400, 300);
      expect(to.area.x.max).toBeGreaterThan(to.area.x.min);
      expect(to.area.y.max).toBeGreaterThan(to.area.y.min);
    }
  }
});

test('areas lie one on the other; in percent they always sum up to 100', () => {
  const lines = [line([0, 2], [1, 3], 'a'), line([0, 1, 2], [1, -5, 1], 'b')];
  const plain = stackLines(lines, false);
  expect([...plain.x]).toEqual([0, 1, 2]);
  // At 1 the first line counts by the straight line between its points, the second is negative.
  expect(plain.areas.map(({ high }) => [...high])).toEqual([
    [1, 2, 3],
    [2, 2, 4],
  ]);
  const percent = stackLines(lines, true);
  expect([...(percent.areas[1]?.high ?? [])]).toEqual([100, 100, 100]);
});

test('larger text takes room from the plot, and fewer labels stand on an axis', () => {
  const sizes = (['small', 'medium', 'large'] as const).map((textSize) =>
    layoutChart(view([line([0, 100], [0, 1000])], { textSize }), 400, 240),
  );
  const [small, medium, large] = sizes.map(({ to, yTicks }) => ({
    height: to.area.height,
    left: to.area.left,
    labels: yTicks.places.length,
  }));
  expect(small?.height).toBeGreaterThan(medium?.height ?? 0);
  expect(medium?.height).toBeGreaterThan(large?.height ?? 0);
  expect(large?.left).toBeGreaterThanOrEqual(medium?.left ?? 0);
  expect(large?.labels).toBeLessThanOrEqual(medium?.labels ?? 0);
});

test('a metric that counts seconds is labelled as time, and steps never are', () => {
  const hours = line([1.7e9, 1.7e9 + 36_000], [1, 2]);
  const clock = { axis: metricAxis('clock'), hasDates: true };
  expect(layoutChart(view([hours], clock), 400, 240).xTicks.labels.join(' ')).toMatch(/\d\d:00/);
  expect(labelledAxis(clock)).toBe('wall');
  expect(labelledAxis({ axis: 'step', hasDates: true })).toBe('step');
  expect(labelledAxis({ axis: 'relative', hasDates: true })).toBe('relative');
});
