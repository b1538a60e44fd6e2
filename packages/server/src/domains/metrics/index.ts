export { listSourceKeys, removeRows } from './removal.ts';
export { createMetrics } from './service.ts';
export * from './types.ts';
