import { z } from 'zod';

/** What the summary of a run is to hold of a metric. */
export const MetricSummary = z.enum([
  'min',
  'max',
  'mean',
  'best',
  'last',
  'none',
  'copy',
  'first',
]);
export type MetricSummary = z.infer<typeof MetricSummary>;

/** What `define_metric` says of one key, or of all keys that begin in a way. */
export const MetricDefinition = z.object({
  /** A dotted key as in the history. Of a glob: what keys begin with. */
  key: z.string(),
  isGlob: z.boolean(),
  /** The key whose values are the x axis. */
  stepMetric: z.string().nullable(),
  /** The client writes the step metric into each row. */
  stepSync: z.boolean(),
  /** Not to be shown unless asked for. */
  hidden: z.boolean(),
  summary: z.array(MetricSummary),
  goal: z.enum(['minimize', 'maximize']).nullable(),
});
export type MetricDefinition = z.infer<typeof MetricDefinition>;
