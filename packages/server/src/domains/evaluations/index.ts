export type { ComparedMetric, Estimate } from './estimates.ts';
export type { ExampleTable } from './example-table.ts';
export { leafKey, leavesOf, type ScoreLeaf } from './leaves.ts';
export {
  type Comparison,
  createEvaluations,
  type EvaluationSummary,
  type Evaluations,
  type ExampleDetail,
} from './service.ts';
export type { Subject, Trial } from './types.ts';
