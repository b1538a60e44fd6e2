/** What a set of numbers is like. */
export interface Moments {
  readonly count: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  /** Sum of the squared distances from the mean. */
  readonly squares: number;
}

/**
 * Of both sets together, as exact as of all their numbers at once (Chan, Golub, LeVeque: Updating
 * formulae and a pairwise algorithm for computing sample variances, 1979).
 */
export function joinMoments(a: Moments | null, b: Moments): Moments {
  if (a === null || a.count === 0) return b;
  const count = a.count + b.count;
  const distance = b.mean - a.mean;
  return {
    count,
    mean: a.mean + (distance * b.count) / count,
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
    squares: a.squares + b.squares + (distance * distance * a.count * b.count) / count,
  };
}

/** Standard deviation of the sample (n − 1); null of fewer than two numbers. */
export function sampleDeviation({ count, squares }: Moments): number | null {
  return count < 2 ? null : Math.sqrt(squares / (count - 1));
}
