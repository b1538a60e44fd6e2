export { createCosts } from './service.ts';
export type { Costs, ModelPrice, NewPrice } from './types.ts';
