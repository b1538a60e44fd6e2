/**
 * The quantile of Student's t distribution: the t below which a share `p` lies.
 *
 * Newton's method on the distribution function, which is a regularized incomplete beta function
 * (Abramowitz and Stegun, 26.7.1). The tail is convex, so that steps from 0 never go too far.
 * @param p between 0 and 1, ends excluded
 * @param degrees of freedom, 1 or more
 * @returns NaN outside of those
 */
export function studentQuantile(p: number, degrees: number): number {
  if (!(p > 0 && p < 1 && degrees >= 1 && degrees < Number.POSITIVE_INFINITY)) return Number.NaN;
  if (p < 0.5) return -studentQuantile(1 - p, degrees);
  const upper = 1 - p;
  let t = 0;
  for (let turn = 0; turn < 1000; turn += 1) {
    const step = (studentUpperTail(t, degrees) - upper) / density(t, degrees);
    t += step;
    if (Math.abs(step) <= 4e-16 * t || !(step > 0)) break;
  }
  return t;
}

/** Share of Student's t distribution above t ≥ 0. */
export function studentUpperTail(t: number, degrees: number): number {
  const square = t * t;
  const a = degrees / 2;
  const x = degrees / (degrees + square);
  const rest = square / (degrees + square);
  if (rest === 0) return 0.5;
  // x^a (1 − x)^½ / B(a, ½)
  const front =
    Math.exp(logGammaRatio(a) - a * Math.log1p(square / degrees)) * Math.sqrt(rest / Math.PI);
  if (x < (a + 1) / (a + 2.5)) return (0.5 * front * betaFraction(x, a, 0.5)) / a;
  return 0.5 * (1 - (front * betaFraction(rest, 0.5, a)) / 0.5);
}

function density(t: number, degrees: number): number {
  const a = degrees / 2;
  return (
    Math.exp(logGammaRatio(a) - (a + 0.5) * Math.log1p((t * t) / degrees)) /
    Math.sqrt(degrees * Math.PI)
  );
}

/** The continued fraction of the incomplete beta function (A&S 26.5.8), by Lentz's method. */
function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const away = (value: number): number => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < 100_000; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    const change = d * c;
    fraction *= change;
    if (Math.abs(change - 1) < 2e-16) break;
  }
  return fraction;
}

/** From here on the series below is exact to the last bits. */
const SERIES_FROM = 200;

/** log Γ(a + ½) − log Γ(a), without taking the difference of two large numbers. */
function logGammaRatio(a: number): number {
  if (a < SERIES_FROM) {
    // Γ(a + 1) = a Γ(a), up to where the series holds.
    let correction = 0;
    let at = a;
    for (; at < SERIES_FROM; at += 1) correction += Math.log1p(0.5 / at);
    return logGammaRatio(at) - correction;
  }
  // Asymptotic series of Γ(a + ½) / (Γ(a) √a).
  const r = 1 / a;
  const series = -r / 8 + (r * r) / 128 + (5 * r ** 3) / 1024 - (21 * r ** 4) / 32768;
  return 0.5 * Math.log(a) + Math.log1p(series);
}
