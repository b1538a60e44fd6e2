import type { CallPart } from './types.ts';

/** What a part can say; its place here is the bit of `fields` that says it does. */
const NAMED = [
  'traceId',
  'parentId',
  'opName',
  'displayName',
  'startedAt',
  'endedAt',
  'threadId',
  'turnId',
  'attributes',
  'inputs',
  'summary',
  'output',
  'exception',
  'otelDump',
  'wbRunId',
  'wbRunStep',
  'wbRunStepEnd',
  'userId',
] as const satisfies readonly (keyof CallPart)[];

type NamedField = (typeof NAMED)[number];

/** A name that somebody gave afterwards stands above those that clients send. */
export const RENAMED_BIT = NAMED.length;

/** @returns the place of the bit, from the lowest */
export const bitOf = (field: NamedField): number => NAMED.indexOf(field);

/** The fields that a part says something of. Null says nothing: it never clears what is known. */
export function fieldsOf(part: CallPart): number {
  let bits = 0;
  NAMED.forEach((field, bit) => {
    const value = part[field];
    if (value !== undefined && value !== null) bits |= 1 << bit;
  });
  return bits;
}

/** Which field each column belongs to: of several rows it is taken from the last that names the field. */
export const COLUMN_BITS = {
  trace_id: bitOf('traceId'),
  parent_id: bitOf('parentId'),
  op_name: bitOf('opName'),
  display_name: bitOf('displayName'),
  new_name: RENAMED_BIT,
  started_at: bitOf('startedAt'),
  ended_at: bitOf('endedAt'),
  thread_id: bitOf('threadId'),
  turn_id: bitOf('turnId'),
  user_id: bitOf('userId'),
  wb_run_id: bitOf('wbRunId'),
  wb_run_step: bitOf('wbRunStep'),
  wb_run_step_end: bitOf('wbRunStepEnd'),
  kind: bitOf('attributes'),
  failed: bitOf('exception'),
  exception: bitOf('exception'),
  error_count: bitOf('summary'),
  usage: bitOf('summary'),
  total_tokens: bitOf('summary'),
  input_tokens: bitOf('summary'),
  output_tokens: bitOf('summary'),
  input_refs: bitOf('inputs'),
  output_refs: bitOf('output'),
  attributes: bitOf('attributes'),
  attributes_plain: bitOf('attributes'),
  summary: bitOf('summary'),
  summary_plain: bitOf('summary'),
  inputs: bitOf('inputs'),
  inputs_plain: bitOf('inputs'),
  output: bitOf('output'),
  output_plain: bitOf('output'),
  otel_dump: bitOf('otelDump'),
} as const;

export type FieldColumn = keyof typeof COLUMN_BITS;
/** A column of a call as it is now. */
export type CallColumn = FieldColumn | 'id' | 'version' | 'source' | 'fields' | 'bytes' | 'deleted';

/** All columns of both tables in the order in which rows are written. */
export const ROW_COLUMNS = [
  'project',
  'id',
  'version',
  'fields',
  'deleted',
  'source',
  'bytes',
  ...(Object.keys(COLUMN_BITS) as FieldColumn[]),
] as const;

export const CALLS_TABLE = 'calls';
export const PARTS_TABLE = 'call_parts';
export const FEEDBACK_TABLE = 'call_feedback';

/** Stands for no step. */
export const NO_STEP = -(2n ** 63n);
/** Stands for a number of tokens that nobody told. */
export const NO_TOKENS = -1n;

/** What stands in a column where nothing is known; of all others the engine's own default. */
const STAND_INS: Partial<Readonly<Record<FieldColumn, bigint>>> = {
  wb_run_step: NO_STEP,
  wb_run_step_end: NO_STEP,
  total_tokens: NO_TOKENS,
  input_tokens: NO_TOKENS,
  output_tokens: NO_TOKENS,
};

/** A column of a call that is put together from rows named `part_…`: of the last that names the field. */
export function latestOf(column: FieldColumn): string {
  const bit = COLUMN_BITS[column];
  const latest = `argMaxIf(part_${column}, part_version, bitTest(part_fields, ${bit}))`;
  const standIn = STAND_INS[column];
  if (standIn === undefined) return latest;
  return `if(bitTest(groupBitOr(part_fields), ${bit}), ${latest}, toInt64('${standIn}'))`;
}
/** Of what is deleted: nothing that comes later is newer. */
export const DELETED_VERSION = 2n ** 64n - 1n;
