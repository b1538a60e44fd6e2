export { createEvaluationRuns } from './service.ts';
export * from './types.ts';
