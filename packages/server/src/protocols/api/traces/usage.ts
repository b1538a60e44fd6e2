import type { CallModelUse, ExactJson } from '@runloom/model';
import type { Call } from '../../../domains/calls/index.ts';
import { readJson } from './values.ts';

/** Use of each model in a call and all that it called, as the client or the store summed it up. */
export function modelsOf({ summary, costs }: Pick<Call, 'summary' | 'costs'>): CallModelUse[] {
  const whole = readJson(summary);
  const usage = whole instanceof Map ? whole.get('usage') : undefined;
  const told = usage instanceof Map ? usage : new Map<string, ExactJson>();
  const models = new Set([...told.keys(), ...Object.keys(costs ?? {})]);
  return [...models].map((model) => {
    const counts = told.get(model);
    const read = (...names: readonly string[]): number =>
      counts instanceof Map ? names.reduce((sum, name) => sum + numberOf(counts.get(name)), 0) : 0;
    const cost =
      costs === undefined ? undefined : Object.getOwnPropertyDescriptor(costs, model)?.value;
    const promptTokens = read('prompt_tokens', 'input_tokens');
    const completionTokens = read('completion_tokens', 'output_tokens');
    return {
      model,
      requests: read('requests'),
      promptTokens,
      completionTokens,
      cacheReadTokens: read('cache_read_input_tokens'),
      cacheCreationTokens: read('cache_creation_input_tokens'),
      totalTokens: read('total_tokens') || promptTokens + completionTokens,
      cost: cost === undefined ? null : sumOf(cost),
    };
  });
}

function sumOf(cost: NonNullable<Call['costs']>[string]): number | null {
  const parts = [
    cost.promptCost,
    cost.completionCost,
    cost.cacheReadCost,
    cost.cacheCreationCost,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.reduce((sum, part) => sum + part, 0);
}

function numberOf(value: ExactJson | undefined): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0;
}

/** The sums over models; null where nothing was told. */
export function totalOf(models: readonly CallModelUse[]) {
  const known = models.flatMap(({ cost }) => (cost === null ? [] : [cost]));
  const sum = (values: readonly number[]): number | null =>
    values.length === 0 ? null : values.reduce((all, value) => all + value, 0);
  return {
    tokens: sum(models.map(({ totalTokens }) => totalTokens)),
    inputTokens: sum(models.map(({ promptTokens }) => promptTokens)),
    outputTokens: sum(models.map(({ completionTokens }) => completionTokens)),
    cost: sum(known),
  };
}
