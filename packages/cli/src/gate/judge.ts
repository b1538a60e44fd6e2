import {
  describeNumbers,
  flippedBelow,
  holmAdjusted,
  type Interval,
  mcnemarWorse,
  normalQuantile,
  type PairedCounts,
  pairedMeans,
  pairedShareInterval,
  pairsForMeans,
  pairsForShares,
} from '@runloom/model';
import type { PairedValues } from './paired-values.ts';

/** How surely the gate has to know. */
export interface GateRule {
  /** How often a candidate that is no worse may be blocked, over all metrics together. */
  readonly alpha: number;
  /** How often a loss of the margin is to be found, where the gate says how many examples would do. */
  readonly power: number;
  /** The loss that matters: of rates as a share, of numbers as a share of the baseline's mean. */
  readonly margin: number;
  /** Of single metrics, in their own unit. */
  readonly margins: ReadonlyMap<string, number>;
}

/**
 * `regression`: worse by more than noise. `passed`: a loss of the margin is ruled out. `inconclusive`:
 * neither, there are too few examples to tell. `missing`: no example has a value on both sides.
 */
export type GateVerdict = 'passed' | 'regression' | 'inconclusive' | 'missing';

/** A metric of the candidate beside the baseline's, and what comes of it. */
export interface JudgedMetric {
  readonly values: PairedValues;
  readonly pairs: number;
  /** Pairs of which the candidate's value is better, worse, or the same. */
  readonly better: number;
  readonly worse: number;
  readonly ties: number;
  /** Means over the pairs. */
  readonly baseline: number;
  readonly candidate: number;
  /** Candidate less baseline, with its 95 % interval; null where there are too few pairs for one. */
  readonly difference: number;
  readonly interval: Interval | null;
  /** The loss that matters, in the metric's unit. */
  readonly margin: number;
  readonly test: 'mcnemar' | 't' | 'bootstrap';
  /** That the candidate is worse, one-sided, adjusted over the metrics (Holm); null for too few pairs. */
  readonly p: number | null;
  readonly verdict: GateVerdict;
  /** Pairs that would do to tell, where these were too few. */
  readonly enough: number | null;
}

/** What a metric says by itself: all as gains, so that less is worse whatever its direction. */
interface Evidence {
  readonly better: number;
  readonly worse: number;
  readonly test: JudgedMetric['test'];
  readonly p: number | null;
  readonly interval: Interval | null;
  /** What the gain is at least, as surely as 1 − alpha. */
  readonly atLeast: number;
  enough(margin: number): number;
}

/**
 * Compares a candidate with its baseline, metric by metric. Whether one is worse is tested one-sided:
 * pass and fail by the exact test of McNemar, other numbers by flipped signs of the pairs that differ, or
 * by Student's t where many do, or the bootstrap where they are skewed: levels that hold for few pairs. The p values are adjusted together, so
 * that `alpha` bounds how often a candidate that is worse in nothing is blocked. That a metric passed
 * means more than that nothing was found: a loss of the margin lies outside of what the pairs allow.
 */
export function judge(metrics: readonly PairedValues[], rule: GateRule): readonly JudgedMetric[] {
  const evidence = metrics.map((values) => weigh(values, rule));
  const adjusted = holmAdjusted(evidence.map(({ p }) => p));
  return metrics.map((values, at) =>
    decide(values, evidence[at] as Evidence, adjusted[at] ?? null, rule),
  );
}

function decide(
  values: PairedValues,
  { better, worse, test, interval, atLeast, enough }: Evidence,
  p: number | null,
  rule: GateRule,
): JudgedMetric {
  const { baseline, candidate, direction } = values;
  const pairs = baseline.length;
  const before = describeNumbers(baseline, pairs);
  const after = describeNumbers(candidate, pairs);
  const margin = marginOf(values, before, rule);
  const verdict = verdictOf(pairs, p, atLeast, margin, rule.alpha);
  return {
    values,
    pairs,
    better,
    worse,
    ties: pairs - better - worse,
    baseline: before.mean,
    candidate: after.mean,
    difference: after.mean - before.mean,
    interval: direction === 'higher' || interval === null ? interval : [-interval[1], -interval[0]],
    margin,
    test,
    p,
    verdict,
    enough: verdict === 'inconclusive' && margin > 0 ? moreThan(pairs, enough(margin)) : null,
  };
}

