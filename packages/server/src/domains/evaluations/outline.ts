import type { JsonText, Microseconds } from '../calls/index.ts';
import { isCountable, leafKey, leavesOfScore, type ScoreLeaf } from './leaves.ts';
import type { Trial } from './types.ts';

/** One leaf of a score by example, over the trials of each. */
export interface OutlineLeaf {
  readonly scorer: string;
  readonly key: string;
  readonly hasNumbers: boolean;
  readonly hasFlags: boolean;
  /** Trials that said what can be counted with; yes is 1, no is 0. */
  readonly counts: Float64Array;
  readonly sums: Float64Array;
  /** The least and the greatest; NaN where there is none. */
  readonly lows: Float64Array;
  readonly highs: Float64Array;
  /** Trials that have this leaf, and those of them in which it is no number to count with. */
  readonly heard: number;
  readonly notFinite: number;
  readonly others: number;
}

/** A scorer over the trials of one evaluation. */
export interface OutlineScorer {
  readonly name: string;
  /** Trials in which it raised an error. */
  readonly failed: number;
  /** By example: trials that broke, by the model or by it, and have no score of it. */
  readonly unscored: Float64Array;
}

/**
 * One evaluation in numbers, by example: what lists and comparisons are made of, whatever stands beside it. Lists
 * are in the order of `digests`, in which it came to the examples; NaN stands for what is not there.
 */
export interface EvaluationOutline {
  readonly digests: readonly string[];
  /** How often each example was tried, and in how many of the trials the model failed. */
  readonly trials: Float64Array;
  readonly failures: Float64Array;
  /** Means over the trials of each example: seconds, tokens, US dollars. */
  readonly latencies: Float64Array;
  readonly tokens: Float64Array;
  readonly costs: Float64Array;
  readonly leaves: readonly OutlineLeaf[];
  readonly scorers: readonly OutlineScorer[];
  readonly totals: OutlineTotals;
}

/** Over all trials of an evaluation. */
export interface OutlineTotals {
  readonly trialCount: number;
  /** Trials that have ended. */
  readonly doneCount: number;
  /** Trials in which the model failed. */
  readonly errorCount: number;
  /** Of the last trial; null without any. */
  readonly lastStartedAt: Microseconds | null;
  /** Null where none was told. */
  readonly tokens: number | null;
  readonly cost: number | null;
}

/** @param trials all of one evaluation, by start */
export function outlineOf(trials: readonly Trial[]): EvaluationOutline {
  const rows = [...Map.groupBy(trials, ({ rowDigest }) => rowDigest)];
  const cells = rows.map(([, some]) => some);
  const byRow = (read: (some: readonly Trial[]) => number) => Float64Array.from(cells, read);
  const sumOf = (values: readonly (number | null)[]): number | null =>
    values.some((value) => value !== null)
      ? values.reduce<number>((total, value) => total + (value ?? 0), 0)
      : null;
  return {
    digests: rows.map(([digest]) => digest),
    trials: byRow(({ length }) => length),
    failures: byRow((some) => some.filter(({ isFailed }) => isFailed).length),
    latencies: byRow((some) => meanOf(some.map(({ latencySeconds }) => latencySeconds))),
    tokens: byRow((some) => meanOf(some.map(({ totalTokens }) => totalTokens))),
    costs: byRow((some) => meanOf(some.map(({ totalCost }) => totalCost))),
    leaves: leavesByRow(cells),
    scorers: scorersByRow(trials, cells),
    totals: {
      trialCount: trials.length,
      doneCount: trials.filter(({ isRunning }) => !isRunning).length,
      errorCount: trials.filter(({ isFailed }) => isFailed).length,
      lastStartedAt: trials.reduce<Microseconds | null>(
        (last, { startedAt }) => (last === null || startedAt > last ? startedAt : last),
        null,
      ),
      tokens: sumOf(trials.map(({ totalTokens }) => totalTokens)),
      cost: sumOf(trials.map(({ totalCost }) => totalCost)),
    },
  };
}

