/** The z below which 97.5 % of the standard normal distribution lie: that of two-sided 95 % intervals. */
export const NORMAL_975 = 1.959963984540054;

/** Share of the standard normal distribution above z, to about 15 digits. */
export function normalUpperTail(z: number): number {
  if (Number.isNaN(z)) return Number.NaN;
  if (z < 0) return 1 - normalUpperTail(-z);
  if (z > 38) return 0;
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z < 3) {
    // Abramowitz and Stegun, 26.2.11: the distribution function as a series of odd powers.
    let term = z;
    let sum = z;
    for (let n = 3; term > 1e-17 * sum; n += 2) {
      term *= (z * z) / n;
      sum += term;
    }
    return 0.5 - density * sum;
  }
  // 26.2.14: the tail as a continued fraction, from the inside.
  let fraction = z;
  for (let n = 200; n > 0; n -= 1) fraction = z + n / fraction;
  return density / fraction;
}

/** The z below which a share `p` of the standard normal distribution lies; NaN outside of 0 to 1. */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) return Number.NaN;
  if (p < 0.5) return -normalQuantile(1 - p);
  const upper = 1 - p;
  let z = 0;
  // The tail is convex: Newton's steps from 0 never go too far.
  for (let turn = 0; turn < 200; turn += 1) {
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
    const step = (normalUpperTail(z) - upper) / density;
    z += step;
    if (Math.abs(step) <= 1e-15 * Math.max(1, z)) break;
  }
  return z;
}
