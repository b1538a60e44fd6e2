import { definitionOfKey } from './resolve.ts';
import type { MetricDefinition } from './types.ts';

const LOWER = /loss|err|mse|mae|rmse|perplexity|ppl|cost|latency|time|nll|divergence|fid\b/i;

/** Whether less is better: what scripts said of the metric's goal; else by its name. @param field `summary.loss` */
export function isLowerBetter(field: string, definitions: readonly MetricDefinition[]): boolean {
  const key = field.slice(field.indexOf('.') + 1);
  const goal = definitionOfKey(definitions, key)?.goal ?? null;
  return goal === null ? LOWER.test(key) : goal === 'minimize';
}
