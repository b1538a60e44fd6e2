import fc from 'fast-check';
import { expect, test } from 'vitest';
import { INITIAL_BOARD_VIEW } from '../../../panels/board/board-view.ts';
import { INITIAL_RUNS_VIEW, isRunShown, type RunsView, reduceRuns } from './runs-view.ts';
import { WORKSPACE_RULES } from './workspace-view.ts';

const { encode, decode, reduce } = WORKSPACE_RULES;
const START = { board: INITIAL_BOARD_VIEW, runs: INITIAL_RUNS_VIEW };
const NAMES = fc.uniqueArray(fc.string({ unit: 'binary', minLength: 1 }));

test('the list of runs survives its way through the address', () => {
  const view: fc.Arbitrary<RunsView> = fc.record({
    search: fc.string({ unit: 'binary' }),
    isExpression: fc.boolean(),
    base: fc.constantFrom('newest', 'all', 'none'),
    shown: NAMES,
    hidden: NAMES,
    layout: fc.constantFrom('split', 'wide', 'closed'),
  });
  fc.assert(
    fc.property(view, (runs) => {
      expect(decode(encode({ ...START, runs }))).toEqual({ ...START, runs });
    }),
  );
});

test('a fresh workspace has nothing in its address', () => {
  expect(Object.values(encode(START)).filter(Boolean)).toEqual([]);
  expect(decode({})).toEqual(START);
});

test('switching a run twice leaves no trace', () => {
  for (const isInBase of [true, false]) {
    const toggle = { kind: 'runs/toggle', run: 'a', isInBase } as const;
    const once = reduceRuns(INITIAL_RUNS_VIEW, toggle);
    expect(isRunShown(once, 'a', isInBase)).toBe(!isInBase);
    expect(reduceRuns(once, toggle)).toEqual(INITIAL_RUNS_VIEW);
  }
});

test('a run that was hidden in the base and then fell out of it can be shown', () => {
  const hidden = reduceRuns(INITIAL_RUNS_VIEW, { kind: 'runs/toggle', run: 'a', isInBase: true });
  const shown = reduceRuns(hidden, { kind: 'runs/toggle', run: 'a', isInBase: false });
  expect([isRunShown(shown, 'a', false), isRunShown(shown, 'a', true)]).toEqual([true, true]);
});

test('another base forgets single switches, “only” shows one run', () => {
  const some = { ...INITIAL_RUNS_VIEW, hidden: ['a'], shown: ['b'] };
  expect(reduceRuns(some, { kind: 'runs/show', base: 'all' })).toMatchObject({
    base: 'all',
    shown: [],
    hidden: [],
  });
  expect(reduceRuns(some, { kind: 'runs/show-only', run: 'c' })).toMatchObject({
    base: 'none',
    shown: ['c'],
  });
});

test('one reducer takes what is done to the runs and to the charts', () => {
  const searched = reduce(START, { kind: 'runs/search', text: 'x' });
  expect(reduce(searched, { kind: 'log', isLog: true })).toMatchObject({
    runs: { search: 'x' },
    board: { isLog: true },
  });
});
