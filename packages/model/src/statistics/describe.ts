import type { Interval } from './proportions.ts';
import { studentQuantile } from './student.ts';

/** What can be said of numbers that each come from one run. */
export interface Description {
  readonly count: number;
  readonly mean: number;
  /** Divides by n. */
  readonly stdPopulation: number;
  /** Divides by n − 1; NaN for one number. */
  readonly stdSample: number;
  /** stdSample / √n; NaN for one number. */
  readonly standardError: number;
}

/** Mean and spread of the first `count` numbers; two passes, so that a large mean costs no digits. NaN for none. */
export function describeNumbers(values: Float64Array, count: number): Description {
  let sum = 0;
  for (let at = 0; at < count; at += 1) sum += values[at] as number;
  const rough = sum / count;
  let squares = 0;
  let rest = 0;
  for (let at = 0; at < count; at += 1) {
    const distance = (values[at] as number) - rough;
    squares += distance * distance;
    rest += distance;
  }
  return describeSums(count, rough, squares, rest);
}

/**
 * The same from sums over the numbers: of their distances to `rough`, which is about their mean, and of
 * the squares of those.
 */
export function describeSums(
  count: number,
  rough: number,
  squares: number,
  rest: number,
): Description {
  // What rounding left of the distances, which sum up to nothing.
  const spread = Math.max(0, squares - (rest * rest) / count);
  const stdSample = count > 1 ? Math.sqrt(spread / (count - 1)) : Number.NaN;
  return {
    count,
    mean: rough + rest / count,
    stdPopulation: Math.sqrt(spread / count),
    stdSample,
    standardError: stdSample / Math.sqrt(count),
  };
}

/**
 * The quantile of the first `count` numbers, sorted ascending, by linear interpolation between the two
 * nearest (Hyndman and Fan's type 7, as NumPy's and pandas' default). NaN for none.
 */
export function sortedQuantile(sorted: Float64Array, count: number, share: number): number {
  if (count === 0) return Number.NaN;
  const place = share * (count - 1);
  const below = Math.floor(place);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, count - 1)] as number;
  return low === high ? low : low + (high - low) * (place - below);
}

/** The 95 % interval of a mean, by Student's t with count − 1 degrees of freedom; null for fewer than two numbers. */
export function meanInterval({
  mean,
  standardError,
  count,
}: Pick<Description, 'mean' | 'standardError' | 'count'>): Interval | null {
  if (count < 2) return null;
  const half = studentQuantile(0.975, count - 1) * standardError;
  return [mean - half, mean + half];
}

/**
 * Gives the t of two-sided 95 % intervals over n runs: the interval is mean ± t × standard error. NaN for
 * fewer than two. Each is computed once.
 */
export function createIntervals(): (runCount: number) => number {
  const known: number[] = [];
  return (runCount) => {
    known[runCount] ??= studentQuantile(0.975, runCount - 1);
    return known[runCount] as number;
  };
}
