import { z } from 'zod';
import { AxisEnd, AxisTitle, Gradient, RunScope, RunValueRef } from './common.ts';

const Goal = z.enum(['auto', 'minimize', 'maximize']);
const Extent = z.tuple([z.number(), z.number()]);

/** What panels of the type `scatter` can be set to: one point a run. */
export const ScatterSettings = z.object({
  x: RunValueRef.nullable().default(null),
  y: RunValueRef.nullable().default(null),
  /** Told by colour; null: each run has its own. */
  z: RunValueRef.nullable().default(null),
  scope: RunScope.default('listed'),
  xLog: z.boolean().default(false),
  yLog: z.boolean().default(false),
  zLog: z.boolean().default(false),
  xMin: AxisEnd,
  xMax: AxisEnd,
  yMin: AxisEnd,
  yMax: AxisEnd,
  /** Ends of the gradient. */
  zMin: AxisEnd,
  zMax: AxisEnd,
  xTitle: AxisTitle,
  yTitle: AxisTitle,
  zTitle: AxisTitle,
  gradient: Gradient.default('viridis'),
  /** Lines through the lowest, highest and mean y of all points so far, from left to right. */
  showsRunningMin: z.boolean().default(false),
  showsRunningMax: z.boolean().default(false),
  showsRunningMean: z.boolean().default(false),
  /** A line through the runs that no other run beats in both values. */
  showsFrontier: z.boolean().default(false),
  /** `auto`: by the metric's goal, else by its name. */
  xGoal: Goal.default('auto'),
  yGoal: Goal.default('auto'),
  labelsFrontier: z.boolean().default(true),
  dimsOthers: z.boolean().default(false),
  /** Least squares of y over x (of their logarithms on log axes), with the 95 % interval of the line. */
  showsRegression: z.boolean().default(false),
  /** Radius of a point, px. */
  pointSize: z.number().min(1).max(12).default(4),
  /** Further values that the tooltip tells. */
  tooltip: z.array(RunValueRef).max(20).default([]),
  /** What the reader zoomed into; null: all. */
  zoom: z.object({ x: Extent, y: Extent }).nullable().default(null),
});
export type ScatterSettings = z.infer<typeof ScatterSettings>;
