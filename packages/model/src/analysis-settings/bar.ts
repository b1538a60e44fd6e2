import { z } from 'zod';
import { AxisEnd, AxisTitle, RunGrouping, RunScope, RunValueRef } from './common.ts';

/** What panels of the type `bar` can be set to. */
export const BarSettings = z.object({
  /** Several stand side by side in each run or group. */
  values: z.array(RunValueRef).max(20).default([]),
  direction: z.enum(['horizontal', 'vertical']).default('horizontal'),
  scope: RunScope.default('shown'),
  grouping: RunGrouping.default('list'),
  /** How a group is drawn. */
  groupShape: z.enum(['bar', 'box', 'violin']).default('bar'),
  /** How long the bar of a group is. */
  aggregate: z.enum(['mean', 'median', 'min', 'max', 'sum']).default('mean'),
  /** The whisker on the bar of a group; `ci95`, `sd` and `se` are around the mean. */
  interval: z.enum(['ci95', 'sd', 'se', 'minmax', 'none']).default('ci95'),
  /** Single runs of a group as dots. */
  showsRuns: z.boolean().default(true),
  /** `list`: as the runs are listed; groups by their values. */
  sort: z.enum(['list', 'ascending', 'descending', 'name']).default('list'),
  maxBars: z.number().int().min(1).max(1_000).default(40),
  valueLog: z.boolean().default(false),
  valueMin: AxisEnd,
  valueMax: AxisEnd,
  valueTitle: AxisTitle,
});
export type BarSettings = z.infer<typeof BarSettings>;
