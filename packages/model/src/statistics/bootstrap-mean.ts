import { type Description, describeNumbers } from './describe.ts';
import { createRandom } from './random.ts';

/** So many that quantiles of 2.5 % fall on one of them. */
const RESAMPLES = 1_999;
/** Beyond, resampling takes a page's time, and says what Student's t says unless tails are very heavy. */
const MOST_NUMBERS = 500;
const LEAST_NUMBERS = 5;
/**
 * From this square of the skewness over the count on, Student's t covers visibly less than it says. Few numbers
 * look more skewed than they are.
 */
const SKEWED = 0.03;
const SKEWED_TO = 50;
const SEED = 20_260_101;
const ROUNDING = 1e-12;

export interface StudentizedMeans {
  /** How means of samples lie about the mean they were drawn around, in their own standard errors, ascending. */
  readonly sorted: Float64Array;
  /** On which side of the mean the long tail is: 1 above, −1 below. */
  readonly tail: 1 | -1;
}

/**
 * Resamples numbers that are few and skewed, for intervals of their mean: the studentized bootstrap (Efron
 * and Tibshirani, An Introduction to the Bootstrap, 1993, section 12.5), by the same draws each time. Of
 * the bootstraps it is the one whose intervals hold for few numbers; those of percentiles, BCa among them,
 * are shorter than Student's there.
 * @returns null where Student's t alone does: numbers that are not skewed, more than 500, fewer than 5, or so many
 * that are the same that samples of them tell nothing
 */
export function studentizedMeans(values: Float64Array): StudentizedMeans | null {
  const count = values.length;
  if (count < LEAST_NUMBERS || count > MOST_NUMBERS) return null;
  const described = describeNumbers(values, count);
  const skewness = skewnessOf(values, described);
  if ((skewness * skewness) / count <= SKEWED * Math.sqrt(Math.min(1, SKEWED_TO / count))) {
    return null;
  }
  // The same numbers are the same samples in whatever order they come; those of the opposite are the opposite.
  const centred = values.map((value) => value - described.mean).sort();
  if (skewness < 0) centred.reverse();
  const random = createRandom(SEED);
  const found = new Float64Array(RESAMPLES);
  for (let sample = 0; sample < RESAMPLES; sample += 1) {
    let sum = 0;
    let squares = 0;
    for (let draw = 0; draw < count; draw += 1) {
      const value = centred[Math.floor(random() * count)] as number;
      sum += value;
      squares += value * value;
    }
    const spread = squares - (sum * sum) / count;
    // What rounding leaves of the same number, over and over, is no spread.
    const error = spread > ROUNDING * squares ? Math.sqrt(spread / (count - 1) / count) : 0;
    // Of a sample of the same number there is no error to measure by: it lies as far out as can be.
    found[sample] = sum / count / error || 0;
  }
  found.sort();
  const means: StudentizedMeans = { sorted: found, tail: skewness > 0 ? 1 : -1 };
  return [quantileOf(means, 0.025), quantileOf(means, 0.975)].every(Number.isFinite) ? means : null;
}

function skewnessOf(
  values: Float64Array,
  { mean, stdPopulation, count }: Pick<Description, 'mean' | 'stdPopulation' | 'count'>,
): number {
  if (!(stdPopulation > 0)) return 0;
  let cubes = 0;
  for (const value of values) cubes += ((value - mean) / stdPopulation) ** 3;
  return cubes / count;
}

/** The value below which a share lies. @param share such that share × 2000 is whole, or the nearest is taken */
export const quantileOf = ({ sorted }: StudentizedMeans, share: number): number => {
  const place = Math.round(share * (sorted.length + 1)) - 1;
  return sorted[Math.min(sorted.length - 1, Math.max(0, place))] as number;
};

/** The smallest share that samples can tell of. */
export const LEAST_SHARE = 1 / (RESAMPLES + 1);
