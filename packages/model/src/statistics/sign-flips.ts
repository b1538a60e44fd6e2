import { pairedMeans } from './paired-means.ts';

/** From more differences than these on, t and the flips say the same. */
const MOST_FLIPPED = 16;

/**
 * How likely differences sum up to so little or less if each could as well have had the other sign: the
 * exact one-sided permutation test of pairs (Fisher, The Design of Experiments, 1935, chapter III). Its
 * level holds for few pairs and for scores that mostly stay the same, where Student's t is refused too
 * often; it takes over where more than 16 pairs differ.
 * @param differences second less first, one a pair
 * @returns null for fewer than two pairs
 */
export function flippedBelow(differences: Float64Array): number | null {
  if (differences.length < 2) return null;
  const sizes = differences.filter((difference) => difference !== 0).map(Math.abs);
  if (sizes.length > MOST_FLIPPED) return pairedMeans(differences).pBelow;
  let observed = 0;
  for (const difference of differences) observed += difference;
  // All negative at first; what a step turns is the lowest bit that changes (Gray's code).
  let sum = 0;
  for (const size of sizes) sum -= size;
  const slack = 1e-12 * -sum;
  const isNegative = sizes.map(() => 1);
  let below = 0;
  for (let step = 1; ; step += 1) {
    if (sum <= observed + slack) below += 1;
    if (step === 2 ** sizes.length) return below / step;
    const turned = 31 - Math.clz32(step & -step);
    const sign = isNegative[turned] as number;
    sum += 2 * sign * (sizes[turned] as number);
    isNegative[turned] = -sign;
  }
}
