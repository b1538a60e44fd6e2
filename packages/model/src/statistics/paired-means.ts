import { describeNumbers, meanInterval } from './describe.ts';
import type { Interval } from './proportions.ts';
import { studentUpperTail } from './student.ts';

/** What the differences of pairs say of the difference of their means. */
export interface PairedMeans {
  readonly difference: number;
  /** 95 %, Student's t over the pairs; null for fewer than two. */
  readonly interval: Interval | null;
  /** Two-sided; null for fewer than two pairs, 1 where all differences are 0. */
  readonly p: number | null;
  /** That the difference is below 0, one-sided. */
  readonly pBelow: number | null;
}

/** @param differences second less first, one a pair; NaN as a difference for none */
export function pairedMeans(differences: Float64Array): PairedMeans {
  const count = differences.length;
  const described = describeNumbers(differences, count);
  const { mean, standardError } = described;
  if (count < 2) return { difference: mean, interval: null, p: null, pBelow: null };
  if (standardError === 0) {
    const p = mean === 0 ? 1 : 0;
    return { difference: mean, interval: [mean, mean], p, pBelow: mean < 0 ? 0 : 1 };
  }
  const t = mean / standardError;
  const tail = studentUpperTail(Math.abs(t), count - 1);
  return {
    difference: mean,
    interval: meanInterval(described),
    p: Math.min(1, 2 * tail),
    pBelow: t < 0 ? tail : 1 - tail,
  };
}
