export {
  readEndedEvaluations,
  readRecentEvaluations,
  withReadEvaluations,
} from './ended-evaluations.ts';
export type { ExampleTable, ExampleTexts } from './example-table.ts';
export { createKeptEvaluations } from './kept-store.ts';
export { isCountable, leavesOf } from './leaves.ts';
export { createEvaluations, type EvaluationSummary, type Evaluations } from './service.ts';
export type { Subject, Trial } from './types.ts';
