import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { metricAxis } from '../../charts/index.ts';
import { decodePassing, encodePassing, smoothingOf, strengthOf } from './board-address.ts';
import { boardViewOf, INITIAL_BOARD_STATE, reduceBoard, zoomOf } from './board-view.ts';
import { INITIAL_PASSING, type PassingState } from './reducers/passing.ts';

const RANGE = fc
  .tuple(
    fc.double({ min: -1e9, max: 1e9, noNaN: true }),
    fc.double({ min: 0.001, max: 1e9, noNaN: true }),
  )
  // −0 is written as 0.
  .map(([min, width]) => ({ min: min + 0, max: min + width + 0 }))
  .filter(({ min, max }) => max > min);
const PASSING: fc.Arbitrary<PassingState> = fc.record({
  search: fc.string({ unit: 'binary' }),
  zooms: fc.array(fc.tuple(fc.string({ minLength: 1 }), RANGE)).map((pairs) => new Map(pairs)),
  fullScreen: fc.option(fc.string({ minLength: 1 })),
  pages: fc.constant(new Map()),
});

test('what is looked at survives its way through the address', () => {
  fc.assert(
    fc.property(PASSING, (state) => {
      expect(decodePassing(encodePassing(state))).toEqual(normal(state));
    }),
  );
});

test('nothing is written of what is as at first', () => {
  expect(Object.values(encodePassing(INITIAL_PASSING)).every((text) => text === '')).toBe(true);
});

test('what is written by hand and makes no sense is as at first', () => {
  expect(decodePassing({ zoom: 'a*1', panel: '' })).toEqual(INITIAL_PASSING);
  expect(decodePassing({ zoom: 'a*2*1' }).zooms.size).toBe(0);
});

test('strengths beyond what a smoothing takes are brought to its ends', () => {
  expect(smoothingOf('ema', 3)).toEqual({ kind: 'ema', weight: 0.999 });
  expect(strengthOf(smoothingOf('average', 0.2))).toBe(1);
});

describe('zooms', () => {
  const range = { min: 1, max: 2 };
  const zoomed = (syncsZoom: boolean, axis = 'step' as ReturnType<typeof metricAxis> | 'step') =>
    [
      { kind: 'sync-zoom', isOn: syncsZoom } as const,
      { kind: 'zoom', panel: 'history/a', axis, range } as const,
    ].reduce(reduceBoard, INITIAL_BOARD_STATE);

  it('are of one panel, or of all with the same axis', () => {
    const alone = boardViewOf(zoomed(false));
    expect([zoomOf(alone, 'history/a', 'step'), zoomOf(alone, 'history/b', 'step')]).toEqual([
      range,
      null,
    ]);
    expect(zoomOf(boardViewOf(zoomed(true)), 'history/b', 'step')).toEqual(range);
  });

  it('over a metric are kept apart from those over steps', () => {
    const axis = metricAxis('epoch');
    const view = boardViewOf(zoomed(false, axis));
    expect([zoomOf(view, 'history/a', axis), zoomOf(view, 'history/a', 'step')]).toEqual([
      range,
      null,
    ]);
  });

  it('mean nothing once the axis is another', () => {
    const state = reduceBoard(zoomed(false), { kind: 'axis', axis: 'wall' });
    expect(state.passing.zooms.size).toBe(0);
  });
});

/** Only what an address can tell of: texts that a browser would change are as it changes them. */
function normal(state: PassingState): PassingState {
  return { ...state, fullScreen: state.fullScreen === '' ? null : state.fullScreen };
}
