export { createViews } from './service.ts';
export * from './types.ts';
