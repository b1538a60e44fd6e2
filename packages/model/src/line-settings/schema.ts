import { z } from 'zod';
import { Alignment, MAX_EXPRESSION_LENGTH, PanelSmoothing, PanelX } from '../api/panels/request.ts';

const Key = z.string().min(1).max(2_000);
/** A field of runs as `PanelGrouping` takes it: `config.lr`, `tags`, `group`, `jobType`. */
const Field = z.string().min(1).max(2_000);
const Bound = z.number().nullable().default(null);

/** The most lines that a panel may be asked to draw. */
export const MOST_LINES = 1_000;

/** Which metrics a panel draws: a list, or all that a pattern finds, those still to come among them. */
export const LineMetrics = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('keys'), keys: z.array(Key).max(100) }),
  z.object({ kind: z.literal('pattern'), pattern: z.string().max(500) }),
]);
export type LineMetrics = z.infer<typeof LineMetrics>;

/** A colour as hex: only this form ever gets into a style. */
const HexColour = z.string().regex(/^#[0-9a-f]{6}$/);

export const LineDash = z.enum(['solid', 'dashed', 'dotted', 'dash-dot']);
export type LineDash = z.infer<typeof LineDash>;

/** What is set of one line alone; absent members are as the chart's. */
export const LineStyleSetting = z.object({
  /** Name of the run or label of the group, and the metric or expression. */
  source: z.string().max(2_000),
  metric: z.string().max(MAX_EXPRESSION_LENGTH),
  title: z.string().max(500).optional(),
  colour: HexColour.optional(),
  width: z.number().min(0.5).max(8).optional(),
  dash: LineDash.optional(),
});
export type LineStyleSetting = z.infer<typeof LineStyleSetting>;

/** What a shaded band around a group's line shows. */
export const GroupBand = z.enum([
  'none',
  'minmax',
  /** Standard deviation of these runs (population), as W&B's. */
  'sd',
  'se',
  /** The 95 % interval of the mean over runs, by Student's t. */
  'ci95',
  /** No band: the line of each run, faintly. */
  'samples',
]);
export type GroupBand = z.infer<typeof GroupBand>;

const MEMBERS = {
  /** Heading of the chart; empty: the metric. */
  title: z.string().max(500).default(''),

  // Data
  /** Null: the metric that the panel came for. */
  metrics: LineMetrics.nullable().default(null),
  /** `auto`: the step, or what scripts named by `define_metric(step_metric=…)`. */
  x: z.union([z.literal('auto'), PanelX]).default('auto'),
  xMin: Bound,
  xMax: Bound,
  yMin: Bound,
  yMax: Bound,
  xLog: z.boolean().default(false),
  yLog: z.boolean().default(false),
  smoothing: PanelSmoothing.default({ kind: 'twema', weight: 0 }),
  /** What was logged stays faintly behind the smoothed line. */
  showsOriginal: z.boolean().default(true),
  /** Leaves the outermost 5 % of the values out of the axis' range; nothing is taken from the lines. */
  ignoresOutliers: z.boolean().default(false),
  /** Lines, or groups, that are drawn at most. */
  mostLines: z.number().int().min(1).max(MOST_LINES).default(100),

  // Grouping
  isGrouped: z.boolean().default(false),
  /** `by`: runs with the same values of all fields. `allBut`: runs that differ in these fields alone. */
  groupKind: z.enum(['by', 'allBut']).default('by'),
  groupFields: z.array(Field).max(100).default(['group']),
  aggregate: z.enum(['mean', 'median', 'min', 'max', 'sum']).default('mean'),
  band: GroupBand.default('ci95'),
  alignment: Alignment.default('auto'),

  // Chart
  type: z.enum(['line', 'points', 'area', 'percentArea']).default('line'),
  /** Smallest to largest value of each bucket, shaded. */
  showsEnvelope: z.boolean().default(true),
  lineWidth: z.number().min(0.5).max(8).default(1.5),
  xTitle: z.string().max(500).default(''),
  yTitle: z.string().max(500).default(''),
  /** Of axes and their titles. */
  textSize: z.enum(['small', 'medium', 'large']).default('medium'),
  /** `datetime`: an x axis that is a metric or an expression counts seconds since 1970. */
  xFormat: z.enum(['auto', 'datetime']).default('auto'),
  lineStyles: z.array(LineStyleSetting).max(1_000).default([]),

  // Legend
  /** Text of a line; see `renderLegend`. Empty: the run's name, with the metric where there are several. */
  legend: z.string().max(1_000).default(''),
  legendPlace: z.enum(['none', 'top', 'bottom', 'left', 'right']).default('none'),
  legendSize: z.enum(['small', 'medium', 'large']).default('medium'),

  // Expressions
  /** Drawn beside the metrics. */
  expressions: z.array(z.string().max(MAX_EXPRESSION_LENGTH)).max(20).default([]),

  // Display
  /** Lines that the tooltip tells of. */
  tooltip: z.enum(['all', 'nearest']).default('all'),
  /** Long names in full, or cut in the middle. */
  tooltipNames: z.enum(['short', 'full']).default('short'),
  /** In the charts beside the one that the pointer is on: all lines, or the highlighted run's alone. */
  companions: z.enum(['all', 'highlighted', 'none']).default('all'),
};

/** Everything that a line panel can be set to, complete. */
export const LineSettings = z.object(MEMBERS);
export type LineSettings = z.output<typeof LineSettings>;
export type LineSettingName = keyof LineSettings;

type Optional<Shape extends z.core.$ZodLooseShape> = {
  [Name in keyof Shape]: z.ZodOptional<
    Shape[Name] extends z.ZodDefault<infer Inner> ? Inner : Shape[Name]
  >;
};

/**
 * What one level (workspace, section or panel) sets: any members; absent ones are as the level
 * around it says. Members that this version does not know are left as they are.
 */
export const OwnLineSettings = z.looseObject(
  Object.fromEntries(
    Object.entries(MEMBERS).map(([name, member]) => [name, member.unwrap().optional()]),
  ) as unknown as Optional<typeof MEMBERS>,
);
export type OwnLineSettings = z.output<typeof OwnLineSettings>;

/** As nobody set anything. */
export const DEFAULT_LINE_SETTINGS: LineSettings = LineSettings.parse({});

export const LINE_SETTING_NAMES = Object.keys(MEMBERS) as LineSettingName[];

/** What only makes sense of one panel; all other members may be set for a section or a workspace too. */
export const PANEL_ONLY_SETTINGS: ReadonlySet<LineSettingName> = new Set<LineSettingName>([
  'title',
  'metrics',
  'xMin',
  'xMax',
  'yMin',
  'yMax',
  'xTitle',
  'yTitle',
  'lineStyles',
  'expressions',
]);
