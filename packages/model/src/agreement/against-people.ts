import { describeNumbers, meanInterval } from '../statistics/describe.ts';
import type { Interval } from '../statistics/proportions.ts';

/** What an automatic judge said of something that a person judged too: numbers, or 1 for yes and 0 for no. */
export interface JudgedPair {
  readonly automatic: number;
  readonly person: number;
}

export interface JudgedMean {
  readonly value: number;
  /** 95 %; null for fewer than two pairs. */
  readonly interval: Interval | null;
}

export interface JudgeBias {
  readonly pairs: number;
  /** What the automatic judge says above what people say, on average. */
  readonly bias: JudgedMean;
  /** The mean of all that it judged, as it stands. */
  readonly raw: number;
  /** The mean that people would have given to all of it, by what is known of the bias. */
  readonly corrected: JudgedMean;
}

/** What a mean can be: shares lie between 0 and 1. */
export interface MeanRange {
  readonly least: number;
  readonly greatest: number;
}

/**
 * How far an automatic judge is off, and its mean without that. People judged a part of what it judged,
 * which has to be chosen without looking at either judgement. The corrected mean is the difference
 * estimator of two-phase sampling (Cochran, Sampling Techniques, 3rd edition, 1977, section 12.6; with a
 * judge that is a model, "prediction-powered inference", Angelopoulos and others 2023): the mean of the
 * automatic judgements less their mean distance from people's. Its variance is
 * (1/n − 1/N) s²(distances) + s²(people's)/N, its interval Student's t with n − 1 degrees of freedom.
 *
 * @param pairs of what both judged
 * @param automatic all that the automatic judge said, that of the pairs included
 * @param range what is outside of it is cut off
 * @returns null where people judged nothing of it
 */
export function judgeBias(
  pairs: readonly JudgedPair[],
  automatic: Float64Array,
  { least, greatest }: MeanRange = UNBOUNDED,
): JudgeBias | null {
  const [n, all] = [pairs.length, Math.max(automatic.length, pairs.length)];
  if (n === 0) return null;
  const distance = describeNumbers(
    Float64Array.from(pairs, (pair) => pair.automatic - pair.person),
    n,
  );
  const people = describeNumbers(
    Float64Array.from(pairs, ({ person }) => person),
    n,
  );
  const raw = describeNumbers(automatic, automatic.length).mean;
  const variance = (1 / n - 1 / all) * distance.stdSample ** 2 + people.stdSample ** 2 / all;
  const corrected = raw - distance.mean;
  const around = meanInterval({ mean: corrected, standardError: Math.sqrt(variance), count: n });
  const within = (value: number): number => Math.max(least, Math.min(greatest, value));
  return {
    pairs: n,
    raw,
    bias: { value: distance.mean, interval: meanInterval(distance) },
    corrected: {
      value: within(corrected),
      interval: around === null ? null : [within(around[0]), within(around[1])],
    },
  };
}

const UNBOUNDED: MeanRange = {
  least: Number.NEGATIVE_INFINITY,
  greatest: Number.POSITIVE_INFINITY,
};

export interface Confusion<T> {
  readonly categories: readonly T[];
  /** By category of the person (row) and of the automatic judge (column). */
  readonly counts: readonly (readonly number[])[];
}

/** How often each pair of values was given. Categories come in the order given. */
export function confusionOf<T>(
  pairs: readonly { readonly automatic: T; readonly person: T }[],
  categories: readonly T[],
): Confusion<T> {
  const places = new Map(categories.map((value, place) => [value, place]));
  const counts = categories.map(() => categories.map(() => 0));
  for (const { automatic, person } of pairs) {
    const row = counts[places.get(person) ?? -1];
    const column = places.get(automatic);
    if (row === undefined || column === undefined) continue;
    row[column] = (row[column] ?? 0) + 1;
  }
  return { categories, counts };
}
