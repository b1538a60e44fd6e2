import { createHash } from 'node:crypto';
import type { ColumnStore } from '../../stores/columns/types.ts';
import type { ProjectId } from '../projects/index.ts';
import type { CallColumn } from './columns.ts';
import { scopeOf } from './scope.ts';
import { selectCalls } from './source.ts';
import { Statement } from './statement.ts';
import { boundsOfTraces } from './trace-bounds.ts';
import type { ReadPrices, TraceStamp } from './types.ts';

/**
 * What tells whether briefs of traces read the same as before: a sum over ids and versions of their calls,
 * and the prices that costs are made by. Traces of which some calls still lie in parts have none, and
 * neither have those without any call.
 */
export async function readTraceStamps(
  { columns, prices }: { readonly columns: ColumnStore; readonly prices: ReadPrices },
  project: ProjectId,
  traceIds: readonly string[],
): Promise<ReadonlyMap<string, TraceStamp>> {
  if (traceIds.length === 0) return new Map();
  const statement = new Statement();
  const [list, scope, wholeWhere] = await Promise.all([
    prices(project, 'all'),
    scopeOf(columns, project),
    boundsOfTraces(columns, statement, project, traceIds),
  ]);
  const priced = createHash('sha256').update(JSON.stringify(list)).digest('base64url');
  const calls = selectCalls(statement, scope, {
    select: { s_trace: 'trace_id', s_hash: 'cityHash64(id, version)', s_version: 'version' },
    columns: new Set<CallColumn>(['id', 'trace_id', 'version']),
    where: [statement.among('trace_id', traceIds)],
    wholeWhere,
  });
  const rows = await columns.query<{ trace: string; calls: string; sum: string }>({
    sql: `SELECT s_trace AS trace, count() AS calls, sum(s_hash) AS sum
      FROM (${calls}) GROUP BY s_trace HAVING min(s_version) > 0`,
    params: statement.params,
  });
  return new Map(
    rows.map(({ trace, calls: count, sum }) => [
      trace,
      { callCount: Number(count), text: `${count}-${sum}-${priced}` },
    ]),
  );
}
