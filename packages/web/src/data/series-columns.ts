import type { Series, SeriesResponse } from '@runloom/model';
import { z } from 'zod';

/** One line of a chart as the server computed it, in columns that are ready to be drawn. */
export interface SeriesColumns {
  readonly run: string;
  readonly key: string;
  /** `points`: every logged point. `buckets`: each entry stands for all points of its bucket. */
  readonly kind: 'points' | 'buckets';
  /** All points in the range asked for; NaN and infinities among them. */
  readonly count: number;
  readonly nanCount: number;
  readonly infinityCount: number;
  /** Ascending. Of a bucket: its last point. */
  readonly x: Float64Array;
  /** The point's value, or the bucket's last; NaN where there is none. */
  readonly value: Float64Array;
  /** Only of buckets. */
  readonly buckets: BucketColumns | null;
}

export interface BucketColumns {
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly mean: Float64Array;
  /** Finite points of the bucket. */
  readonly finiteCounts: Float64Array;
  readonly nans: Float64Array;
}

/** Turns an answer into columns; what JSON has no words for becomes NaN and ±Infinity again. */
export function toColumns(series: Series): SeriesColumns {
  const { run, key, kind, count, nanCount, infinityCount } = series;
  const head = { run, key, kind, count, nanCount, infinityCount, x: Float64Array.from(series.x) };
  if (series.kind === 'points') return { ...head, value: numbers(series.value), buckets: null };
  const counts = Float64Array.from(series.counts);
  const nans = Float64Array.from(series.nans);
  return {
    ...head,
    value: numbers(series.last),
    buckets: {
      min: numbers(series.min),
      max: numbers(series.max),
      mean: numbers(series.mean),
      finiteCounts: counts.map((total, index) => total - (nans[index] ?? 0)),
      nans,
    },
  };
}

/** A series of which there is no point in the range. */
export function emptyColumns(run: string, key: string): SeriesColumns {
  const none = new Float64Array();
  const counts = { count: 0, nanCount: 0, infinityCount: 0 };
  return { run, key, kind: 'points', ...counts, x: none, value: none, buckets: null };
}

function numbers(values: readonly (number | null)[]): Float64Array {
  const column = new Float64Array(values.length);
  for (let index = 0; index < column.length; index += 1) {
    const value = values[index] ?? Number.NaN;
    column[index] =
      Math.abs(value) === Number.MAX_VALUE ? Math.sign(value) * Number.POSITIVE_INFINITY : value;
  }
  return column;
}

/**
 * The same as the model's `SeriesResponse`, checked column by column in one loop each: an answer
 * holds a million numbers, and the general schema takes 20 times as long for them.
 */
export const FastSeriesResponse = z.custom<SeriesResponse>(isSeriesResponse);

function isSeriesResponse(body: unknown): boolean {
  return isRecord(body) && Array.isArray(body['series']) && body['series'].every(isSeries);
}

function isSeries(series: unknown): boolean {
  if (!isRecord(series)) return false;
  if (typeof series['run'] !== 'string' || typeof series['key'] !== 'string') return false;
  if (!HEAD_COUNTS.every((name) => typeof series[name] === 'number')) return false;
  const columns = series['kind'] === 'points' ? POINT_COLUMNS : BUCKET_COLUMNS;
  if (series['kind'] !== 'points' && series['kind'] !== 'buckets') return false;
  const { x } = series;
  if (!Array.isArray(x) || !x.every((value) => typeof value === 'number')) return false;
  return columns.every((name) => isColumn(series[name], x.length));
}

const HEAD_COUNTS = ['count', 'nanCount', 'infinityCount'];
const POINT_COLUMNS = ['value'];
const BUCKET_COLUMNS = ['min', 'max', 'first', 'last', 'mean', 'counts', 'nans'];

function isColumn(values: unknown, length: number): boolean {
  return (
    Array.isArray(values) &&
    values.length === length &&
    values.every((value) => value === null || typeof value === 'number')
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
