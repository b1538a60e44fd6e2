export { createRunDescriber } from './describer.ts';
export { runDurationMs } from './duration.ts';
export * from './lineage.ts';
export { createRuns } from './service.ts';
export * from './types.ts';
