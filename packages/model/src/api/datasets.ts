import { z } from 'zod';
import { CallSelection } from './calls.ts';
import { PublishedVersion } from './weave-objects.ts';

const Name = z.string().min(1).max(128);
const Column = z.string().min(1).max(512);
/** The text of one JSON value, so that `1.0` stays `1.0`. */
const JsonTextValue = z.string().min(1).max(4_000_000);

/** What a version of a dataset is called and what it holds, as the server answers after each change. */
export const DatasetPublished = PublishedVersion.extend({
  rowCount: z.number(),
  /** Rows that stand in it more than once; null where nobody counted. */
  duplicateCount: z.number().nullable(),
});
export type DatasetPublished = z.infer<typeof DatasetPublished>;

/** `POST …/datasets/{name}/versions`: a version with changes, as the next one. Places count rows of the base. */
export const DatasetEdit = z.object({
  /** Digest, `latest`, `v3` or an alias of the version that was changed. */
  base: z.string().min(1).max(128),
  /** The digest of the newest version that the editor knows of; another one is a conflict. */
  latest: z.string().max(128).optional(),
  cells: z
    .array(
      z.object({
        index: z.number().int().min(0),
        /** JSON texts by column. */
        set: z.record(Column, JsonTextValue),
        clear: z.array(Column).default([]),
      }),
    )
    .max(10_000)
    .default([]),
  removed: z.array(z.number().int().min(0)).max(10_000).default([]),
  /** Before the row of this place; the count of rows for the end. JSON texts of objects. */
  inserted: z
    .array(z.object({ before: z.number().int().min(0), rows: z.array(JsonTextValue).max(10_000) }))
    .max(10_000)
    .default([]),
  /** Done to every row, in their order, after the changes of cells. */
  columns: z
    .array(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('add'), name: Column, value: JsonTextValue }),
        z.object({ kind: z.literal('remove'), name: Column }),
        z.object({ kind: z.literal('rename'), name: Column, to: Column }),
      ]),
    )
    .max(100)
    .default([]),
  description: z.string().max(10_000).nullable().optional(),
});
export type DatasetEdit = z.input<typeof DatasetEdit>;

/** `GET …/datasets/{name}/changes?from=&to=&kind=&skip=&limit=` */
export const DatasetChangeKind = z.enum(['added', 'removed', 'changed']);
export type DatasetChangeKind = z.infer<typeof DatasetChangeKind>;
export const DatasetChanges = z.object({
  from: z.object({ digest: z.string(), versionIndex: z.number(), rowCount: z.number() }),
  to: z.object({ digest: z.string(), versionIndex: z.number(), rowCount: z.number() }),
  counts: z.object({
    added: z.number(),
    removed: z.number(),
    changed: z.number(),
    unchanged: z.number(),
  }),
  /** Rows that both have stand in another order. */
  isReordered: z.boolean(),
  rows: z.array(
    z.object({
      kind: DatasetChangeKind,
      fromIndex: z.number().nullable(),
      toIndex: z.number().nullable(),
      /** Objects; null where the side has no such row. */
      before: z.unknown(),
      after: z.unknown(),
      /** Columns that differ. */
      columns: z.array(z.string()),
    }),
  ),
});
export type DatasetChanges = z.infer<typeof DatasetChanges>;

export const DATASET_FORMATS = ['csv', 'tsv', 'json', 'jsonl', 'parquet'] as const;
export const DatasetFormat = z.enum(DATASET_FORMATS);
export type DatasetFormat = z.infer<typeof DatasetFormat>;

/** What the texts of a column are read as; `as is` where the file itself says what they are. */
export const DatasetColumnType = z.enum(['text', 'number', 'boolean', 'json', 'as is']);
export type DatasetColumnType = z.infer<typeof DatasetColumnType>;

/** A column of a file, and what becomes of it. */
export const DatasetImportColumn = z.object({
  source: z.string().max(512),
  /** Null leaves it out. */
  name: Column.nullable(),
  type: DatasetColumnType,
});
export type DatasetImportColumn = z.infer<typeof DatasetImportColumn>;

/** `POST …/datasets/preview?format=` with the file as the body. */
export const DatasetPreview = z.object({
  rowCount: z.number(),
  columns: z.array(DatasetImportColumn.extend({ name: z.string(), emptyCount: z.number() })),
  /** The first ones, as they would be kept. */
  rows: z.array(z.unknown()),
  /** What is wrong with the file; the first ones of so many. */
  problems: z.array(z.string()),
  problemCount: z.number(),
});
export type DatasetPreview = z.infer<typeof DatasetPreview>;

/** `POST …/datasets/{name}/import?format=&columns=&mode=` with the file as the body. */
export const DatasetImportMode = z.enum(['create', 'append', 'replace']);
export type DatasetImportMode = z.infer<typeof DatasetImportMode>;

/** `POST …/datasets/{name}/splits`: each row goes to a part by its digest, wherever it stands. */
export const DatasetSplit = z.object({
  version: z.string().min(1).max(128),
  /** Another seed throws the dice again. */
  seed: z.string().max(100).default(''),
  parts: z
    .array(z.object({ name: Name, share: z.number().positive().max(1_000_000) }))
    .min(1)
    .max(10),
});
export type DatasetSplit = z.input<typeof DatasetSplit>;
export const DatasetSplitDone = z.object({ parts: z.array(DatasetPublished) });

/** Where a column's values are found in a call: a path into inputs, output, attributes or summary, or its reference. */
const CallMapping = z.object({ column: Column, path: z.string().min(1).max(2_000) });
const ChosenCalls = {
  selection: CallSelection,
  ids: z.array(z.string().min(1).max(512)).max(10_000).default([]),
  except: z.array(z.string().max(512)).max(10_000).default([]),
  mapping: z.array(CallMapping).min(1).max(100),
};
/** `POST …/datasets/calls-preview` */
export const DatasetCallsPreviewRequest = z.object(ChosenCalls);
export type DatasetCallsPreviewRequest = z.input<typeof DatasetCallsPreviewRequest>;
export const DatasetCallsPreview = z.object({
  callCount: z.number(),
  rows: z.array(z.unknown()),
  /** Of the rows shown: columns for which some call has nothing. */
  missing: z.array(z.object({ column: z.string(), count: z.number() })),
});
export type DatasetCallsPreview = z.infer<typeof DatasetCallsPreview>;
/** `POST …/datasets/{name}/calls`: makes the dataset, or adds the rows to its newest version. */
export const DatasetOfCalls = z.object({ ...ChosenCalls, mode: DatasetImportMode });
export type DatasetOfCalls = z.input<typeof DatasetOfCalls>;
