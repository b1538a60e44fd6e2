import type { ExampleOutline, ScoreDirection, ScoreKind } from '@runloom/model';

/** A metric of two evaluations, example by example. */
export interface PairedValues {
  readonly key: string;
  readonly kind: ScoreKind;
  readonly direction: ScoreDirection;
  /** Of the examples of which both have a value, in the same order. */
  readonly baseline: Float64Array;
  readonly candidate: Float64Array;
  /** Examples of which only the other has a value. */
  readonly onlyBaseline: number;
  readonly onlyCandidate: number;
}

/** Which examples raised an error in the model: what fails has no scores, and would else go unseen. */
export const FAILURES = 'failures';

/** What an evaluation used, by the names under which it is asked for. */
const USE = ['latency', 'tokens', 'cost'] as const;

type Side = ExampleOutline['evaluations'][number];
type Column = readonly (number | null)[];

/**
 * The metrics of two evaluations out of their outline: `failures`, every score, then what was used.
 * @param outline of the baseline and the candidate, in this order
 */
export function pairValues(outline: ExampleOutline): readonly PairedValues[] {
  const [baseline, candidate] = outline.evaluations;
  if (baseline === undefined || candidate === undefined) return [];
  const failed = ({ trials, failures }: Side): Column =>
    trials.map((tried, at) => (tried === 0 ? null : Number((failures[at] ?? 0) > 0)));
  const use: Readonly<Record<(typeof USE)[number], (side: Side) => Column>> = {
    latency: ({ latencies }) => latencies,
    tokens: ({ tokens }) => tokens,
    cost: ({ costs }) => costs,
  };
  return [
    pair(FAILURES, 'rate', 'lower', failed(baseline), failed(candidate)),
    ...outline.scores.map(({ key, kind, direction, values }) =>
      pair(key, kind, direction, values[0] ?? [], values[1] ?? []),
    ),
    ...USE.map((key) => pair(key, 'number', 'lower', use[key](baseline), use[key](candidate))),
  ];
}

/** What is gated unless metrics are named: what an evaluation used is not. */
export const isGatedByDefault = ({ key }: Pick<PairedValues, 'key'>): boolean =>
  !USE.some((name) => name === key);

function pair(
  key: string,
  kind: ScoreKind,
  direction: ScoreDirection,
  first: Column,
  second: Column,
): PairedValues {
  const baseline: number[] = [];
  const candidate: number[] = [];
  let [onlyBaseline, onlyCandidate] = [0, 0];
  for (let at = 0; at < Math.max(first.length, second.length); at += 1) {
    const [before, after] = [first[at] ?? null, second[at] ?? null];
    if (before !== null && after !== null) {
      baseline.push(before);
      candidate.push(after);
    } else if (before !== null) onlyBaseline += 1;
    else if (after !== null) onlyCandidate += 1;
  }
  return {
    key,
    kind,
    direction,
    baseline: Float64Array.from(baseline),
    candidate: Float64Array.from(candidate),
    onlyBaseline,
    onlyCandidate,
  };
}
