import type { ColumnStore } from '../../stores/columns/types.ts';
import type { ProjectId } from '../projects/index.ts';
import { conditionsOf } from './conditions.ts';
import { totalCost } from './costs.ts';
import { ownUsage } from './own-usage.ts';
import { scopeOf } from './scope.ts';
import { selectCalls } from './source.ts';
import type { CallOutline, CallSource, CallStatus, ModelPrice, ReadPrices } from './types.ts';
import { parseUsage } from './usage.ts';

/** Models that prices are asked for at once. */
const MAX_MODELS = 1000;

interface OutlineRow {
  readonly o_id: string;
  readonly o_parent: string;
  readonly o_op: string;
  readonly o_name: string;
  readonly o_kind: string;
  readonly o_start: string;
  readonly o_end: string;
  readonly o_status: CallStatus;
  readonly o_exception: string;
  readonly o_usage: string;
  readonly o_source: string;
}

/** All calls of a trace without their payloads, by start. */
export async function readOutline(
  deps: { readonly columns: ColumnStore; readonly prices: ReadPrices },
  project: ProjectId,
  traceId: string,
): Promise<readonly CallOutline[]> {
  const { statement, values, where } = conditionsOf(project, { filter: { traceIds: [traceId] } });
  const traceName = values.read({ kind: 'text', name: 'trace_name' }).sql;
  const status = values.read({ kind: 'text', name: 'status' }).sql;
  values.use('parent_id', 'op_name', 'kind', 'exception', 'usage', 'source');
  const sql = selectCalls(statement, await scopeOf(deps.columns, project), {
    select: {
      o_id: 'id',
      o_parent: 'parent_id',
      o_op: 'op_name',
      o_name: traceName,
      o_kind: 'kind',
      o_start: 'started_at',
      o_end: 'ended_at',
      o_status: status,
      o_exception: "JSONExtractString(exception, 'type')",
      o_usage: 'usage',
      o_source: 'source',
    },
    columns: values.columns,
    where,
    order: [
      { sql: 'started_at', descending: false },
      { sql: 'id', descending: false },
    ],
  });
  const rows = await deps.columns.query<OutlineRow>({ sql, params: statement.params });
  const nodes = rows.map((row) => ({
    id: row.o_id,
    parentId: row.o_parent === '' ? null : row.o_parent,
    source: row.o_source as CallSource,
    usage: parseUsage(row.o_usage),
  }));
  const own = ownUsage(nodes);
  const models = new Set(nodes.flatMap(({ usage }) => usage.map(({ model }) => model)));
  const prices =
    models.size === 0 ? [] : await deps.prices(project, [...models].slice(0, MAX_MODELS));
  return rows.map((row) => toOutline(row, own.get(row.o_id) ?? [], prices));
}

function toOutline(
  row: OutlineRow,
  own: ReturnType<typeof parseUsage>,
  prices: readonly ModelPrice[],
): CallOutline {
  const startedAt = Number(row.o_start);
  return {
    id: row.o_id,
    parentId: row.o_parent === '' ? null : row.o_parent,
    opName: row.o_op,
    traceName: row.o_name,
    kind: row.o_kind === '' ? null : row.o_kind,
    startedAt,
    endedAt: row.o_end === '0' ? null : Number(row.o_end),
    status: row.o_status,
    exceptionType: row.o_exception === '' ? null : row.o_exception,
    model: own[0]?.model ?? null,
    ownTokens: own.reduce((tokens, { totalTokens }) => tokens + totalTokens, 0),
    ownCost: totalCost(own, prices, startedAt),
  };
}
