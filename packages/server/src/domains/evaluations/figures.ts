import type { Microseconds } from '../calls/index.ts';
import { type Estimate, estimateOf, scoreEstimates } from './estimates.ts';
import type { ExampleTable } from './example-table.ts';
import type { Trial } from './types.ts';

/** What came of one evaluation. */
export interface Figures {
  readonly exampleCount: number;
  readonly trialCount: number;
  /** Trials that have ended. */
  readonly doneCount: number;
  /** Trials in which the model failed. */
  readonly errorCount: number;
  /** Of the last trial; null without any. */
  readonly lastStartedAt: Microseconds | null;
  readonly scores: ReturnType<typeof scoreEstimates>;
  /** Seconds an example. */
  readonly latency: Estimate | null;
  /** Of all trials; null where none was told. */
  readonly tokens: number | null;
  readonly cost: number | null;
}

/** @param place where the evaluation stands in the table */
export function figuresOf(
  trials: readonly Trial[],
  { evaluations, scores }: ExampleTable,
  place: number,
): Figures {
  const column = evaluations[place];
  return {
    exampleCount: column?.trials.filter((count) => count > 0).length ?? 0,
    trialCount: trials.length,
    doneCount: trials.filter(({ isRunning }) => !isRunning).length,
    errorCount: trials.filter(({ isFailed }) => isFailed).length,
    lastStartedAt: trials.reduce<Microseconds | null>(
      (last, { startedAt }) => (last === null || startedAt > last ? startedAt : last),
      null,
    ),
    scores: scoreEstimates(scores, place),
    latency: estimateOf(column?.latencies ?? [], 'number'),
    tokens: sumOf(trials.map(({ totalTokens }) => totalTokens)),
    cost: sumOf(trials.map(({ totalCost }) => totalCost)),
  };
}

const sumOf = (values: readonly (number | null)[]): number | null =>
  values.some((value) => value !== null)
    ? values.reduce<number>((total, value) => total + (value ?? 0), 0)
    : null;
