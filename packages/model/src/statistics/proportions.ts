import { NORMAL_975 } from './normal.ts';

/** Both ends of an interval. */
export type Interval = readonly [low: number, high: number];

/**
 * The 95 % interval of a share, by Wilson's score (1927): it stays within 0 and 1 and holds what it says
 * for few observations too (Brown, Cai and DasGupta, "Interval estimation for a binomial proportion",
 * Statistical Science 16, 2001). Null for none.
 */
export function wilsonInterval(
  successes: number,
  count: number,
  z: number = NORMAL_975,
): Interval | null {
  if (count === 0) return null;
  const share = successes / count;
  const squares = (z * z) / count;
  const centre = (share + squares / 2) / (1 + squares);
  const half =
    (z * Math.sqrt((share * (1 - share)) / count + squares / (4 * count))) / (1 + squares);
  return [
    successes === 0 ? 0 : Math.max(0, centre - half),
    successes === count ? 1 : Math.min(1, centre + half),
  ];
}

/** Pairs of yes and no: how many only the first has, only the second, and how many there are in all. */
export interface PairedCounts {
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly count: number;
}

/**
 * The 95 % interval of the second's share less the first's: Wald's with half a pair added to each of the
 * four outcomes (Agresti and Min, "Simple improved confidence intervals for comparing matched proportions",
 * Statistics in Medicine 24, 2005). Of those tried it holds 95 % of the truths most evenly, from 10 pairs
 * on; Tango's score interval holds 97 % at 10. Null for no pairs.
 */
export function pairedShareInterval(
  { onlyFirst, onlySecond, count }: PairedCounts,
  z: number = NORMAL_975,
): Interval | null {
  if (count === 0) return null;
  const [first, second] = [(onlyFirst + 0.5) / (count + 2), (onlySecond + 0.5) / (count + 2)];
  const centre = second - first;
  const half = z * Math.sqrt((first + second - centre * centre) / (count + 2));
  return [Math.max(-1, centre - half), Math.min(1, centre + half)];
}

/**
 * Whether two shares of pairs differ: McNemar's test, exact with the mid-p correction, two-sided (Fagerland,
 * Lydersen and Laake, "The McNemar test for binary matched-pairs data", BMC Medical Research Methodology
 * 13, 2013, recommend it). 1 where no pair differs.
 */
export function mcnemarMidP({ onlyFirst, onlySecond }: PairedCounts): number {
  const differing = onlyFirst + onlySecond;
  const fewer = Math.min(onlyFirst, onlySecond);
  if (fewer * 2 === differing) return 1;
  const below = binomialTail(fewer, differing);
  return Math.min(1, 2 * below - binomialTerm(fewer, differing));
}

/**
 * The one-sided exact test that the second's share is below the first's: at or below `alpha` it is refused
 * too often with a probability of at most `alpha`, whatever the counts.
 */
export const mcnemarWorse = ({ onlyFirst, onlySecond }: PairedCounts): number =>
  binomialTail(onlySecond, onlyFirst + onlySecond);

/** P(X ≤ k) of n throws of a fair coin. */
function binomialTail(k: number, n: number): number {
  let sum = 0;
  for (let at = 0; at <= k; at += 1) sum += binomialTerm(at, n);
  return Math.min(1, sum);
}

const binomialTerm = (k: number, n: number): number =>
  Math.exp(logFactorial(n) - logFactorial(k) - logFactorial(n - k) - n * Math.LN2);

/** log n!, by Stirling's series from 20 on. */
function logFactorial(n: number): number {
  if (n < 20) {
    let product = 1;
    for (let at = 2; at <= n; at += 1) product *= at;
    return Math.log(product);
  }
  const x = n + 1;
  const series = 1 / (12 * x) - 1 / (360 * x ** 3) + 1 / (1260 * x ** 5);
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series;
}
