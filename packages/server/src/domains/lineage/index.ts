export { createLineage } from './service.ts';
export * from './types.ts';
