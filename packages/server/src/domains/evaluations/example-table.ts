import type { JsonText } from '../calls/index.ts';
import { leafKey, leavesOfScore, type ScoreLeaf } from './leaves.ts';
import type { Trial } from './types.ts';

/** What an evaluation says of each example, its trials averaged: null where it says nothing. */
export interface EvaluationColumn {
  readonly id: string;
  readonly trials: readonly number[];
  /** Trials of each example in which the model failed. */
  readonly failures: readonly number[];
  /** The beginning of the first answer. */
  readonly outputs: readonly (JsonText | null)[];
  /** Seconds. */
  readonly latencies: readonly (number | null)[];
  readonly tokens: readonly (number | null)[];
  /** US dollars. */
  readonly costs: readonly (number | null)[];
}

/** What trials said in a leaf that is no number to count with, over one evaluation. */
export interface LeftOut {
  /** Trials without this leaf, those of failed models included. */
  readonly missing: number;
  /** NaN and infinities. */
  readonly notFinite: number;
  /** Texts, lists and null. */
  readonly others: number;
  /** Trials in which the scorer raised an error. */
  readonly failed: number;
}

/** One leaf of a score over all evaluations. */
export interface ScoreColumn {
  readonly key: string;
  /** `rate`: yes and no, an error counting as no; `number`: numbers, or both. */
  readonly kind: 'rate' | 'number';
  /** Which is better. */
  readonly direction: 'higher' | 'lower';
  /** By evaluation, then by example: the mean of its trials; null where none has a number. */
  readonly values: readonly (readonly (number | null)[])[];
  /** By evaluation and example: how far its trials lie apart (greatest less least); null for fewer than two. */
  readonly spreads: readonly (readonly (number | null)[])[];
  readonly leftOut: readonly LeftOut[];
}

/** Examples of several evaluations side by side; all lists are in the order of `digests`. */
export interface ExampleTable {
  readonly digests: readonly string[];
  /** Rows as the evaluations name them: themselves, or references to them. */
  readonly examples: readonly JsonText[];
  readonly evaluations: readonly EvaluationColumn[];
  readonly scores: readonly ScoreColumn[];
}

/**
 * Lays trials out by example and evaluation, examples in the order in which the first evaluation came to
 * them. What is tried several times counts once, with the mean of its trials.
 */
export function tableOf(ids: readonly string[], trials: readonly Trial[]): ExampleTable {
  const own = Map.groupBy(trials, ({ evaluationId }) => evaluationId);
  const rows = new Map<string, number>();
  const examples: JsonText[] = [];
  for (const id of ids) {
    for (const { rowDigest, example } of own.get(id) ?? []) {
      if (rows.has(rowDigest)) continue;
      rows.set(rowDigest, rows.size);
      examples.push(example);
    }
  }
  const byEvaluation = ids.map((id) => {
    const cells: Trial[][] = examples.map(() => []);
    for (const trial of own.get(id) ?? []) cells[rows.get(trial.rowDigest) ?? 0]?.push(trial);
    return cells;
  });
  return {
    digests: [...rows.keys()],
    examples,
    evaluations: ids.map((id, at) => columnOf(id, byEvaluation[at] ?? [])),
    scores: scoresOf(byEvaluation),
  };
}

/**
 * Scores with the way that is better, which no trial tells.
 * @param lower keys of those of which less is better
 */
export const withDirections = <Score extends Pick<ScoreColumn, 'key' | 'direction'>>(
  scores: readonly Score[],
  lower: ReadonlySet<string>,
): Score[] =>
  scores.map((score) => ({ ...score, direction: lower.has(score.key) ? 'lower' : 'higher' }));

/** How many examples every evaluation has tried. */
export const commonCount = ({ digests, evaluations }: ExampleTable): number =>
  digests.filter((_, row) => evaluations.every(({ trials }) => (trials[row] ?? 0) > 0)).length;

const columnOf = (id: string, cells: readonly (readonly Trial[])[]): EvaluationColumn => ({
  id,
  trials: cells.map(({ length }) => length),
  failures: cells.map((some) => some.filter(({ isFailed }) => isFailed).length),
  outputs: cells.map(([first]) => (first === undefined ? null : first.output)),
  latencies: cells.map((some) => meanOf(some.map(({ latencySeconds }) => latencySeconds))),
  tokens: cells.map((some) => meanOf(some.map(({ totalTokens }) => totalTokens))),
  costs: cells.map((some) => meanOf(some.map(({ totalCost }) => totalCost))),
});

