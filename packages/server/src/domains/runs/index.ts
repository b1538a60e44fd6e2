export { createRuns } from './service.ts';
export * from './types.ts';
