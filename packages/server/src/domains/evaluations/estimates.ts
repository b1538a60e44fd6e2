import {
  describeNumbers,
  holmAdjusted,
  mcnemarMidP,
  pairedMeans,
  pairedShareInterval,
  wilsonInterval,
} from '@runloom/model';
import type { ExampleTable, LeftOut, ScoreColumn } from './example-table.ts';

/** A mean over examples with its 95 % interval. */
export interface Estimate {
  readonly mean: number;
  /** Null for fewer than two examples. */
  readonly low: number | null;
  readonly high: number | null;
  /** Examples that have a number. */
  readonly count: number;
}

export interface Difference {
  /** Of means, over the pairs. */
  readonly mean: number;
  readonly low: number | null;
  readonly high: number | null;
  /** Null for fewer than two pairs. */
  readonly p: number | null;
  /** By Holm, over the metrics that are compared with the same baseline. */
  readonly adjustedP: number | null;
  /** Examples that both have. */
  readonly pairs: number;
  readonly test: 'mcnemar' | 't' | 'bootstrap' | null;
  /** By the adjusted p at 5 %. */
  readonly verdict: 'better' | 'worse' | 'unclear' | 'same';
}

export type Direction = 'higher' | 'lower';

/** One metric over the evaluations, each beside the first. */
export interface ComparedMetric {
  readonly key: string;
  readonly group: 'score' | 'use';
  readonly kind: 'rate' | 'number';
  readonly direction: Direction;
  readonly estimates: readonly (Estimate | null)[];
  /** Of the second on; null where the two have no example in common. */
  readonly differences: readonly (Difference | null)[];
  readonly leftOut: readonly LeftOut[];
}

const ALPHA = 0.05;
type Values = readonly (number | null)[];

/**
 * Compares evaluations with the first of them, metric by metric, over the examples that both have. What is
 * yes or no once an example is held against McNemar's test, all else against Student's t over the pairs, with the bootstrap where
 * they are few and skewed.
 */
export function compareTable(table: ExampleTable): readonly ComparedMetric[] {
  const use = (key: string, values: readonly Values[]) => ({
    key,
    group: 'use' as const,
    kind: 'number' as const,
    direction: 'lower' as const,
    values,
    leftOut: [] as readonly LeftOut[],
  });
  const metrics = [
    ...table.scores.map((score) => ({
      ...score,
      group: 'score' as const,
    })),
    use(
      'latency',
      table.evaluations.map(({ latencies }) => latencies),
    ),
    use(
      'tokens',
      table.evaluations.map(({ tokens }) => tokens),
    ),
    use(
      'cost',
      table.evaluations.map(({ costs }) => costs),
    ),
  ].filter(({ values }) => values.some((own) => own.some((value) => value !== null)));
  const raw = metrics.map((metric) =>
    metric.values.slice(1).map((own) => differenceOf(metric.values[0] ?? [], own)),
  );
  // Each evaluation has a family of its own: what it is better or worse in than the baseline.
  const adjusted = metrics[0]?.values
    .slice(1)
    .map((_, other) => holmAdjusted(raw.map((differences) => differences[other]?.p ?? null)));
  return metrics.map(({ values, leftOut, key, group, kind, direction }, at) => ({
    key,
    group,
    kind,
    direction,
    leftOut,
    estimates: values.map((own) => (group === 'use' ? useEstimateOf(own) : estimateOf(own, kind))),
    differences: [
      null,
      ...(raw[at] ?? []).map((difference, other) =>
        difference === null
          ? null
          : withVerdict(difference, adjusted?.[other]?.[at] ?? null, direction),
      ),
    ],
  }));
}

/** The mean over examples: of shares by Wilson's interval where each example is yes or no, else as differences. */
export function estimateOf(values: Values, kind: 'rate' | 'number'): Estimate | null {
  const known = Float64Array.from(values.filter((value) => value !== null));
  const count = known.length;
  if (count === 0) return null;
  const { mean } = describeNumbers(known, count);
  if (kind === 'rate' && known.every((value) => value === 0 || value === 1)) {
    const [low, high] = wilsonInterval(Math.round(mean * count), count) ?? [null, null];
    return { mean, low, high, count };
  }
  const { interval } = pairedMeans(known);
  if (interval === null) return { mean, low: null, high: null, count };
  const [low, high] = interval;
  if (kind === 'number') return { mean, low, high, count };
  return { mean, low: Math.max(0, low), high: Math.min(1, high), count };
}

/** Of seconds, tokens or US dollars, which are never less than nothing. */
export function useEstimateOf(values: Values): Estimate | null {
  const estimate = estimateOf(values, 'number');
  if (estimate === null || estimate.low === null) return estimate;
  return { ...estimate, low: Math.max(0, estimate.low) };
}

/** A difference before others are looked at beside it. */
type Untold = Omit<Difference, 'adjustedP' | 'verdict'> & { readonly isSame: boolean };

function differenceOf(first: Values, second: Values): Untold | null {
  const { before, after } = pairsOf(first, second);
  const pairs = after.length;
  if (pairs === 0) return null;
  const differences = after.map((value, at) => value - (before[at] ?? 0));
  const isSame = differences.every((difference) => difference === 0);
  if (after.every(isFlag) && before.every(isFlag)) {
    const counts = { onlyFirst: 0, onlySecond: 0, count: pairs };
    for (const difference of differences) {
      if (difference < 0) counts.onlyFirst += 1;
      else if (difference > 0) counts.onlySecond += 1;
    }
    const [low, high] = pairedShareInterval(counts) ?? [null, null];
    const mean = (counts.onlySecond - counts.onlyFirst) / counts.count;
    const p = mcnemarMidP(counts);
    return { mean, low, high, p, pairs, test: 'mcnemar', isSame };
  }
  const found = pairedMeans(differences);
  const [low, high] = found.interval ?? [null, null];
  return {
    mean: found.difference,
    low,
    high,
    p: found.p,
    pairs,
    test: found.p === null ? null : found.method,
    isSame,
  };
}

const isFlag = (value: number): boolean => value === 0 || value === 1;

/** The values of the examples that both have. */
function pairsOf(first: Values, second: Values) {
  const [before, after] = [new Float64Array(second.length), new Float64Array(second.length)];
  let count = 0;
  for (let row = 0; row < second.length; row += 1) {
    const [one, other] = [first[row] ?? null, second[row] ?? null];
    if (one === null || other === null) continue;
    before[count] = one;
    after[count] = other;
    count += 1;
  }
  return { before: before.subarray(0, count), after: after.subarray(0, count) };
}

function withVerdict(
  { isSame, ...found }: Untold,
  adjustedP: number | null,
  direction: Direction,
): Difference {
  const isTold = adjustedP !== null && adjustedP <= ALPHA;
  const isGain = direction === 'higher' ? found.mean > 0 : found.mean < 0;
  const verdict = isTold ? (isGain ? 'better' : 'worse') : isSame ? 'same' : 'unclear';
  return { ...found, adjustedP, verdict };
}

/** Scores of one evaluation as lists show them. */
export const scoreEstimates = (scores: readonly ScoreColumn[], place: number) =>
  scores.flatMap(({ key, kind, direction, values }) => {
    const estimate = estimateOf(values[place] ?? [], kind);
    return estimate === null ? [] : [{ key, kind, direction, ...estimate }];
  });
