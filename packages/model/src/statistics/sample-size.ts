import { normalQuantile } from './normal.ts';

/** What a test is meant to find, and how surely. */
export interface Aim {
  /** How often it may cry for nothing, one-sided. */
  readonly alpha: number;
  /** How often it finds what there is. */
  readonly power: number;
}

/**
 * How many pairs of yes and no it takes to find that a share fell by `difference`, where `differing` is the
 * share of pairs whose two sides are not the same (Connor, "Sample size for testing differences in
 * proportions for the paired-sample design", Biometrics 43, 1987). At least as many must differ as fell.
 */
export function pairsForShares(difference: number, differing: number, aim: Aim): number {
  const share = Math.max(differing, difference);
  const [a, b] = [normalQuantile(1 - aim.alpha), normalQuantile(aim.power)];
  const root = a * Math.sqrt(share) + b * Math.sqrt(Math.max(0, share - difference ** 2));
  return Math.ceil((root / difference) ** 2 + 1 / difference);
}

/** The same of numbers, by the standard deviation of the differences of pairs. */
export function pairsForMeans(difference: number, deviation: number, aim: Aim): number {
  const root = normalQuantile(1 - aim.alpha) + normalQuantile(aim.power);
  return Math.max(2, Math.ceil(((root * deviation) / difference) ** 2));
}
