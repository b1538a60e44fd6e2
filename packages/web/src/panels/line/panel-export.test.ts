import { expect, test } from 'vitest';
import type { SeriesColumns } from '../../data/series-columns.ts';
import { toCsv } from './panel-export.ts';

const RUNS = [
  { name: 'a1', label: 'first, "the" run', colour: 'red', definitions: [], summaryKeys: [] },
  { name: 'b2', label: 'second', colour: 'blue', definitions: [], summaryKeys: [] },
];
const points: SeriesColumns = {
  run: 'a1',
  key: 'loss',
  kind: 'points',
  count: 2,
  nanCount: 1,
  infinityCount: 0,
  x: Float64Array.of(0, 7),
  value: Float64Array.of(0.5, Number.NaN),
  buckets: null,
};
const column = (value: number) => Float64Array.of(value);

test('points are a line each, names are quoted', () => {
  expect(toCsv('step', RUNS, [points, null]).split('\r\n')).toEqual([
    'run,run_id,step,value',
    '"first, ""the"" run",a1,0,0.5',
    '"first, ""the"" run",a1,7,NaN',
    '',
  ]);
});

test('buckets tell all that is known of them, points beside them the same', () => {
  const buckets: SeriesColumns = {
    ...points,
    run: 'b2',
    kind: 'buckets',
    x: column(9),
    value: column(3),
    buckets: {
      min: column(1),
      max: column(4),
      mean: column(2.5),
      finiteCounts: column(10),
      nans: column(2),
    },
  };
  const [head, ...rows] = toCsv('relative', RUNS, [points, buckets]).split('\r\n');
  expect(head).toBe('run,run_id,relative_time_s,value,min,max,mean,finite_points,nan_points');
  expect(rows).toContain('second,b2,9,3,1,4,2.5,10,2');
  expect(rows[1]).toContain('NaN,NaN,NaN,NaN,0,1');
});

test('a metric as x axis stands under its own name', () => {
  expect(toCsv('metric:train/epoch', RUNS, [points]).split('\r\n')[0]).toBe(
    'run,run_id,train/epoch,value',
  );
});
