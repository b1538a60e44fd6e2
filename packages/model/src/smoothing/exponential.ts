import type { SmoothingLine } from './types.ts';

/** Width of the view in the unit W&B's formula measures distance in. */
const VIEWPORT_SCALE = 1000;

/** No weight is above this: at 1 an average would never forget its first point. */
const MAX_WEIGHT = 0.999;

/**
 * Time-weighted exponential moving average: a point's influence fades with its distance in x,
 * relative to the width of the view, so that lines of different density are smoothed alike.
 *
 * An entry that stands for n points at even distances adds the geometric sum of their weights: the
 * result at its last point is that of smoothing all points, as far as the mean speaks for them.
 * @param rangeOfX width of the chart's x axis, in units of x
 */
export function smoothTimeWeighted(
  line: SmoothingLine,
  weight: number,
  rangeOfX: number,
): Float64Array {
  const { x, y, counts } = line;
  const smoothed = new Float64Array(y.length);
  const base = Math.min(Math.sqrt(Math.max(weight, 0) || 0), MAX_WEIGHT);
  const inViewports = (width: number) => (rangeOfX > 0 ? (width / rangeOfX) * VIEWPORT_SCALE : 0);
  let sum = 0;
  let debias = 0;
  let previousX: number | null = null;
  let knownDistance = 0;
  let fade = 1;
  for (let index = 0; index < y.length; index += 1) {
    const value = y[index] ?? Number.NaN;
    if (!Number.isFinite(value)) {
      smoothed[index] = value;
      continue;
    }
    const at = x[index] ?? 0;
    const distance = previousX === null ? 0 : inViewports(at - previousX);
    // Mostly the same as before, and the power takes longer than all the rest.
    if (distance !== knownDistance) fade = base ** distance;
    knownDistance = distance;
    const count = counts?.[index] ?? 1;
    const share =
      count > 1 ? geometricSum(base, inViewports(spacingAt(line, index, previousX)), count) : 1;
    sum = sum * fade + value * share;
    debias = debias * fade + share;
    smoothed[index] = sum / debias;
    previousX = at;
  }
  return smoothed;
}

/** Distance in x between the points of one entry; the first entry is as dense as the one after it. */
function spacingAt({ x, counts }: SmoothingLine, index: number, previousX: number | null): number {
  const at = x[index] ?? 0;
  if (previousX !== null) return (at - previousX) / (counts?.[index] ?? 1);
  return ((x[index + 1] ?? at) - at) / (counts?.[index + 1] ?? 1);
}

/** 1 + d + d² + … of `count` terms, where d = base ** spacing. */
function geometricSum(base: number, spacing: number, count: number): number {
  if (spacing <= 0) return count;
  const logarithm = spacing * Math.log(base);
  if (logarithm === Number.NEGATIVE_INFINITY) return 1;
  return Math.expm1(count * logarithm) / Math.expm1(logarithm);
}

/**
 * TensorBoard's exponential moving average with debias, blind to x.
 *
 * An entry that stands for n points counts as n equal points: the result is that of running over
 * the whole history first, as W&B does, as far as the mean speaks for its points.
 */
export function smoothExponential(line: SmoothingLine, weight: number): Float64Array {
  const { y, counts } = line;
  const smoothed = new Float64Array(y.length);
  const kept = Math.min(Math.max(weight, 0) || 0, MAX_WEIGHT);
  let last = 0;
  let seen = 0;
  let debias = 0;
  for (let index = 0; index < y.length; index += 1) {
    const value = y[index] ?? Number.NaN;
    if (!Number.isFinite(value)) {
      smoothed[index] = value;
      continue;
    }
    const count = counts?.[index] ?? 1;
    const fade = count === 1 ? kept : kept ** count;
    last = last * fade + (1 - fade) * value;
    seen += count;
    // Once the power is lost in the rounding of 1 − power, it stays so.
    if (debias < 1) debias = 1 - kept ** seen;
    smoothed[index] = last / debias;
  }
  return smoothed;
}
