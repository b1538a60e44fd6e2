export { createCharts } from './service.ts';
export * from './types.ts';
