import { z } from 'zod';
import { AlsoFrom } from '../run-reference/index.ts';

/** A field of runs by its name in filters and orders: `config.lr`, `summary.loss`, `state`. */
const FieldName = z.string().min(1).max(2_000);

/** Which runs are shown before single ones are switched: the first of the list, all, or none. */
export const RunBase = z.enum(['first', 'all', 'none']);
export type RunBase = z.infer<typeof RunBase>;

/** Which of a metric's values a column shows; of what is no metric, always the last. */
export const ColumnStatistic = z.enum(['last', 'min', 'max', 'best']);
export type ColumnStatistic = z.infer<typeof ColumnStatistic>;

export const ColumnSpec = z.object({
  field: FieldName,
  statistic: ColumnStatistic.default('last'),
  /** px; absent: as wide as its kind of value needs. */
  width: z.number().min(40).max(2_000).optional(),
  isPinned: z.boolean().default(false),
});
export type ColumnSpec = z.infer<typeof ColumnSpec>;

/** A colour that the reader chose, as hex. Only this form ever gets into a style. */
export const Colour = z.string().regex(/^#[0-9a-f]{6}$/);

export const SortSpec = z.object({
  field: FieldName,
  isAscending: z.boolean(),
  /** Which of a metric's values counts; absent: the last. */
  statistic: z.enum(['min', 'max', 'best']).optional(),
});
export type SortSpec = z.infer<typeof SortSpec>;

export const ColourSpec = z.object({
  /** Name of a palette. */
  palette: z.string().max(40).default('standard'),
  /** Colour by the value of a field, in place of one for each run. */
  byField: FieldName.nullable().default(null),
  /** Colours chosen for runs (by address name) or values (as JSON), in pairs. */
  chosen: z
    .array(z.tuple([z.string(), Colour]))
    .max(10_000)
    .default([]),
});
export type ColourSpec = z.infer<typeof ColourSpec>;

/** The list of runs: which it holds, in what order, what it shows of them, which are drawn. */
export const RunsPart = z.object({
  search: z.string().max(2_000).default(''),
  /** The search is a regular expression. */
  isExpression: z.boolean().default(false),
  /** As `parseFilterText` reads it. Kept also when it can't be read, so that it can be mended. */
  filter: z.string().max(100_000).default(''),
  /** The first counts most; empty: newest first. */
  sort: z.array(SortSpec).max(8).default([]),
  /** Fields to group by, outermost first. */
  groupBy: z.array(FieldName).max(8).default([]),
  /** Null: columns are chosen by what the runs have. */
  columns: z.array(ColumnSpec).max(200).nullable().default(null),
  base: RunBase.default('first'),
  /** How many the base `first` shows. */
  firstCount: z.number().int().min(1).max(1_000).default(10),
  /** Names of runs, or paths of groups, shown beyond the base, and those of the base that are hidden. */
  shown: z.array(z.string()).max(10_000).default([]),
  hidden: z.array(z.string()).max(10_000).default([]),
  colours: ColourSpec.prefault({}),
  /** The run that others are compared with. */
  baseline: z.string().nullable().default(null),
  /** Runs kept at the top of the list. */
  pinned: z.array(z.string()).max(20).default([]),
  /** Beside the charts, over them, or put away. */
  layout: z.enum(['split', 'wide', 'closed']).default('split'),
  /** Projects whose runs are listed beside those of this one. */
  alsoFrom: AlsoFrom.default([]),
});
export type RunsPart = z.infer<typeof RunsPart>;
