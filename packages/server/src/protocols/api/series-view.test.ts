import { Series as SeriesSchema } from '@runloom/model';
import { expect, test } from 'vitest';
import type { Series } from '../../domains/metrics/index.ts';
import type { RunId } from '../../domains/runs/index.ts';
import { seriesView } from './series-view.ts';

const floats = (...values: number[]) => Float64Array.from(values);
const head = { runId: 1 as RunId, count: 4, nanCount: 1, infinityCount: 2 };

const read = (series: Series, run = 'r') =>
  SeriesSchema.parse(JSON.parse(JSON.stringify(seriesView(series, run))));

test('points are written so that every double comes back the same', () => {
  const values = [0.1, -1e-310, 1e21, 123456789012345680, 5e-324, 1 / 3];
  const steps = values.map((_, step) => step);
  const series = read({
    ...head,
    key: 'loss',
    kind: 'points',
    x: floats(...steps),
    value: floats(...values),
  });
  expect(series).toMatchObject({ run: 'r', key: 'loss', kind: 'points', x: steps, value: values });
});

test('NaN is null and infinities are the largest doubles', () => {
  const { NaN: nan, POSITIVE_INFINITY: up, NEGATIVE_INFINITY: down } = Number;
  const value = floats(nan, up, down);
  const series = read({ ...head, key: 'k', kind: 'points', x: floats(0, 1, 2), value });
  expect(series).toMatchObject({ value: [null, Number.MAX_VALUE, -Number.MAX_VALUE] });
  expect(series).toMatchObject({ count: 4, nanCount: 1, infinityCount: 2 });
});

test('buckets are written with all their columns', () => {
  const series: Series = {
    ...head,
    key: 'k',
    kind: 'buckets',
    x: floats(9, 19),
    min: floats(1, Number.NaN),
    max: floats(2, Number.NaN),
    first: floats(1, Number.NaN),
    last: floats(2, Number.NaN),
    mean: floats(1.5, Number.NaN),
    counts: Uint32Array.of(10, 1),
    nans: Uint32Array.of(0, 1),
  };
  expect(read(series)).toEqual({
    run: 'r',
    key: 'k',
    count: 4,
    nanCount: 1,
    infinityCount: 2,
    kind: 'buckets',
    x: [9, 19],
    min: [1, null],
    max: [2, null],
    first: [1, null],
    last: [2, null],
    mean: [1.5, null],
    counts: [10, 1],
    nans: [0, 1],
  });
});

test('an empty series and odd names are valid JSON', () => {
  const name = 'a"b\\c\u0000\ud800__proto__';
  const series = read({ ...head, key: name, kind: 'points', x: floats(), value: floats() }, name);
  expect(series).toMatchObject({ run: name, key: name, x: [], value: [] });
});
