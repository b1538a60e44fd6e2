import { CALL_ROOTS, splitPath } from '@runloom/model';
import type { ColumnStore } from '../../stores/columns/types.ts';
import { DERIVED } from './call-values.ts';
import { type CallColumn, NO_STEP } from './columns.ts';
import { type CallKey, placesAmong } from './places.ts';
import type { CallScope } from './scope.ts';
import { selectCalls } from './source.ts';
import { Statement } from './statement.ts';
import type { Call, CallQuery, CallStatus, ModelUsage } from './types.ts';
import { parseUsage } from './usage.ts';

/** A call as it is read, with what others make more of it from. */
export interface ReadCall {
  readonly call: Call;
  readonly usage: readonly ModelUsage[];
  readonly bytes: number;
}

/** Columns that are as long as people like; a list reads them only when it shows them. */
const HEAVY = [...CALL_ROOTS, 'exception', 'otel_dump'] as const;
type Heavy = (typeof HEAVY)[number];

const LIGHT = [
  'trace_id',
  'parent_id',
  'op_name',
  'ended_at',
  'thread_id',
  'turn_id',
  'user_id',
  'wb_run_id',
  'wb_run_step',
  'wb_run_step_end',
  'source',
  'bytes',
] as const satisfies readonly CallColumn[];

const DERIVED_COLUMNS = ['fields', 'new_name', 'display_name', 'failed', 'error_count'] as const;

/** Which of the heavy columns a projection needs; `null` for all. */
function heavyOf(columns: readonly string[] | undefined): readonly Heavy[] {
  if (columns === undefined) return HEAVY;
  const roots = new Set(columns.map((column) => splitPath(column)[0]));
  return HEAVY.filter((name) => roots.has(name));
}

/** Where a call stands, and the call itself where it was read already. */
export interface ReadKey extends CallKey {
  readonly call?: ReadCall;
}

/** Calls at these places, in their order; what has gone since is left out. */
export async function readCalls(
  store: ColumnStore,
  scope: CallScope,
  keys: readonly ReadKey[],
  shown: Shown,
): Promise<readonly ReadCall[]> {
  const unread = keys.filter(({ call }) => call === undefined);
  const found = new Map<string, ReadCall>();
  if (unread.length > 0) {
    const statement = new Statement();
    const reading = readingOf(shown);
    const sql = selectCalls(statement, scope, {
      ...reading,
      where: placesAmong(statement, unread),
    });
    const rows = await store.query<CallRow>({ sql, params: statement.params });
    for (const row of rows) found.set(row.c_id, toCall(row));
  }
  return keys.flatMap(({ id, call }) => call ?? found.get(id) ?? []);
}

/** What of calls is asked for. Their usage is read for their costs alone. */
export type Shown = Pick<CallQuery, 'columns' | 'includesCosts'>;

/** What a statement selects that reads calls. */
interface Reading {
  readonly select: Readonly<Record<string, string>>;
  readonly columns: ReadonlySet<CallColumn>;
}

/**
 * What is selected of calls.
 * @param shortBytes of longer calls their payloads are left out
 */
export function readingOf({ columns, includesCosts }: Shown, shortBytes?: number): Reading {
  const heavy = heavyOf(columns);
  const isShort = `bytes + length(exception) <= ${shortBytes}`;
  const sqlOf = (column: Heavy): string =>
    shortBytes === undefined ? column : `if(${isShort}, ${column}, '')`;
  return {
    select: {
      c_id: 'id',
      c_started_at: 'started_at',
      ...Object.fromEntries(LIGHT.map((column) => [`c_${column}`, column])),
      ...Object.fromEntries(heavy.map((column) => [`c_${column}`, sqlOf(column)])),
      c_usage: includesCosts ? 'usage' : "''",
      c_name: DERIVED.name,
      c_status: DERIVED.status,
      c_label: DERIVED.opLabel,
      c_failed: 'failed',
      c_is_whole: heavy.length === 0 || shortBytes === undefined ? '1' : isShort,
    },
    columns: new Set<CallColumn>([
      ...LIGHT,
      ...heavy,
      ...DERIVED_COLUMNS,
      ...(includesCosts ? (['usage'] as const) : []),
    ]),
  };
}

export interface CallRow extends Partial<Record<`c_${Heavy}`, string>> {
  readonly c_id: string;
  readonly c_started_at: string;
  readonly c_trace_id: string;
  readonly c_parent_id: string;
  readonly c_op_name: string;
  readonly c_ended_at: string;
  readonly c_thread_id: string;
  readonly c_turn_id: string;
  readonly c_user_id: string;
  readonly c_wb_run_id: string;
  readonly c_wb_run_step: string;
  readonly c_wb_run_step_end: string;
  readonly c_source: string;
  readonly c_usage: string;
  readonly c_bytes: string;
  readonly c_name: string;
  readonly c_status: CallStatus;
  readonly c_label: string;
  readonly c_failed: string;
  /** 0 where payloads were left out. */
  readonly c_is_whole: number;
}

export function toCall(row: CallRow): ReadCall {
  const startedAt = Number(row.c_started_at);
  const endedAt = row.c_ended_at === '0' ? null : Number(row.c_ended_at);
  const call: Call = {
    id: row.c_id,
    source: toSource(row.c_source),
    traceId: row.c_trace_id,
    parentId: orNull(row.c_parent_id),
    opName: row.c_op_name,
    displayName: orNull(row.c_name),
    startedAt,
    endedAt,
    threadId: orNull(row.c_thread_id),
    turnId: orNull(row.c_turn_id),
    attributes: row.c_attributes || '{}',
    inputs: row.c_inputs || '{}',
    summary: row.c_summary || '{}',
    output: orNull(row.c_output),
    exception: row.c_failed === '1' ? (row.c_exception ?? '') : null,
    otelDump: orNull(row.c_otel_dump),
    wbRunId: orNull(row.c_wb_run_id),
    wbRunStep: stepOf(row.c_wb_run_step),
    wbRunStepEnd: stepOf(row.c_wb_run_step_end),
    userId: orNull(row.c_user_id),
    deletedAt: null,
    status: row.c_status,
    latencyMs: endedAt === null ? null : Math.floor((endedAt - startedAt) / 1000),
    traceName: row.c_name || row.c_label,
  };
  return { call, usage: parseUsage(row.c_usage), bytes: Number(row.c_bytes) };
}

const orNull = (text: string | undefined): string | null =>
  text === undefined || text === '' ? null : text;

const stepOf = (step: string): number | null => (step === String(NO_STEP) ? null : Number(step));

function toSource(source: string): Call['source'] {
  return source === 'weave' || source === 'otlp' ? source : 'runloom';
}
