export { createSearch } from './service.ts';
export * from './types.ts';
