import { z } from 'zod';
import { MetricDefinition } from '../metric-definitions/index.ts';
import { AlsoFrom } from '../run-reference/index.ts';
import { LoggedChart, LoggedMedia } from './run-comparison.ts';
import { RunIdentity } from './runs.ts';

/** A number that JSON can't hold, or an integer past 2^53. */
const SpecialNumber = z.object({ $number: z.string() });

/** A plain value of a run; null where it has none. */
export const CellValue = z.union([z.number(), z.string(), z.boolean(), SpecialNumber, z.null()]);
export type CellValue = z.infer<typeof CellValue>;

const FieldName = z.string().min(1).max(2_000);

/** Filter in Mongo's grammar, as a value. */
const Filter = z.record(z.string(), z.unknown());

/** `last` is what the summary has; `min`, `max` and `mean` are of all points of a metric that are not NaN. */
export const TableColumn = z.object({
  field: FieldName,
  statistic: z.enum(['last', 'min', 'max', 'mean']).default('last'),
});
export type TableColumn = z.input<typeof TableColumn>;

/** `POST /api/v1/projects/{entity}/{project}/runs/rows` */
export const RunRowsRequest = z.object({
  filter: Filter.optional(),
  /** Runs of these projects are listed too; those that one may not see are as if they were not there. */
  alsoFrom: AlsoFrom.default([]),
  /**
   * Fields with `-` in front for descending, the first counts most; newest first unless told. By the
   * least or greatest of all points of a metric: `min:summary.loss`, `-max:summary.acc`.
   */
  order: z.array(FieldName).max(8).default([]),
  columns: z.array(TableColumn).max(200).default([]),
  /** Only these, in this order, by `runReference`; filter, order and place don't matter then. */
  runs: z.array(z.string()).max(1_000).optional(),
  skip: z.number().int().min(0).max(10_000_000).default(0),
  limit: z.number().int().min(1).max(1_000).default(100),
  /** Also what scripts said of their metrics, and the keys of the summary: what charts need. */
  withMetrics: z.boolean().default(false),
});
export type RunRowsRequest = z.input<typeof RunRowsRequest>;

/** A run as a row of a table: lean, whatever it logged. One of another project is named by `runReference`. */
export const RunRowView = RunIdentity.extend({
  /** The beginning of the notes. */
  notes: z.string(),
  /** In the order of the columns. */
  values: z.array(CellValue),
  metrics: z
    .object({
      definitions: z.array(MetricDefinition),
      summaryKeys: z.array(z.string()),
      /** What of it panels show that are no lines. */
      media: z.array(LoggedMedia),
      charts: z.array(LoggedChart),
    })
    .optional(),
});
export type RunRowView = z.infer<typeof RunRowView>;

export const RunRows = z.object({
  rows: z.array(RunRowView),
  /** Runs that the filter means. */
  totalCount: z.number(),
});
export type RunRows = z.infer<typeof RunRows>;

/** `POST /api/v1/projects/{entity}/{project}/runs/groups` */
export const RunGroupsRequest = z.object({
  filter: Filter.optional(),
  alsoFrom: AlsoFrom.default([]),
  by: FieldName,
  columns: z.array(FieldName).max(50).default([]),
  /** `key`, `count`, or the number of a column, whose mean counts; `-` in front for descending. */
  order: z
    .string()
    .regex(/^-?(?:key|count|\d{1,2})$/)
    .default('key'),
  skip: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(1_000).default(200),
});
export type RunGroupsRequest = z.input<typeof RunGroupsRequest>;

/** Over all runs of a group that have a number there. */
export const GroupStatistics = z.object({
  count: z.number(),
  mean: CellValue,
  /** Of the sample (n − 1); null of fewer than two. */
  deviation: CellValue,
  min: CellValue,
  max: CellValue,
});
export type GroupStatistics = z.infer<typeof GroupStatistics>;

export const RunGroups = z.object({
  groups: z.array(
    z.object({
      /** Null: the runs have no number or text there. */
      key: z.union([z.number(), z.string(), SpecialNumber, z.null()]),
      count: z.number(),
      /** In the order of the columns; null where no run of the group has a number. */
      statistics: z.array(GroupStatistics.nullable()),
    }),
  ),
  totalCount: z.number(),
});
export type RunGroups = z.infer<typeof RunGroups>;
export type RunGroupView = RunGroups['groups'][number];

/** `GET /api/v1/projects/{entity}/{project}/run-fields?search=&source=&limit=&also=`: keys of configs and summaries. */
export const RunFields = z.object({
  fields: z.array(
    z.object({
      /** As filters name it: `config.lr`. */
      field: z.string(),
      source: z.enum(['config', 'summary']),
      path: z.string(),
      hasNumbers: z.boolean(),
      hasTexts: z.boolean(),
    }),
  ),
  hasMore: z.boolean(),
});
export type RunFieldView = z.infer<typeof RunFields>['fields'][number];

/** `GET /api/v1/projects/{entity}/{project}/run-values?field=&search=&limit=&also=`: texts that runs have there. */
export const RunTexts = z.object({ texts: z.array(z.string()) });

/** Runs by name, or all that a filter means but for some. */
export const RunSelection = z.union([
  z.object({ runs: z.array(z.string()).min(1).max(1_000) }),
  z.object({ filter: Filter, except: z.array(z.string()).max(10_000).default([]) }),
]);
export type RunSelection = z.input<typeof RunSelection>;

/** What is done to each of them. */
export const BulkAction = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('tag'),
    add: z.array(z.string().min(1).max(256)).max(50).default([]),
    remove: z.array(z.string().min(1).max(256)).max(50).default([]),
  }),
  z.object({ kind: z.literal('delete') }),
  z.object({ kind: z.literal('stop') }),
  z.object({
    kind: z.literal('move'),
    entity: z.string().min(1).max(256),
    project: z.string().min(1).max(256),
  }),
]);
export type BulkAction = z.input<typeof BulkAction>;

/**
 * `POST /api/v1/projects/{entity}/{project}/runs/bulk`: works through the selection part by part, so
 * that it can be watched and ended. Ask again with `after` until `next` is null.
 */
export const BulkRequest = z.object({
  selection: RunSelection,
  /** A filter means runs of these projects too. */
  alsoFrom: AlsoFrom.default([]),
  action: BulkAction,
  /** `next` of the answer before. */
  after: z.number().int().min(0).nullable().default(null),
});
export type BulkRequest = z.input<typeof BulkRequest>;

export const BulkAnswer = z.object({
  /** Runs of this part that were changed, or were so already. */
  done: z.number(),
  /** Runs of this part that were refused, with the reason. */
  failed: z.array(z.object({ run: z.string(), message: z.string() })),
  next: z.number().nullable(),
});
export type BulkAnswer = z.infer<typeof BulkAnswer>;
