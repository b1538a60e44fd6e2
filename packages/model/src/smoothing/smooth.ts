import { smoothExponential, smoothTimeWeighted } from './exponential.ts';
import type { Smoothing, SmoothingLine } from './types.ts';
import { smoothGaussian, smoothRunningAverage } from './windowed.ts';

/**
 * Smoothed y of a line, one value an entry.
 *
 * Bucketed lines are smoothed over the buckets' means, each with the number of points it stands
 * for: that is as near to smoothing every logged point as buckets allow (exact where the values in
 * a bucket are equal). The last value of a bucket would let one point in a thousand speak for all.
 * @param rangeOfX width of the chart's x axis in units of x; only `twema` asks for it
 */
export function smooth(line: SmoothingLine, smoothing: Smoothing, rangeOfX: number): Float64Array {
  switch (smoothing.kind) {
    case 'none':
      return Float64Array.from(line.y);
    case 'twema':
      return smoothTimeWeighted(line, smoothing.weight, rangeOfX);
    case 'ema':
      return smoothExponential(line, smoothing.weight);
    case 'gaussian':
      return smoothGaussian(line, smoothing.sigma);
    case 'average':
      return smoothRunningAverage(line, smoothing.points);
  }
}

/** Whether the smoothing leaves every line as it is. */
export function isIdentity(smoothing: Smoothing): boolean {
  switch (smoothing.kind) {
    case 'none':
      return true;
    case 'twema':
    case 'ema':
      return !(smoothing.weight > 0);
    case 'gaussian':
      return !(smoothing.sigma > 0);
    case 'average':
      return !(smoothing.points > 1);
  }
}