/** The mean of those that are known. */
export function meanOf(values: readonly (number | null)[]): number | null {
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (value === null) continue;
    sum += value;
    count += 1;
  }
  return count === 0 ? null : sum / count;
}

/** Numbers of one leaf by evaluation and example, while they are gathered. */
interface Gathered {
  readonly scorer: string;
  hasNumbers: boolean;
  hasFlags: boolean;
  readonly values: (number[] | undefined)[][];
  readonly heard: number[];
  readonly notFinite: number[];
  readonly others: number[];
}

function scoresOf(byEvaluation: readonly (readonly (readonly Trial[])[])[]): ScoreColumn[] {
  const leaves = new Map<string, Gathered>();
  const counts = () => byEvaluation.map(() => 0);
  const leavesOf = createLeafReader();
  byEvaluation.forEach((cells, evaluation) => {
    cells.forEach((trials, row) => {
      for (const trial of trials) {
        for (const { key, leaf } of leavesOf(trial)) {
          let found = leaves.get(key);
          if (found === undefined) {
            found = {
              scorer: leaf.scorer,
              hasNumbers: false,
              hasFlags: false,
              values: byEvaluation.map(() => []),
              heard: counts(),
              notFinite: counts(),
              others: counts(),
            };
            leaves.set(key, found);
          }
          take(found, evaluation, row, leaf.value);
        }
      }
    });
  });
  const counted = [...leaves].filter(([, { hasFlags, hasNumbers }]) => hasFlags || hasNumbers);
  for (const [, found] of counted) {
    if (!found.hasNumbers) failUnscored(found, byEvaluation);
  }
  return counted.map(([key, found]) => ({
    key,
    kind: found.hasNumbers ? 'number' : 'rate',
    direction: 'higher',
    values: byEvaluation.map((cells, at) =>
      cells.map((_, row) => meanOf(found.values[at]?.[row] ?? [])),
    ),
    spreads: byEvaluation.map((cells, at) =>
      cells.map((_, row) => {
        const own = found.values[at]?.[row] ?? [];
        return own.length < 2 ? null : Math.max(...own) - Math.min(...own);
      }),
    ),
    leftOut: byEvaluation.map((cells, at) => {
      const trials = cells.flat();
      return {
        missing: trials.length - (found.heard[at] ?? 0),
        notFinite: found.notFinite[at] ?? 0,
        others: found.others[at] ?? 0,
        failed: trials.filter(({ failedScorers }) => failedScorers.has(found.scorer)).length,
      };
    }),
  }));
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

/**
 * Where the model or the scorer raised an error, pass or fail is a fail: so the Python client counts
 * (`auto_summarize` keeps rows without a score in the denominator), and what breaks does not look better.
 */
function failUnscored(
  { scorer, values }: Gathered,
  byEvaluation: readonly (readonly (readonly Trial[])[])[],
): void {
  byEvaluation.forEach((cells, evaluation) => {
    cells.forEach((trials, row) => {
      const unscored = trials.filter(
        ({ isFailed, failedScorers, scores }) =>
          (isFailed || failedScorers.has(scorer)) && !scores.has(scorer),
      );
      const own = values[evaluation];
      if (own === undefined || unscored.length === 0) return;
      own[row] = [...(own[row] ?? []), ...unscored.map(() => 0)];
    });
  });
}

function take(found: Gathered, evaluation: number, row: number, value: unknown): void {
  const isFlag = typeof value === 'boolean';
  const isUsed = isFlag || (typeof value === 'number' && Number.isFinite(value));
  const counts = [
    found.heard,
    ...(isUsed ? [] : [typeof value === 'number' ? found.notFinite : found.others]),
  ];
  for (const of of counts) of[evaluation] = (of[evaluation] ?? 0) + 1;
  const cells = found.values[evaluation];
  if (!isUsed || cells === undefined) return;
  if (isFlag) found.hasFlags = true;
  else found.hasNumbers = true;
  const own = cells[row] ?? [];
  own.push(Number(value));
  cells[row] = own;
}
