import { z } from 'zod';
import { Colour } from '../views/index.ts';

/** A field of runs by its name in filters: `config.lr`, `summary.loss`, `state`, `duration`. */
const FieldName = z.string().min(1).max(2_000);

/**
 * One value of each run. `last` is what config, summary or the run itself have; the others are over
 * all logged points of a metric (`summary.` fields alone). `best` is `min` or `max` by the metric's
 * goal, else by its name.
 */
export const RunValueRef = z.object({
  field: FieldName,
  statistic: z.enum(['last', 'min', 'max', 'mean', 'best']).default('last'),
});
export type RunValueRef = z.infer<typeof RunValueRef>;

/** `shown`: the runs whose eyes are open; `listed`: all of the list but for those hidden one by one. */
export const RunScope = z.enum(['shown', 'listed']);
export type RunScope = z.infer<typeof RunScope>;

/** End of an axis that a reader gave; null where the data says. */
export const AxisEnd = z.number().nullable().default(null);

export const AxisTitle = z.string().max(500).default('');

/** Colours that values are told by, from the least to the most. */
export const NAMED_GRADIENTS = ['viridis', 'plasma', 'blues', 'cool-warm'] as const;

export const GradientStop = z.object({
  /** 0: the least, 1: the most. */
  at: z.number().min(0).max(1),
  colour: Colour,
});
export type GradientStop = z.infer<typeof GradientStop>;

/** By name, or as the reader made it: at least two stops, in the order of their places. */
export const Gradient = z.union([
  z.enum(NAMED_GRADIENTS),
  z
    .array(GradientStop)
    .min(2)
    .max(20)
    .refine(
      (stops) => stops.every(({ at }, index) => index === 0 || at >= (stops[index - 1]?.at ?? 0)),
      'the stops of a gradient must stand in the order of their places',
    ),
]);
export type Gradient = z.infer<typeof Gradient>;

/** Which runs are one: as the list groups them, none, or those that have the same values in fields. */
export const RunGrouping = z.union([
  z.enum(['list', 'none']),
  z.object({ fields: z.array(FieldName).min(1).max(8) }),
]);
export type RunGrouping = z.infer<typeof RunGrouping>;
