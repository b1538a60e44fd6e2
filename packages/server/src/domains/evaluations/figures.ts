import { type Estimate, estimateOf, scoreEstimates } from './estimates.ts';
import type { ExampleTable } from './example-table.ts';
import type { OutlineTotals } from './outline.ts';

/** What came of one evaluation. */
export interface Figures extends OutlineTotals {
  readonly exampleCount: number;
  readonly scores: ReturnType<typeof scoreEstimates>;
  /** Seconds an example. */
  readonly latency: Estimate | null;
}

/** @param place where the evaluation stands in the table */
export function figuresOf(
  totals: OutlineTotals,
  { evaluations, scores }: ExampleTable,
  place: number,
): Figures {
  const column = evaluations[place];
  return {
    ...totals,
    exampleCount: column?.trials.filter((count) => count > 0).length ?? 0,
    scores: scoreEstimates(scores, place),
    latency: estimateOf(column?.latencies ?? [], 'number'),
  };
}
