import { z } from 'zod';
import { Gradient, RunScope, RunValueRef } from './common.ts';

/** What is highlighted: numbers between two ends (either way round), or some of the texts. */
const Brush = z.union([
  z.object({ min: z.number(), max: z.number() }),
  z.object({ texts: z.array(z.string().max(10_000)).max(1_000) }),
]);
export type AxisBrush = z.infer<typeof Brush>;

export const ParallelAxis = RunValueRef.extend({
  title: z.string().max(500).default(''),
  isLog: z.boolean().default(false),
  /** The most stands below. */
  isFlipped: z.boolean().default(false),
  /** `auto`: numbers where every value is one. */
  kind: z.enum(['auto', 'number', 'category']).default('auto'),
  brush: Brush.nullable().default(null),
});
export type ParallelAxis = z.infer<typeof ParallelAxis>;

/** What panels of the type `parallel` can be set to: parallel coordinates, one line a run. */
export const ParallelSettings = z.object({
  /** From left to right. */
  axes: z.array(ParallelAxis).max(50).default([]),
  scope: RunScope.default('listed'),
  /** What the gradient tells: the last axis, any other value, or nothing (each run has its own colour). */
  colourBy: z.union([z.enum(['last', 'run']), RunValueRef]).default('last'),
  colourLog: z.boolean().default(false),
  gradient: Gradient.default('viridis'),
  /** Lines outside of the brushes. */
  others: z.enum(['dimmed', 'hidden']).default('dimmed'),
});
export type ParallelSettings = z.infer<typeof ParallelSettings>;