/** The mean of those that are known; NaN where none is. */
function meanOf(values: readonly (number | null)[]): number {
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (value === null) continue;
    sum += value;
    count += 1;
  }
  return count === 0 ? Number.NaN : sum / count;
}

function scorersByRow(
  trials: readonly Trial[],
  cells: readonly (readonly Trial[])[],
): OutlineScorer[] {
  const names = new Set(
    trials.flatMap(({ scores, failedScorers }) => [...scores.keys(), ...failedScorers]),
  );
  return [...names].map((name) => {
    const isUnscored = ({ isFailed, failedScorers, scores }: Trial): boolean =>
      (isFailed || failedScorers.has(name)) && !scores.has(name);
    return {
      name,
      failed: trials.filter(({ failedScorers }) => failedScorers.has(name)).length,
      unscored: Float64Array.from(cells, (some) => some.filter(isUnscored).length),
    };
  });
}

type Gathered = { -readonly [Member in keyof OutlineLeaf]: OutlineLeaf[Member] };

function leavesByRow(cells: readonly (readonly Trial[])[]): OutlineLeaf[] {
  const leaves = new Map<string, Gathered>();
  const leavesOf = createLeafReader();
  cells.forEach((trials, row) => {
    for (const trial of trials) {
      for (const { key, leaf } of leavesOf(trial)) {
        let found = leaves.get(key);
        if (found === undefined) {
          found = {
            scorer: leaf.scorer,
            key,
            hasNumbers: false,
            hasFlags: false,
            counts: new Float64Array(cells.length),
            sums: new Float64Array(cells.length),
            lows: new Float64Array(cells.length).fill(Number.NaN),
            highs: new Float64Array(cells.length).fill(Number.NaN),
            heard: 0,
            notFinite: 0,
            others: 0,
          };
          leaves.set(key, found);
        }
        take(found, row, leaf.value);
      }
    }
  });
  return [...leaves.values()];
}

function take(found: Gathered, row: number, value: unknown): void {
  found.heard += 1;
  const isFlag = typeof value === 'boolean';
  if (!isFlag && typeof value !== 'number') {
    found.others += 1;
    return;
  }
  if (!isFlag && !isCountable(value)) {
    found.notFinite += 1;
    return;
  }
  if (isFlag) found.hasFlags = true;
  else found.hasNumbers = true;
  const number = Number(value);
  const count = found.counts[row] ?? 0;
  const [low = number, high = number] = count === 0 ? [] : [found.lows[row], found.highs[row]];
  found.counts[row] = count + 1;
  found.sums[row] = (found.sums[row] ?? 0) + number;
  found.lows[row] = Math.min(low, number);
  found.highs[row] = Math.max(high, number);
}

/** Texts of scores that are told apart, and how long one of them is: flags, grades, counts. */
const MOST_KNOWN = 2_000;
const LONGEST_KNOWN = 200;

/** Reads the leaves of trials. Most scores of an evaluation say what others said already. */
function createLeafReader() {
  const known = new Map<string, Map<string, readonly KeyedLeaf[]>>();
  const read = (scorer: string, value: JsonText): readonly KeyedLeaf[] =>
    leavesOfScore(scorer, value).map((leaf) => ({ key: leafKey(leaf), leaf }));
  return function* leavesOf({ scores }: Trial): Generator<KeyedLeaf> {
    for (const [scorer, value] of scores) {
      const own = known.get(scorer) ?? new Map<string, readonly KeyedLeaf[]>();
      known.set(scorer, own);
      const before = own.get(value);
      const found = before ?? read(scorer, value);
      if (before === undefined && own.size < MOST_KNOWN && value.length <= LONGEST_KNOWN) {
        own.set(value, found);
      }
      yield* found;
    }
  };
}

interface KeyedLeaf {
  readonly key: string;
  readonly leaf: ScoreLeaf;
}
