import { z } from 'zod';

const Key = z.string().max(4_000);
const ByName = z.record(z.string().max(200), z.string().max(4_000));

/**
 * What a custom chart is drawn from: a row for each run with values of its config and summary; with
 * keys of the history a row for each step; with a table a row for each of its rows.
 */
export const ChartData = z.object({
  config: z.array(Key).max(100).default([]),
  summary: z.array(Key).max(100).default([]),
  /** Metrics, read row by row. */
  history: z.array(Key).max(20).default([]),
  /** Key of a table, as it stands at the end. */
  summaryTable: Key.default(''),
  /** Key of a table, as it stands at each step that it was logged at. */
  historyTable: Key.default(''),
});
export type ChartData = z.infer<typeof ChartData>;

/** What a custom chart can be set to. */
export const CustomChartSettings = z.object({
  /** A preset, `wandb/line/v0`; a chart of a user or team, `entity/name`; empty: the specification below. */
  definition: z.string().max(500).default('wandb/line/v0'),
  /** A Vega or Vega-Lite specification as JSON. */
  spec: z.string().max(200_000).default(''),
  /** Columns that stand for `${field:name}`. */
  fields: ByName.default({}),
  /** Texts that stand for `${string:name}`. */
  strings: ByName.default({}),
  data: ChartData.prefault({}),
});
export type CustomChartSettings = z.infer<typeof CustomChartSettings>;
