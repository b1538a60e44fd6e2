import { z } from 'zod';
import { specReader } from './spec-reader.ts';

/** The version that this program writes. */
export const TRACES_VIEW_VERSION = 1;

/** Columns of the list of traces that are there without being asked for. */
export const STANDARD_CALL_COLUMNS = [
  'name',
  'status',
  'inputs',
  'output',
  'started',
  'latency',
  'tokens',
  'cost',
  'user',
] as const;

/** Columns that every call has, by the names under which they are chosen; all others are paths. */
export const CALL_COLUMN_IDS = [
  'name',
  'status',
  'op',
  'inputs',
  'output',
  'started',
  'latency',
  'tokens',
  'cost',
  'user',
  'thread',
  'error',
  'id',
] as const;

const Column = z.string().min(1).max(2_000);
/** Columns of a saved list at the most, and those of them that are pinned. */
export const MOST_CALL_COLUMNS = 50;
export const MOST_PINNED_COLUMNS = 20;

/** Milliseconds since 1970, as far as dates go. */
const Time = z.number().min(-8.64e15).max(8.64e15).nullable();

/** Everything of a list of traces that is saved. */
export const TracesView = z.strictObject({
  version: z.literal(TRACES_VIEW_VERSION),
  /** As `parseCallFilter` reads it. */
  filter: z.string().max(100_000).default(''),
  /** Words anywhere in names, inputs or output. */
  text: z.string().max(1_000).default(''),
  /** Every call, not only those that no other made. */
  isAll: z.boolean().default(false),
  /** Only calls of one conversation, or made in one run. */
  thread: z.string().max(2_000).default(''),
  run: z.string().max(512).default(''),
  /** Those that began in this time, the end excluded. */
  from: Time.default(null),
  to: Time.default(null),
  /** Null: newest first. */
  sort: z
    .object({ field: Column, direction: z.enum(['asc', 'desc']) })
    .nullable()
    .default(null),
  columns: z
    .array(Column)
    .max(MOST_CALL_COLUMNS)
    .readonly()
    .default([...STANDARD_CALL_COLUMNS]),
  /** Of the columns, those that stay in sight when the list is scrolled sideways. */
  pinned: z.array(Column).max(MOST_PINNED_COLUMNS).readonly().default([]),
  hasPlots: z.boolean().default(true),
});
export type TracesView = z.infer<typeof TracesView>;

/** A list of traces that nobody changed. */
export const INITIAL_TRACES_VIEW: TracesView = TracesView.parse({ version: TRACES_VIEW_VERSION });

/** @throws ViewSpecError */
export const parseTracesView: (value: unknown) => TracesView = specReader(
  TracesView,
  TRACES_VIEW_VERSION,
);
