import type { ProjectId } from '../projects/index.ts';
import type { Call, CallCost, Microseconds, ModelPrice, ModelUsage, ReadPrices } from './types.ts';

/**
 * The price that counts for a call: of those in force when it began before those to come, of a
 * project before the default, the newest. Weave's rule.
 */
export function choosePrice(
  prices: readonly ModelPrice[],
  model: string,
  startedAt: Microseconds,
): ModelPrice | null {
  const rank = (price: ModelPrice): number[] => [
    price.effectiveAt <= startedAt ? 1 : 0,
    price.level === 'project' ? 1 : 0,
    price.effectiveAt,
    price.createdAt,
  ];
  let best: ModelPrice | null = null;
  for (const price of prices) {
    if (price.model === model && (best === null || isAbove(rank(price), rank(best)))) best = price;
  }
  return best;
}

function isAbove(left: readonly number[], right: readonly number[]): boolean {
  const at = left.findIndex((value, index) => value !== right[index]);
  return at >= 0 && (left[at] ?? 0) > (right[at] ?? 0);
}

/** A call and what its client says it used. */
interface CallUse {
  readonly call: Pick<Call, 'startedAt'>;
  readonly usage: readonly ModelUsage[];
}

/** Reads the prices of all that calls used, and answers what each of them costs by model. */
export async function costsOfCalls(
  readPrices: ReadPrices,
  project: ProjectId,
  calls: readonly CallUse[],
): Promise<(use: CallUse) => Readonly<Record<string, CallCost>>> {
  const models = new Set(calls.flatMap(({ usage }) => usage.map(({ model }) => model)));
  const prices = models.size === 0 ? [] : await readPrices(project, [...models]);
  return ({ call, usage }) => costsOf(usage, prices, call.startedAt);
}

/** Costs by model; models without a price have none. */
export function costsOf(
  usage: readonly ModelUsage[],
  prices: readonly ModelPrice[],
  startedAt: Microseconds,
): Record<string, CallCost> {
  // Without a prototype: a model may be called anything.
  const costs: Record<string, CallCost> = Object.create(null);
  for (const { model, ...tokens } of usage) {
    const price = choosePrice(prices, model, startedAt);
    if (price) costs[model] = { ...tokens, ...costOf(tokens, price), price };
  }
  return costs;
}

type Tokens = Pick<
  ModelUsage,
  'promptTokens' | 'completionTokens' | 'cacheReadTokens' | 'cacheCreationTokens'
>;

/** What tokens cost, US dollars by kind. */
const costOf = (tokens: Tokens, price: ModelPrice) => ({
  promptCost: tokens.promptTokens * price.promptCost,
  completionCost: tokens.completionTokens * price.completionCost,
  cacheReadCost: tokens.cacheReadTokens * price.cacheReadCost,
  cacheCreationCost: tokens.cacheCreationTokens * price.cacheCreationCost,
});

/** What all of it costs together, US dollars; null where no model has a price. */
export function totalCost(
  usage: readonly (Tokens & Pick<ModelUsage, 'model'>)[],
  prices: readonly ModelPrice[],
  startedAt: Microseconds,
): number | null {
  let total: number | null = null;
  for (const { model, ...tokens } of usage) {
    const price = choosePrice(prices, model, startedAt);
    if (!price) continue;
    const cost = costOf(tokens, price);
    total =
      (total ?? 0) +
      cost.promptCost +
      cost.completionCost +
      cost.cacheReadCost +
      cost.cacheCreationCost;
  }
  return total;
}
