import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ChartAxis, metricAxis } from '../../charts/index.ts';
import { decodeBoard, encodeBoard } from './board-address.ts';
import { type BoardView, INITIAL_BOARD_VIEW, reduceBoard, zoomOf } from './board-view.ts';

const SMOOTHING = fc.oneof(
  fc.record({
    kind: fc.constantFrom('twema' as const, 'ema' as const),
    weight: fc.double({ min: 0, max: 0.999, noNaN: true }),
  }),
  fc.record({
    kind: fc.constant('gaussian' as const),
    sigma: fc.double({ min: 0, max: 1e6, noNaN: true }),
  }),
  fc.record({ kind: fc.constant('average' as const), points: fc.integer({ min: 1, max: 500 }) }),
);
const RANGE = fc
  .tuple(
    fc.double({ min: -1e9, max: 1e9, noNaN: true }),
    fc.double({ min: 0.001, max: 1e9, noNaN: true }),
  )
  .map(([min, width]) => ({ min, max: min + width }))
  .filter(({ min, max }) => max > min);
const VIEW: fc.Arbitrary<BoardView> = fc.record({
  search: fc.string({ unit: 'binary' }),
  axis: fc.oneof(
    fc.constantFrom('step' as const, 'relative' as const, 'wall' as const),
    fc.string({ unit: 'binary', minLength: 1 }).map(metricAxis),
  ),
  smoothing: SMOOTHING,
  showsOriginal: fc.boolean(),
  isLog: fc.boolean(),
  ignoresOutliers: fc.boolean(),
  columns: fc.option(fc.integer({ min: 1, max: 6 })),
  toggledSections: fc.uniqueArray(fc.string({ unit: 'binary', minLength: 1 })),
  syncsZoom: fc.boolean(),
  zooms: fc.array(fc.tuple(fc.string({ minLength: 1 }), RANGE)).map((pairs) => new Map(pairs)),
  fullScreen: fc.option(fc.string({ minLength: 1 })),
  panelSettings: fc.constant(new Map()),
});

test('every view survives its way through the address', () => {
  fc.assert(
    fc.property(VIEW, (view) => {
      expect(decodeBoard(encodeBoard(view))).toEqual(normal(view));
    }),
  );
});

/** Addresses know no negative zero. */
function normal(view: BoardView): BoardView {
  const plus = (value: number) => value + 0;
  return {
    ...view,
    zooms: new Map([...view.zooms].map(([id, { min, max }]) => [id, { min: plus(min), max }])),
  };
}

test('the first view leaves no trace in the address', () => {
  expect(Object.values(encodeBoard(INITIAL_BOARD_VIEW)).filter(Boolean)).toEqual([]);
});

test('an address that makes no sense is the first view', () => {
  const odd = { x: 'parsecs', smooth: 'twema*', cols: '99', zoom: 'a*1*b*2*c', sections: '' };
  expect(decodeBoard(odd)).toEqual(INITIAL_BOARD_VIEW);
});

const range = { min: 1, max: 2 };
const zoom = (view: BoardView, panel: string, axis: ChartAxis) =>
  reduceBoard(view, { kind: 'zoom', panel, axis, range });

test('zooms are the panel’s own, or everyone’s while they are synced', () => {
  const own = zoom(INITIAL_BOARD_VIEW, 'history/a', 'step');
  expect([zoomOf(own, 'history/a', 'step'), zoomOf(own, 'history/b', 'step')]).toEqual([
    range,
    null,
  ]);
  const synced = zoom({ ...INITIAL_BOARD_VIEW, syncsZoom: true }, 'history/a', 'step');
  expect(zoomOf(synced, 'history/b', 'step')).toEqual(range);
});

test('synced charts zoom only those with the same axis', () => {
  const axes = ['step', 'relative', 'metric:epoch', 'metric:batch'] as const;
  for (const axis of axes) {
    const synced = zoom({ ...INITIAL_BOARD_VIEW, syncsZoom: true }, 'history/a', axis);
    expect(axes.filter((other) => zoomOf(synced, 'history/b', other) !== null)).toEqual([axis]);
  }
});

test('a panel that goes from a metric back to steps shows all steps', () => {
  const view = zoom(INITIAL_BOARD_VIEW, 'history/a', 'metric:epoch');
  expect(zoomOf(view, 'history/a', 'step')).toBe(null);
  expect(zoomOf(view, 'history/a', 'metric:epoch')).toEqual(range);
  expect(decodeBoard(encodeBoard(view)).zooms).toEqual(view.zooms);
});

test('an axis over a metric is named in the address', () => {
  const view = reduceBoard(INITIAL_BOARD_VIEW, { kind: 'axis', axis: 'metric:train/epoch' });
  expect(encodeBoard(view)).toMatchObject({ x: 'metric:train/epoch' });
  expect(decodeBoard({ x: 'metric:' }).axis).toBe('step');
});

test('another axis shows everything again: ranges of steps mean nothing in seconds', () => {
  const zoomed = zoom(INITIAL_BOARD_VIEW, 'history/a', 'step');
  expect(reduceBoard(zoomed, { kind: 'axis', axis: 'wall' }).zooms.size).toBe(0);
});
