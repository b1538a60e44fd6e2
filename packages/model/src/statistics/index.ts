export { autoSummarize } from './auto-summary.ts';
export { type Box, boxOf } from './box.ts';
export { type Correlation, pearson, ranksOf, spearman } from './correlation.ts';
export { type DensityPlace, densityOf } from './density.ts';
export {
  createIntervals,
  type Description,
  describeNumbers,
  describeSums,
  meanInterval,
  sortedQuantile,
} from './describe.ts';
export {
  type DropTest,
  dropEvidence,
  lowerMeanBound,
  START_OF_DROP_TEST,
  watchDrop,
} from './drop-test.ts';
export type { ForestColumn } from './forest/bins.ts';
export { forestImportance, type Importance } from './forest/importance.ts';
export { frontierOf, type Goal } from './frontier.ts';
export { holmAdjusted } from './holm.ts';
export { normalQuantile, normalUpperTail } from './normal.ts';
export { type PairedMeans, pairedMeans } from './paired-means.ts';
export {
  type Interval,
  mcnemarMidP,
  mcnemarWorse,
  type PairedCounts,
  pairedShareInterval,
  wilsonInterval,
} from './proportions.ts';
export { type Regression, regress } from './regression.ts';
export { type Aim, pairsForMeans, pairsForShares } from './sample-size.ts';
export { flippedBelow } from './sign-flips.ts';
export { studentQuantile, studentUpperTail } from './student.ts';
