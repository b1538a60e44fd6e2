import { quantileOf, shareUpTo, studentizedMeans } from './bootstrap-mean.ts';
import { describeNumbers, meanInterval } from './describe.ts';
import type { Interval } from './proportions.ts';
import { studentQuantile, studentUpperTail } from './student.ts';

/** What the differences of pairs say of the difference of their means. */
export interface PairedMeans {
  readonly difference: number;
  /** 95 %; null for fewer than two pairs. */
  readonly interval: Interval | null;
  /** Two-sided; null for fewer than two pairs, 1 where all differences are 0. */
  readonly p: number | null;
  /** That the difference is below 0, one-sided. */
  readonly pBelow: number | null;
  /** What the difference is at least, as surely as 1 − alpha; −∞ for fewer than two pairs. */
  atLeast(alpha: number): number;
  /** Student's t; where differences are few and skewed, the studentized bootstrap with it: what both say. */
  readonly method: 't' | 'bootstrap';
}

/** @param differences second less first, one a pair; NaN as a difference for none */
export function pairedMeans(differences: Float64Array): PairedMeans {
  const count = differences.length;
  const described = describeNumbers(differences, count);
  const { mean, standardError } = described;
  const known = { difference: mean, method: 't' as const };
  if (count < 2) {
    const atLeast = () => Number.NEGATIVE_INFINITY;
    return { ...known, interval: null, p: null, pBelow: null, atLeast };
  }
  if (standardError === 0) {
    const p = mean === 0 ? 1 : 0;
    const pBelow = mean < 0 ? 0 : 1;
    return { ...known, interval: [mean, mean], p, pBelow, atLeast: () => mean };
  }
  const t = mean / standardError;
  const tail = studentUpperTail(Math.abs(t), count - 1);
  const student = {
    interval: meanInterval(described),
    p: Math.min(1, 2 * tail),
    pBelow: t < 0 ? tail : 1 - tail,
    atLeast: (alpha: number) => mean - studentQuantile(1 - alpha, count - 1) * standardError,
  };
  const sampled = studentizedMeans(differences);
  if (sampled === null) return { ...known, ...student };
  const below = (share: number): number => mean - quantileOf(sampled, 1 - share) * standardError;
  const [low, high] = [
    shareUpTo(sampled, t),
    shareUpTo(
      sampled.map((value) => -value),
      -t,
    ),
  ];
  // Farther out than any sample, resampling can't tell how far; Student's tail does.
  const least = 1 / (sampled.length + 1);
  const toldBy = (share: number): number => (share > least ? share : Math.min(share, tail));
  // Few numbers look skewed that are not, above all differences of numbers that are: their samples say too
  // little of the shorter side. What is truly skewed lies too rarely within Student's. Of both, the farther.
  const [left, right] = student.interval ?? [mean, mean];
  return {
    difference: mean,
    interval: [Math.min(left, below(0.025)), Math.max(right, below(0.975))],
    p: Math.max(student.p, Math.min(1, 2 * toldBy(Math.min(low, high)))),
    pBelow: Math.max(student.pBelow, toldBy(low)),
    atLeast: (alpha) => Math.min(student.atLeast(alpha), below(alpha)),
    method: 'bootstrap',
  };
}
