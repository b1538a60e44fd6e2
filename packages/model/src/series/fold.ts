import { bucketOf } from './grid.ts';

/** Points of one line in the order of x. */
export interface LinePoints {
  readonly x: Float64Array;
  readonly value: Float64Array;
  readonly smoothed: Float64Array | null;
}

/** Buckets in columns, empty ones left out. `x` and `smoothed` are those of a bucket's last point. */
export interface LineBuckets {
  readonly bucket: Float64Array;
  readonly x: Float64Array;
  /** Over the finite points: `first` and `last` in the order of x; NaN where there are none. */
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly first: Float64Array;
  readonly last: Float64Array;
  readonly mean: Float64Array;
  /** All points of the bucket. */
  readonly counts: Float64Array;
  readonly nans: Float64Array;
  readonly infinities: Float64Array;
  readonly smoothed: Float64Array | null;
}

/** Puts all points of a line into buckets. A mean is the sum in the order of x, divided by the count. */
export function foldPoints({ x, value, smoothed }: LinePoints, width: number): LineBuckets {
  const count = countBuckets(x, width);
  const buckets = {
    bucket: new Float64Array(count),
    x: new Float64Array(count),
    min: new Float64Array(count).fill(Number.NaN),
    max: new Float64Array(count).fill(Number.NaN),
    first: new Float64Array(count).fill(Number.NaN),
    last: new Float64Array(count).fill(Number.NaN),
    mean: new Float64Array(count),
    counts: new Float64Array(count),
    nans: new Float64Array(count),
    infinities: new Float64Array(count),
    smoothed: smoothed === null ? null : new Float64Array(count),
  };
  let slot = -1;
  let end = 0;
  for (let start = 0; start < x.length; start = end) {
    slot += 1;
    const bucket = bucketOf(x[start] as number, width);
    for (end = start + 1; end < x.length; end += 1) {
      if (bucketOf(x[end] as number, width) !== bucket) break;
    }
    buckets.bucket[slot] = bucket;
    buckets.x[slot] = x[end - 1] as number;
    if (buckets.smoothed !== null && smoothed !== null) {
      buckets.smoothed[slot] = lastFinite(smoothed, start, end);
    }
    foldOne(buckets, slot, value, start, end);
  }
  return buckets;
}

function countBuckets(x: Float64Array, width: number): number {
  let count = 0;
  let current = Number.NaN;
  for (let at = 0; at < x.length; at += 1) {
    const bucket = bucketOf(x[at] as number, width);
    if (bucket !== current) count += 1;
    current = bucket;
  }
  return count;
}

function foldOne(
  buckets: LineBuckets,
  slot: number,
  value: Float64Array,
  start: number,
  end: number,
): void {
  let nans = 0;
  let infinities = 0;
  let sum = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let first = Number.NaN;
  let last = Number.NaN;
  for (let at = start; at < end; at += 1) {
    const one = value[at] as number;
    if (!Number.isFinite(one)) {
      if (Number.isNaN(one)) nans += 1;
      else infinities += 1;
      continue;
    }
    sum += one;
    if (one < min) min = one;
    if (one > max) max = one;
    if (Number.isNaN(first)) first = one;
    last = one;
  }
  const finite = end - start - nans - infinities;
  buckets.counts[slot] = end - start;
  buckets.nans[slot] = nans;
  buckets.infinities[slot] = infinities;
  buckets.mean[slot] = finite === 0 ? Number.NaN : sum / finite;
  if (finite === 0) return;
  buckets.min[slot] = min;
  buckets.max[slot] = max;
  buckets.first[slot] = first;
  buckets.last[slot] = last;
}

/** A hole in the line is no reason for one in what was smoothed over it. */
function lastFinite(values: Float64Array, start: number, end: number): number {
  for (let at = end - 1; at >= start; at -= 1) {
    if (Number.isFinite(values[at])) return values[at] as number;
  }
  return values[end - 1] as number;
}
