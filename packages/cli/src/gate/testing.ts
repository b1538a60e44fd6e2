import type { EvaluationView, ExampleOutline } from '@runloom/model';
import type { PairedValues } from './paired-values.ts';

/** An evaluation of which only what a test says matters. */
export const evaluation = (part: Partial<EvaluationView> = {}): EvaluationView => ({
  id: 'e1',
  traceId: 't1',
  name: 'eval',
  status: 'complete',
  evaluation: null,
  model: null,
  dataset: null,
  scorers: [],
  exampleCount: 0,
  expectedCount: null,
  trialCount: 0,
  errorCount: 0,
  startedAt: 0,
  endedAt: null,
  user: null,
  scores: [],
  uncounted: [],
  latency: null,
  tokens: null,
  cost: null,
  ...part,
});

/** Pass and fail of pairs: so many got worse, better, and stayed failed or passed. */
export function passes(
  worse: number,
  better: number,
  failed: number,
  passed: number,
): PairedValues {
  const repeat = (count: number, value: number) => Array.from({ length: count }, () => value);
  return metric({
    baseline: [
      ...repeat(worse, 1),
      ...repeat(better, 0),
      ...repeat(failed, 0),
      ...repeat(passed, 1),
    ],
    candidate: [
      ...repeat(worse, 0),
      ...repeat(better, 1),
      ...repeat(failed, 0),
      ...repeat(passed, 1),
    ],
  });
}

export const metric = ({
  baseline,
  candidate,
  ...part
}: Partial<Omit<PairedValues, 'baseline' | 'candidate'>> & {
  readonly baseline: readonly number[];
  readonly candidate: readonly number[];
}): PairedValues => ({
  key: 'match',
  kind: 'rate',
  direction: 'higher',
  onlyBaseline: 0,
  onlyCandidate: 0,
  baseline: Float64Array.from(baseline),
  candidate: Float64Array.from(candidate),
  ...part,
});

type Side = ExampleOutline['evaluations'][number];

/** One side of an outline with a trial an example, nothing failed and nothing used. */
export const side = (id: string, count: number, part: Partial<Side> = {}): Side => ({
  id,
  trials: Array.from({ length: count }, () => 1),
  failures: Array.from({ length: count }, () => 0),
  outputs: Array.from({ length: count }, () => null),
  latencies: Array.from({ length: count }, () => null),
  tokens: Array.from({ length: count }, () => null),
  costs: Array.from({ length: count }, () => null),
  ...part,
});
