import { expect, test } from 'vitest';
import { layOutFlame } from './flame-layout.ts';
import { buildTree } from './trace-tree.ts';

function laid(
  calls: readonly (readonly [parent: number, start: number, duration: number | null])[],
) {
  const none = calls.map(() => -1);
  const tree = buildTree({
    traceId: 't',
    ids: calls.map((_, node) => String(node)),
    parents: calls.map(([parent]) => parent),
    texts: [],
    names: none,
    ops: none,
    kinds: none,
    models: none,
    startedAt: 0,
    starts: calls.map(([, start]) => start),
    durations: calls.map(([, , duration]) => duration),
    statuses: calls.map(() => 0),
    tokens: calls.map(() => 0),
    costs: calls.map(() => null),
  });
  return layOutFlame(tree, 100);
}

test('what comes one after the other shares a line, what overlaps has lines of its own', () => {
  const { lanes, laneCount } = laid([
    [-1, 0, 100],
    [0, 0, 40],
    [0, 20, 40],
    [0, 60, 20],
  ]);
  expect([...lanes]).toEqual([0, 1, 2, 1]);
  expect(laneCount).toBe(3);
});

test('a call that runs goes on to the end of the trace', () => {
  expect([
    ...laid([
      [-1, 0, null],
      [0, 10, 5],
    ]).ends,
  ]).toEqual([100, 15]);
});
