import type { PanelData } from '@runloom/model';
import { expect, test } from 'vitest';
import { sampledRuns, samplesOf } from './samples.ts';

const group = (label: string, count: number): PanelData['groups'][number] => ({
  label,
  values: [],
  runs: Array.from({ length: count }, (_, at) => `${label}${at}`),
});

test('all runs of groups stand behind them as long as they are few', () => {
  expect(sampledRuns([group('a', 2), group('b', 1)], 1)).toEqual({
    runs: ['a0', 'a1', 'b0'],
    of: 3,
  });
});

test('of too many runs each group has its first ones, and it is told of how many', () => {
  const { runs, of } = sampledRuns([group('a', 5_000), group('b', 3), group('c', 200)], 3);
  expect(of).toBe(5_203);
  expect(runs).toHaveLength(100);
  expect(runs.slice(0, 4)).toEqual(['a0', 'b0', 'c0', 'a1']);
  expect(runs.filter((run) => run.startsWith('b'))).toEqual(['b0', 'b1', 'b2']);
});

test('the line of a run is found by metric and name, of buckets by their last values', () => {
  const head = { count: 2, nanCount: 0, infinityCount: 0, backwards: false, smoothedOver: null };
  const columns = { x: Float64Array.of(0, 1), last: Float64Array.of(3, 4) };
  const data: PanelData = {
    error: null,
    problems: [],
    span: null,
    grid: null,
    groups: [],
    lines: [
      { kind: 'buckets', y: 1, run: 'r', ...head, columns: { ...columns, bucket: columns.x } },
    ],
  };
  const find = samplesOf(data);
  expect(find(1, ['r', 'gone'])).toEqual([{ x: columns.x, y: columns.last }]);
  expect(find(0, ['r'])).toEqual([]);
  expect(samplesOf(null)(0, ['r'])).toEqual([]);
});
