import type { Series as SeriesView } from '@runloom/model';
import type { Series } from '../../domains/metrics/index.ts';

/**
 * Shapes one series for the own API. NaN becomes null. JSON has no infinity either: the largest double
 * stands for it, and `infinityCount` tells.
 */
export function seriesView(series: Series, run: string): SeriesView {
  const { key, count, nanCount, infinityCount } = series;
  const head = { run, key, count, nanCount, infinityCount };
  const numbers = infinityCount > 0 ? bounded : plain;
  if (series.kind === 'points') {
    return { ...head, kind: 'points', x: plain(series.x), value: numbers(series.value) };
  }
  return {
    ...head,
    kind: 'buckets',
    x: plain(series.x),
    min: numbers(series.min),
    max: numbers(series.max),
    first: numbers(series.first),
    last: numbers(series.last),
    mean: numbers(series.mean),
    counts: Array.from(series.counts),
    nans: Array.from(series.nans),
  };
}

// Copying into a plain array and JSON.stringify, which writes NaN as null, is as fast as writing the
// numbers one by one: most of the time goes into finding the shortest digits of each double.
const plain = (values: Float64Array): number[] => Array.from(values);

const bounded = (values: Float64Array): number[] =>
  Array.from(values, (value) => Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, value)));
