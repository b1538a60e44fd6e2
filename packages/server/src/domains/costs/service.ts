import { invalid } from '../../platform/errors.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import { authorOf } from '../accounts/index.ts';
import { DEFAULT_PRICES } from './default-prices.ts';
import { createPriceStore } from './store.ts';
import type { Costs, ModelPrice, NewPrice } from './types.ts';

const MAX_NAME = 512;
/** Prices set by one request, and ids in one removal. */
const MAX_AT_ONCE = 1_000;

const DEFAULTS_BY_MODEL: ReadonlyMap<string, ModelPrice> = new Map(
  DEFAULT_PRICES.map((price) => [price.model, price]),
);

/** Prices over the metadata store, beside the default ones. `clock` in milliseconds. */
export function createCosts(deps: {
  readonly metadata: MetadataStore;
  readonly clock?: () => number;
}): Costs {
  const { metadata, clock = Date.now } = deps;
  const store = createPriceStore(metadata);
  return {
    async create(actor, project, prices) {
      if (prices.length > MAX_AT_ONCE) {
        throw invalid(`At most ${MAX_AT_ONCE} prices are set at once, not ${prices.length}.`);
      }
      for (const price of prices) check(price);
      const by = actor.kind === 'user' ? authorOf(actor) : null;
      return store.insert(project, prices, by, clock() * 1000);
    },
    async list(project) {
      return [...(await store.list(project)), ...DEFAULT_PRICES];
    },
    async readPrices(project, models) {
      const own = await store.ofModels(project, models);
      const known = models.flatMap((model) => DEFAULTS_BY_MODEL.get(model) ?? []);
      return [...own, ...known];
    },
    async remove(project, ids) {
      if (ids.length > MAX_AT_ONCE) {
        throw invalid(`At most ${MAX_AT_ONCE} prices are removed at once, not ${ids.length}.`);
      }
      const numbers = ids.filter((id) => /^[1-9]\d{0,14}$/.test(id)).map(Number);
      await store.remove(project, numbers);
    },
  };
}

function check(price: NewPrice): void {
  const { model, providerId, effectiveAt, ...costs } = price;
  for (const name of [model, providerId]) {
    if (name.length === 0 || name.length > MAX_NAME) {
      throw invalid(`The name of a model or provider has 1 to ${MAX_NAME} characters.`);
    }
  }
  if (!Number.isSafeInteger(effectiveAt)) {
    throw invalid(`The price of ${JSON.stringify(model)} needs a date from which on it counts.`);
  }
  for (const [name, cost] of Object.entries(costs)) {
    if (Number.isFinite(cost) && cost >= 0) continue;
    throw invalid(
      `A price is a number of US dollars for one token, not below 0: ${name} of ${JSON.stringify(model)} is ${cost}.`,
    );
  }
}
