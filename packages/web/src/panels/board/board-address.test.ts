import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBoard, encodeBoard } from './board-address.ts';
import { axisOf, type BoardView, INITIAL_BOARD_VIEW, reduceBoard, zoomOf } from './board-view.ts';

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
  axis: fc.constantFrom('step', 'relative', 'wall'),
  smoothing: SMOOTHING,
  showsOriginal: fc.boolean(),
  isLog: fc.boolean(),
  ignoresOutliers: fc.boolean(),
  columns: fc.option(fc.integer({ min: 1, max: 6 })),
  toggledSections: fc.uniqueArray(fc.string({ unit: 'binary', minLength: 1 })),
  syncsZoom: fc.boolean(),
  zooms: fc.array(fc.tuple(fc.string({ minLength: 1 }), RANGE)).map((pairs) => new Map(pairs)),
  fullScreen: fc.option(fc.string({ minLength: 1 })),
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

test('zooms are the panel’s own, or everyone’s while they are synced', () => {
  const range = { min: 1, max: 2 };
  const own = reduceBoard(INITIAL_BOARD_VIEW, { kind: 'zoom', panel: 'history/a', range });
  expect([zoomOf(own, 'history/a'), zoomOf(own, 'history/b')]).toEqual([range, null]);
  const synced = reduceBoard(
    { ...INITIAL_BOARD_VIEW, syncsZoom: true },
    { kind: 'zoom', panel: 'history/a', range },
  );
  expect(zoomOf(synced, 'history/b')).toEqual(range);
});

test('synced charts over time don’t zoom those over steps', () => {
  const range = { min: 1, max: 2 };
  const view = reduceBoard(
    { ...INITIAL_BOARD_VIEW, syncsZoom: true },
    { kind: 'zoom', panel: 'system/cpu', range },
  );
  expect([zoomOf(view, 'system/gpu'), zoomOf(view, 'history/a')]).toEqual([range, null]);
  expect([axisOf(view, 'system'), axisOf(view, 'history')]).toEqual(['relative', 'step']);
});

test('another axis shows everything again: ranges of steps mean nothing in seconds', () => {
  const range = { min: 1, max: 2 };
  const zoomed = reduceBoard(INITIAL_BOARD_VIEW, { kind: 'zoom', panel: 'history/a', range });
  expect(reduceBoard(zoomed, { kind: 'axis', axis: 'wall' }).zooms.size).toBe(0);
});
