export { readEndedEvaluations, withReadEvaluations } from './ended-evaluations.ts';
export type { ExampleTable } from './example-table.ts';
export { leavesOf } from './leaves.ts';
export { createEvaluations, type EvaluationSummary, type Evaluations } from './service.ts';
export { createTrialStore } from './trial-store.ts';
export type { Subject, Trial } from './types.ts';
