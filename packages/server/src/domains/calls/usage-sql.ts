import { choosePrice } from './costs.ts';
import type { Statement } from './statement.ts';
import type { ModelPrice } from './types.ts';

/** What is counted of a model, in the order in which it stands in the column `usage`. */
export const TOKENS = [
  'prompt',
  'completion',
  'cache_read',
  'cache_creation',
  'requests',
  'total',
] as const;

/** The column `usage` as a list of `(model, …counts)`. */
export const USAGE_ENTRIES = `JSONExtract(usage, 'Array(Tuple(String, ${TOKENS.map(() => 'UInt64').join(', ')}))')`;

const PRICES = {
  prompt: 'promptCost',
  completion: 'completionCost',
  cache_read: 'cacheReadCost',
  cache_creation: 'cacheCreationCost',
} as const satisfies Record<string, keyof ModelPrice>;

/** What has a price of its own. */
export type PricedTokens = keyof typeof PRICES;

export const PRICED_TOKENS = Object.keys(PRICES) as readonly PricedTokens[];

/** Prices bound to a statement, by model and by the time that a call began: they change at their dates. */
export interface PriceTable {
  /** The place of the price that counts, 0 where a model has none. @param model,start SQL */
  place(model: string, start: string): string;
  /** The price of a token at a place that is not 0. */
  price(tokens: PricedTokens, place: string): string;
}

/** Null where nothing has a price. */
export function bindPrices(statement: Statement, prices: readonly ModelPrice[]): PriceTable | null {
  const dates = [...new Set(prices.map(({ effectiveAt }) => effectiveAt))].sort((a, b) => a - b);
  const byModel = Map.groupBy(prices, ({ model }) => model);
  const keys: string[] = [];
  const chosen: ModelPrice[] = [];
  for (const [model, own] of byModel) {
    // Before the first date as after it: a price to come counts where there is no other.
    [Number.NEGATIVE_INFINITY, ...dates].forEach((date, era) => {
      const price = choosePrice(own, model, date);
      if (!price) return;
      keys.push(`${era} ${model}`);
      chosen.push(price);
    });
  }
  if (keys.length === 0) return null;
  const boundDates = statement.bind('Array(Int64)', dates);
  const boundKeys = statement.bind('Array(String)', keys);
  const lists = new Map(
    PRICED_TOKENS.map((tokens) => [
      tokens,
      statement.bind(
        'Array(Float64)',
        chosen.map((price) => price[PRICES[tokens]]),
      ),
    ]),
  );
  return {
    place: (model, start) =>
      `indexOf(${boundKeys}, concat(toString(arrayCount(date -> date <= ${start}, ${boundDates})), ' ', ${model}))`,
    price: (tokens, place) => `arrayElement(${lists.get(tokens)}, ${place})`,
  };
}

/** What a call costs, of all models with a price together; null where there is none. */
export function totalCostSql(statement: Statement, prices: readonly ModelPrice[]): string {
  const table = bindPrices(statement, prices);
  if (table === null) return 'CAST(NULL AS Nullable(Float64))';
  const cost = PRICED_TOKENS.map(
    (tokens) => `used.2.${TOKENS.indexOf(tokens) + 2} * ${table.price(tokens, 'used.1')}`,
  ).join(' + ');
  const priced = `arrayFilter(used -> used.1 != 0,
    arrayMap(entry -> (${table.place('entry.1', 'started_at')}, entry), ${USAGE_ENTRIES}))`;
  return `if(empty(${priced}), NULL, toNullable(arraySum(used -> ${cost}, ${priced})))`;
}
