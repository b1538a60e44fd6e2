import type { JsonText } from '../calls/index.ts';
import type { EvaluationOutline, OutlineLeaf } from './outline.ts';
import type { Trial } from './types.ts';

/** What an evaluation says of each example, its trials averaged: null where it says nothing. */
export interface EvaluationColumn {
  readonly id: string;
  readonly trials: readonly number[];
  /** Trials of each example in which the model failed. */
  readonly failures: readonly number[];
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
  /** NaN, infinities, and numbers beyond 1e100. */
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
  readonly evaluations: readonly EvaluationColumn[];
  readonly scores: readonly ScoreColumn[];
  /** By evaluation: keys of leaves that hold no number in any of them. */
  readonly uncounted: readonly (readonly string[])[];
}

/** What stands in the examples of a table. */
export interface ExampleTexts {
  /** Rows as the evaluations name them: themselves, or references to them. */
  readonly examples: readonly JsonText[];
  /** By evaluation: the beginning of the first answer to each. */
  readonly outputs: readonly (readonly (JsonText | null)[])[];
}

/** Where an evaluation has the examples of a table; -1 where it has none. */
type Places = Int32Array;

/**
 * Lays evaluations out by example, examples in the order in which the first evaluation came to them. What
 * is tried several times counts once, with the mean of its trials.
 */
export function tableOf(
  ids: readonly string[],
  outlines: readonly EvaluationOutline[],
): ExampleTable {
  const digests = [...new Set(outlines.flatMap((own) => own.digests))];
  const all = outlines.map((own) => placesOf(digests, own.digests));
  const scores = scoresOf(outlines, all);
  const counted = new Set(scores.map(({ key }) => key));
  return {
    digests,
    evaluations: outlines.map((own, at) => {
      const places = all[at] ?? new Int32Array();
      return {
        id: ids[at] ?? '',
        trials: valuesAt(places, own.trials).map((count) => count ?? 0),
        failures: valuesAt(places, own.failures).map((count) => count ?? 0),
        latencies: valuesAt(places, own.latencies),
        tokens: valuesAt(places, own.tokens),
        costs: valuesAt(places, own.costs),
      };
    }),
    scores,
    uncounted: outlines.map(({ leaves }) =>
      leaves.flatMap(({ key }) => (counted.has(key) ? [] : [key])),
    ),
  };
}

/** What stands in the examples of a table, of the same evaluations' trials. */
export function textsOf(
  { digests, evaluations }: ExampleTable,
  trials: readonly Trial[],
): ExampleTexts {
  const examples = new Map<string, JsonText>();
  const outputs = new Map(evaluations.map(({ id }) => [id, new Map<string, JsonText>()]));
  for (const { evaluationId, rowDigest, example, output } of trials) {
    if (!examples.has(rowDigest)) examples.set(rowDigest, example);
    const own = outputs.get(evaluationId);
    if (own !== undefined && !own.has(rowDigest)) own.set(rowDigest, output);
  }
  return {
    examples: digests.map((digest) => examples.get(digest) ?? 'null'),
    outputs: evaluations.map(({ id }) => {
      const own = outputs.get(id);
      return digests.map((digest) => own?.get(digest) ?? null);
    }),
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

function placesOf(digests: readonly string[], own: readonly string[]): Places {
  // Mostly evaluations come to the same examples in the same order.
  if (own.length === digests.length && own.every((digest, at) => digest === digests[at])) {
    return Int32Array.from(own.keys());
  }
  const places = new Map(own.map((digest, place) => [digest, place]));
  return Int32Array.from(digests, (digest) => places.get(digest) ?? -1);
}

const valuesAt = (places: Places, values: Float64Array): (number | null)[] =>
  Array.from(places, (place) => {
    const value = values[place] ?? Number.NaN;
    return Number.isNaN(value) ? null : value;
  });

function scoresOf(
  outlines: readonly EvaluationOutline[],
  places: readonly Places[],
): ScoreColumn[] {
  const leaves = Map.groupBy(
    outlines.flatMap((own, evaluation) => own.leaves.map((leaf) => ({ leaf, evaluation }))),
    ({ leaf }) => leaf.key,
  );
  return [...leaves].flatMap(([key, found]) => {
    const hasNumbers = found.some(({ leaf }) => leaf.hasNumbers);
    if (!hasNumbers && !found.some(({ leaf }) => leaf.hasFlags)) return [];
    const scorer = found[0]?.leaf.scorer ?? '';
    const byEvaluation = outlines.map((own, evaluation) => ({
      leaf: found.find((one) => one.evaluation === evaluation)?.leaf,
      unscored: hasNumbers ? null : unscoredOf(own, scorer),
      places: places[evaluation] ?? new Int32Array(),
      own,
    }));
    return {
      key,
      kind: hasNumbers ? 'number' : 'rate',
      direction: 'higher',
      values: byEvaluation.map((one) => meansOf(one)),
      spreads: byEvaluation.map((one) => spreadsOf(one)),
      leftOut: byEvaluation.map(({ leaf, own }) => ({
        missing: own.totals.trialCount - (leaf?.heard ?? 0),
        notFinite: leaf?.notFinite ?? 0,
        others: leaf?.others ?? 0,
        failed: own.scorers.find(({ name }) => name === scorer)?.failed ?? 0,
      })),
    };
  });
}

/**
 * Where the model or the scorer raised an error, pass or fail is a fail: so the Python client counts
 * (`auto_summarize` keeps rows without a score in the denominator), and what breaks does not look better.
 */
function unscoredOf({ scorers, failures }: EvaluationOutline, scorer: string): Float64Array | null {
  const own = scorers.find(({ name }) => name === scorer);
  if (own !== undefined) return own.unscored;
  // One that was never heard of is not of this evaluation, unless no scorer was: then all of its trials failed.
  return scorers.length === 0 ? failures : null;
}

interface Placed {
  readonly leaf: OutlineLeaf | undefined;
  /** Trials that count as failed; null where there are numbers. */
  readonly unscored: Float64Array | null;
  readonly places: Places;
}

const meansOf = ({ leaf, unscored, places }: Placed): (number | null)[] =>
  Array.from(places, (place) => {
    const count = (leaf?.counts[place] ?? 0) + (unscored?.[place] ?? 0);
    return count === 0 ? null : (leaf?.sums[place] ?? 0) / count;
  });

const spreadsOf = ({ leaf, unscored, places }: Placed): (number | null)[] =>
  Array.from(places, (place) => {
    const [scored, failed] = [leaf?.counts[place] ?? 0, unscored?.[place] ?? 0];
    if (scored + failed < 2) return null;
    const [low = 0, high = 0] = scored === 0 ? [] : [leaf?.lows[place], leaf?.highs[place]];
    return failed === 0 ? high - low : Math.max(high, 0) - Math.min(low, 0);
  });
