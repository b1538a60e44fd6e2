import { expect, test } from 'vitest';
import { ownLatency } from './own-latency.ts';

function outlineOf(
  calls: readonly (readonly [parent: number, start: number, duration: number | null])[],
) {
  const zeros = calls.map(() => 0);
  return {
    traceId: 't',
    ids: calls.map((_, node) => String(node)),
    parents: calls.map(([parent]) => parent),
    texts: [],
    names: zeros,
    ops: zeros,
    kinds: zeros,
    models: zeros,
    startedAt: 0,
    starts: calls.map(([, start]) => start),
    durations: calls.map(([, , duration]) => duration),
    statuses: zeros,
    tokens: zeros,
    costs: calls.map(() => null),
  };
}

test('calls at the same time count once, and no longer than their caller ran', () => {
  const outline = outlineOf([
    [-1, 0, 100],
    [0, 10, 20],
    [0, 20, 20],
    [0, 90, 50],
    [1, 12, 5],
  ]);
  expect(ownLatency(outline, '0')).toBe(60);
  expect(ownLatency(outline, '1')).toBe(15);
});

test('what runs, or is not there, has none', () => {
  expect(ownLatency(outlineOf([[-1, 0, null]]), '0')).toBeNull();
  expect(ownLatency(outlineOf([]), '0')).toBeNull();
});
