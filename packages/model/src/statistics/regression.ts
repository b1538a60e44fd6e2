import { studentQuantile } from './student.ts';

/** A straight line through points by least squares, and how well it is known. */
export interface Regression {
  readonly count: number;
  readonly intercept: number;
  readonly slope: number;
  /** Ends of the 95 % interval of the slope; NaN for two points. */
  readonly slopeLow: number;
  readonly slopeHigh: number;
  /** Share of the variance of y that the line explains; NaN where y does not vary. */
  readonly rSquared: number;
  /** Half of the width of the 95 % interval of the mean y at x; NaN for two points. */
  marginAt(x: number): number;
}

/**
 * Ordinary least squares of y over x, with intervals by Student's t of n − 2 degrees of freedom: they
 * suppose independent errors of about equal, normal spread.
 * @returns null for fewer than two points, or where x does not vary
 */
export function regress(x: Float64Array, y: Float64Array): Regression | null {
  const count = x.length;
  if (count < 2) return null;
  const meanX = mean(x);
  const meanY = mean(y);
  let [xx, xy, yy] = [0, 0, 0];
  for (let at = 0; at < count; at += 1) {
    const dx = (x[at] as number) - meanX;
    const dy = (y[at] as number) - meanY;
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
  }
  if (!(xx > 0)) return null;
  const slope = xy / xx;
  let rest = 0;
  for (let at = 0; at < count; at += 1) {
    rest += ((y[at] as number) - meanY - slope * ((x[at] as number) - meanX)) ** 2;
  }
  const degrees = count - 2;
  const spread = degrees > 0 ? Math.sqrt(rest / degrees) : Number.NaN;
  const t = studentQuantile(0.975, degrees);
  const slopeMargin = (t * spread) / Math.sqrt(xx);
  return {
    count,
    slope,
    intercept: meanY - slope * meanX,
    slopeLow: slope - slopeMargin,
    slopeHigh: slope + slopeMargin,
    rSquared: yy > 0 ? Math.max(0, 1 - rest / yy) : Number.NaN,
    marginAt: (place) => t * spread * Math.sqrt(1 / count + (place - meanX) ** 2 / xx),
  };
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
