/**
 * Watches whether the mean of values within 0 and 1 has fallen below a bound, one value after the other and
 * without an end: an e-process. While the mean of each value, whatever came before it, is at or above the
 * bound, the probability that the evidence ever reaches 1 / alpha is at most alpha, however long it is
 * watched and however often it is looked at.
 *
 * Each bet multiplies its capital by 1 + b (m - x) for a value x and the bound m (Waudby-Smith and Ramdas,
 * "Estimating means of bounded random variables by betting", Journal of the Royal Statistical Society B 86,
 * 2024): its mean is at most 1 while the mean of x is at least m, and it is never below 0 for b up to
 * 1 / (1 - m). Ville's inequality (1939) bounds the chance that it ever reaches 1 / alpha. So that a fall is
 * found that comes late, a bet is begun before every value, as in e-detectors (Shin, Ramdas and Rinaldo,
 * "E-detectors", New England Journal of Statistics in Data Science 2, 2023), but with weights that sum to 1
 * over all time, so that their sum is an e-process and the bound holds over an unlimited horizon: the bet
 * before the k-th value weighs g(k - 1) - g(k) for g(k) = 1 / (1 + ln(1 + k)).
 */
export interface DropTest {
  /** Values that were looked at. */
  readonly count: number;
  /** Of all bets that were begun, by strength. */
  readonly capitals: readonly number[];
}

/** Strengths of bets as shares of the greatest that can't lose everything: weak ones find small falls. */
const STRENGTHS = [0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9] as const;
/** Beyond it nothing changes, and doubles would overflow. */
const MOST = 1e200;

/** Before the first value. */
export const START_OF_DROP_TEST: DropTest = { count: 0, capitals: STRENGTHS.map(() => 0) };

/** The weight that is left for bets that were not begun before so many values. */
const weightLeft = (count: number): number => 1 / (1 + Math.log(1 + count));

/**
 * Takes one value more.
 * @param bound within 0 and 1, both excluded
 * @param value what lies outside of 0 and 1 is taken for the nearer of them
 */
export function watchDrop(test: DropTest, bound: number, value: number): DropTest {
  const x = Math.min(1, Math.max(0, value));
  const begun = weightLeft(test.count) - weightLeft(test.count + 1);
  const greatest = 1 / (1 - bound);
  return {
    count: test.count + 1,
    capitals: STRENGTHS.map((strength, at) => {
      const factor = 1 + strength * greatest * (bound - x);
      return Math.min(MOST, ((test.capitals[at] ?? 0) + begun) * factor);
    }),
  };
}

/** How much speaks for a fall: 1 before the first value; at 1 / alpha and above it is told. */
export function dropEvidence({ count, capitals }: DropTest): number {
  const sum = capitals.reduce((total, capital) => total + capital, 0);
  return sum / STRENGTHS.length + weightLeft(count);
}

/**
 * A bound that the mean of values within 0 and 1 surely lies above, but for a probability of `alpha`: the
 * least m with n kl(mean, m) <= ln(1 / alpha) (Hoeffding, "Probability inequalities for sums of bounded random
 * variables", Journal of the American Statistical Association 58, 1963, Theorem 1). 0 for no values.
 */
export function lowerMeanBound(mean: number, count: number, alpha: number): number {
  if (count === 0 || mean <= 0) return 0;
  const most = Math.log(1 / alpha) / count;
  let [low, high] = [0, Math.min(1, mean)];
  for (let turn = 0; turn < 60; turn += 1) {
    const middle = (low + high) / 2;
    if (divergence(mean, middle) > most) low = middle;
    else high = middle;
  }
  return low;
}

/** The divergence of Kullback and Leibler between two throws of coins. */
function divergence(p: number, q: number): number {
  const part = (a: number, b: number): number => (a === 0 ? 0 : a * Math.log(a / b));
  return part(p, q) + part(1 - p, 1 - q);
}
