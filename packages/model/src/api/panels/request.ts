import { z } from 'zod';

/** The longest text of an expression. */
export const MAX_EXPRESSION_LENGTH = 2000;
/** Panels of one request. */
export const MAX_PANELS = 100;
/** Lines of one panel: runs × metrics. */
export const MAX_PANEL_LINES = 5000;
/** Buckets of one panel over all its lines. */
export const MAX_PANEL_BUCKETS = 2_000_000;

/**
 * A metric by its key to the letter, or an expression over metrics, config and summary
 * (`parseExpression`). An expression is evaluated for each row that has all metrics it names, before
 * anything is bucketed, smoothed or grouped.
 */
export const PanelMetric = z.union([
  z.object({ key: z.string() }).strict(),
  z.object({ expression: z.string().min(1).max(MAX_EXPRESSION_LENGTH) }).strict(),
]);
export type PanelMetric = z.infer<typeof PanelMetric>;

/**
 * What the points are drawn over. `relative`: seconds of the wall clock since the run's start.
 * `process`: seconds that the run was active (`_runtime`): pauses before it was resumed are not
 * there. `wall`: seconds since the epoch. A metric or an expression: its value in the same row.
 */
export const PanelX = z.union([z.enum(['step', 'relative', 'process', 'wall']), PanelMetric]);
export type PanelX = z.infer<typeof PanelX>;

/** By W&B's formulas; `weight` 0 to 1, `sigma` in units of x, `points` around each point. */
export const PanelSmoothing = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('twema'), weight: z.number().min(0).max(1) }),
  z.object({ kind: z.literal('ema'), weight: z.number().min(0).max(1) }),
  z.object({ kind: z.literal('gaussian'), sigma: z.number().min(0) }),
  z.object({ kind: z.literal('average'), points: z.number().min(1).max(1_000_000) }),
]);

/** Numbers that a line of a run may come with, for each bucket; `x` always does. */
export const BucketColumn = z.enum([
  'min',
  'max',
  'first',
  'last',
  'mean',
  'counts',
  'nans',
  'infinities',
]);
export type BucketColumn = z.infer<typeof BucketColumn>;

/** Numbers that a line of a group may come with, for each place; `x` and `runs` always do. */
export const GroupColumn = z.enum([
  'mean',
  'median',
  'min',
  'max',
  /** Over the runs that have a finite number there: how many they are is told by `runs`. */
  'sum',
  /** Divides by n: of these runs and no others. */
  'stdPopulation',
  /** Divides by n − 1; NaN for one run. */
  'stdSample',
  /** Sample standard deviation / √n; NaN for one run. */
  'standardError',
  /** The 95 % interval of the mean over runs: Student's t with n − 1 degrees; NaN for one run. */
  'low95',
  'high95',
  'q05',
  'q25',
  'q75',
  'q95',
]);
export type GroupColumn = z.infer<typeof GroupColumn>;

/**
 * Which runs make one line together. Fields are `config.<path>`, `summary.<path>`, `tags` (all tags of
 * the run as one set), `group`, `jobType`, `user`, `state` and the other attributes that run filters know.
 */
export const PanelGrouping = z.discriminatedUnion('kind', [
  /** Each set of runs is a group; runs of none are not drawn. */
  z.object({
    kind: z.literal('sets'),
    sets: z
      .array(z.object({ label: z.string().max(1000), runs: z.array(z.string()).max(10_000) }))
      .min(1)
      .max(1000),
  }),
  /** Runs that have the same values of all fields. */
  z.object({ kind: z.literal('by'), fields: z.array(z.string().min(1)).min(1).max(100) }),
  /** Runs whose config is the same but for these fields: `config.seed` makes groups of repetitions. */
  z.object({ kind: z.literal('allBut'), fields: z.array(z.string().min(1)).max(100) }),
]);
export type PanelGrouping = z.infer<typeof PanelGrouping>;

/**
 * How runs of a group meet on x. `exact-x`: at each x that was logged; nothing is put together.
 * `windowed`: each run has its say once in each window, by the mean of all its points there. `auto`
 * takes the first where every run has a point at each x of the group between its own first and last
 * (and they are no more than the buckets), else the second. Nothing is ever interpolated.
 */
export const Alignment = z.enum(['auto', 'exact-x', 'windowed']);
export type Alignment = z.infer<typeof Alignment>;

export const PanelGroup = z.object({
  grouping: PanelGrouping,
  /** The first one is the line that is smoothed. */
  columns: z.array(GroupColumn).min(1).default(['mean', 'low95', 'high95', 'min', 'max']),
  alignment: Alignment.default('auto'),
});

export const PanelRequest = z.object({
  stream: z.enum(['history', 'system']).default('history'),
  y: z.array(PanelMetric).min(1).max(10_000),
  x: PanelX.default('step'),
  /** The x in view, ends included, in units of x; null is everything. */
  range: z.object({ min: z.number(), max: z.number() }).nullable().default(null),
  /** Width of the chart: a line with at most this many points in view is sent whole, else as at most so many buckets. */
  buckets: z.number().int().min(1).max(10_000).default(1000),
  /**
   * Width of a bucket in units of x, as an earlier answer told it (`grid`), so that what was added
   * since can be asked for alone and joins on. Null: the smallest that keeps to `buckets`.
   */
  bucketWidth: z.number().positive().nullable().default(null),
  columns: z.array(BucketColumn).default(['min', 'max', 'last', 'mean', 'counts', 'nans']),
  smoothing: PanelSmoothing.default({ kind: 'none' }),
  /** Width of the chart's x axis that time-weighted smoothing goes by; null: of all x in view. */
  rangeOfX: z.number().positive().nullable().default(null),
  /** Null: a line a run. */
  group: PanelGroup.nullable().default(null),
});
export type PanelRequest = z.input<typeof PanelRequest>;
export type ParsedPanelRequest = z.output<typeof PanelRequest>;

/**
 * `POST /api/v1/projects/{entity}/{project}/panels`: the lines of some panels. The same request over
 * the same data gives the same bytes. Send `Accept: application/vnd.runloom.panels` for the
 * binary answer (`decodePanels`); NaN and infinities are exact in both.
 */
export const PanelsRequest = z.object({
  runs: z.array(z.string()).min(1).max(10_000),
  /** Runs that are not drawn (hidden ones) but whose first and last x count where no range is given, so that hiding a run does not move the buckets of others. */
  hiddenRuns: z.array(z.string()).max(10_000).default([]),
  panels: z.array(PanelRequest).min(1).max(MAX_PANELS),
});
export type PanelsRequest = z.input<typeof PanelsRequest>;

/**
 * `POST /api/v1/projects/{entity}/{project}/panels/export`: every point of the panel's lines (with
 * `group`: every place of its groups), as it was logged, as a table.
 */
export const PanelExport = z.object({
  runs: z.array(z.string()).min(1).max(10_000),
  panel: PanelRequest,
  format: z.enum(['csv']).default('csv'),
});
export type PanelExport = z.input<typeof PanelExport>;