function verdictOf(
  pairs: number,
  p: number | null,
  atLeast: number,
  margin: number,
  alpha: number,
): GateVerdict {
  if (pairs === 0) return 'missing';
  if (p !== null && p <= alpha) return 'regression';
  return atLeast >= -margin ? 'passed' : 'inconclusive';
}

/** Where as many should have been enough and were not, the truth lies near the margin: twice as many. */
const moreThan = (pairs: number, enough: number): number => (enough > pairs ? enough : 2 * pairs);

type Proof = Omit<Evidence, 'better' | 'worse'>;

function weigh(values: PairedValues, rule: GateRule): Evidence {
  const gains = gainsOf(values);
  const isPassOrFail = [values.baseline, values.candidate].every((side) =>
    side.every((value) => value === 0 || value === 1),
  );
  const better = gains.filter((gain) => gain > 0).length;
  const worse = gains.filter((gain) => gain < 0).length;
  const found =
    values.kind === 'rate' && isPassOrFail
      ? weighShares({ onlyFirst: worse, onlySecond: better, count: gains.length }, rule)
      : better + worse === 0
        ? weighSameNumbers(values, rule)
        : weighMeans(gains, rule);
  return { better, worse, ...found };
}

function weighShares(counts: PairedCounts, rule: GateRule): Proof {
  const bound = pairedShareInterval(counts, normalQuantile(1 - rule.alpha));
  // One pair of each kind more: that none of a few differs does not mean that none ever does.
  const differing = (counts.onlyFirst + counts.onlySecond + 1) / (counts.count + 2);
  return {
    test: 'mcnemar',
    p: counts.count === 0 ? null : mcnemarWorse(counts),
    interval: pairedShareInterval(counts),
    atLeast: bound?.[0] ?? Number.NEGATIVE_INFINITY,
    enough: (margin) => pairsForShares(margin, differing, rule),
  };
}

function weighMeans(gains: Float64Array, rule: GateRule): Proof {
  const count = gains.length;
  const { stdSample } = describeNumbers(gains, count);
  const { interval, method, atLeast } = pairedMeans(gains);
  return {
    test: method,
    p: flippedBelow(gains),
    interval,
    atLeast: atLeast(rule.alpha),
    enough: (margin) => (count < 2 ? 2 : pairsForMeans(margin, stdSample, rule)),
  };
}

/**
 * Numbers of which no pair differs have no spread to measure by, and a few of them do not show that none ever
 * differs. How many may is known as of yes and no; each would lose no more than the largest of the values.
 */
function weighSameNumbers({ baseline }: PairedValues, rule: GateRule): Proof {
  const found = weighShares({ onlyFirst: 0, onlySecond: 0, count: baseline.length }, rule);
  const most = baseline.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const { interval } = found;
  return {
    ...found,
    test: 't',
    interval: interval === null ? null : [interval[0] * most, interval[1] * most],
    atLeast: found.atLeast * most,
    enough: (margin) => found.enough(margin / most),
  };
}

/** By how much the candidate is better, pair by pair. */
function gainsOf({ baseline, candidate, direction }: PairedValues): Float64Array {
  const sign = direction === 'higher' ? 1 : -1;
  return baseline.map((value, at) => sign * ((candidate[at] as number) - value));
}

function marginOf(
  { key, kind }: PairedValues,
  { mean, stdSample }: { readonly mean: number; readonly stdSample: number },
  { margin, margins }: GateRule,
): number {
  const own = margins.get(key);
  if (own !== undefined) return own;
  if (kind === 'rate') return margin;
  // A share of nothing is nothing: then of how far the values lie apart.
  return margin * (Math.abs(mean) || stdSample || 0);
}
