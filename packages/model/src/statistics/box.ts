import { sortedQuantile } from './describe.ts';

/** What a box plot draws of some numbers. */
export interface Box {
  readonly low: number;
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
  readonly high: number;
  /** Beyond the whiskers, ascending. */
  readonly outliers: readonly number[];
}

/** Whiskers reach to the last number within so many heights of the box. */
const WHISKER = 1.5;

/**
 * Tukey's box plot: quartiles (Hyndman and Fan's type 7, as NumPy and Matplotlib), whiskers to the
 * farthest numbers within 1.5 interquartile ranges of the box.
 * @param sorted finite numbers, ascending
 * @returns null for none
 */
export function boxOf(sorted: Float64Array): Box | null {
  const { length } = sorted;
  if (length === 0) return null;
  const [q1, median, q3] = [0.25, 0.5, 0.75].map((share) => sortedQuantile(sorted, length, share));
  if (q1 === undefined || median === undefined || q3 === undefined) return null;
  const reach = WHISKER * (q3 - q1);
  const inside = sorted.filter((value) => value >= q1 - reach && value <= q3 + reach);
  return {
    // Quartiles are interpolated: of few numbers all beyond the box may be outliers.
    low: Math.min(inside[0] ?? q1, q1),
    q1,
    median,
    q3,
    high: Math.max(inside.at(-1) ?? q3, q3),
    outliers: [...sorted].filter((value) => value < q1 - reach || value > q3 + reach),
  };
}
