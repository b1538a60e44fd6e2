import {
  LEAST_SHARE,
  quantileOf,
  type StudentizedMeans,
  studentizedMeans,
} from './bootstrap-mean.ts';
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
  /** Student's t; where differences are few and skewed, between it and the studentized bootstrap. */
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
  const ends = endsBetween(sampled, count);
  const side = t < 0 ? 'above' : 'below';
  const beyond = ends.shareBeyond(side, Math.abs(t));
  // Farther out than any sample, resampling can't tell how far; Student's tail does.
  const share = beyond > LEAST_SHARE ? beyond : Math.min(beyond, tail);
  const low = (alpha: number): number => mean - ends.distance('below', alpha) * standardError;
  return {
    difference: mean,
    interval: [low(0.025), mean + ends.distance('above', 0.025) * standardError],
    p: Math.min(1, 2 * share),
    pBelow: t < 0 ? share : 1 - share,
    atLeast: low,
    method: 'bootstrap',
  };
}

/** How much farther than the bootstrap's the end of the interval lies that the long tail is at. */
const TAIL_POWER = 1.3;

/**
 * Ends of intervals for skewed numbers. Student's t covers too little where the long tail is, and the bootstrap
 * still does where a tail has not shown itself. Few numbers also look skewed that are not, differences of skewed
 * ones above all, and samples of them say too little of the shorter side. So the end at the long tail is the
 * bootstrap's and a third more, as a power of its factor over Student's, and the other one in the middle of both. What holds how
 * often is told in `docs/evaluations.md`; the two figures were chosen by that simulation.
 */
function endsBetween(sampled: StudentizedMeans, count: number) {
  /** From the mean, in standard errors, for a share of alpha beyond it; alpha below one half. */
  const distance = (side: 'above' | 'below', alpha: number): number => {
    const student = studentQuantile(1 - alpha, count - 1);
    const drawn = side === 'above' ? -quantileOf(sampled, alpha) : quantileOf(sampled, 1 - alpha);
    const isTail = (side === 'above') === (sampled.tail === 1);
    return isTail
      ? student * Math.max(1, drawn / student) ** TAIL_POWER
      : Math.sqrt(student * Math.min(student, Math.max(0, drawn)));
  };
  /** The least alpha whose end lies no farther away than that: what a test says of a mean so far off. */
  const shareBeyond = (side: 'above' | 'below', far: number): number => {
    let [no, yes] = [0, Math.round(0.5 / LEAST_SHARE)];
    while (yes - no > 1) {
      const middle = (no + yes) >> 1;
      if (distance(side, middle * LEAST_SHARE) <= far) yes = middle;
      else no = middle;
    }
    return yes * LEAST_SHARE;
  };
  return { distance, shareBeyond };
}
