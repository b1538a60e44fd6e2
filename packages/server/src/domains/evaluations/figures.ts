import { type Estimate, scoreEstimates, useEstimateOf } from './estimates.ts';
import type { ExampleTable } from './example-table.ts';
import type { OutlineTotals } from './outline.ts';

/** What came of one evaluation. */
export interface Figures extends OutlineTotals {
  readonly exampleCount: number;
  readonly scores: ReturnType<typeof scoreEstimates>;
  /** Keys of what scorers said that holds no number. */
  readonly uncounted: readonly string[];
  /** Seconds an example. */
  readonly latency: Estimate | null;
}

/** @param place where the evaluation stands in the table */
export function figuresOf(
  totals: OutlineTotals,
  { evaluations, scores, uncounted }: ExampleTable,
  place: number,
): Figures {
  const column = evaluations[place];
  return {
    ...totals,
    exampleCount: column?.trials.filter((count) => count > 0).length ?? 0,
    scores: scoreEstimates(scores, place),
    uncounted: uncounted[place] ?? [],
    latency: useEstimateOf(column?.latencies ?? []),
  };
}
