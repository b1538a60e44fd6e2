export { createMetrics } from './service.ts';
export * from './types.ts';
