import type { ColumnStore } from '../../stores/columns/types.ts';
import type { ProjectId } from '../projects/index.ts';
import type { ReadCall } from './call-rows.ts';
import { conditionsOf } from './conditions.ts';
import { scopeOf } from './scope.ts';
import { selectCalls } from './source.ts';

/** Bytes of all calls of the traces that these calls are the roots of. */
export async function bytesOfTraces(
  store: ColumnStore,
  project: ProjectId,
  calls: readonly ReadCall[],
): Promise<ReadonlyMap<string, number>> {
  const roots = calls.filter(({ call }) => call.parentId === null);
  if (roots.length === 0) return new Map();
  const traceIds = [...new Set(roots.map(({ call }) => call.traceId))];
  const { statement, values, where } = conditionsOf(project, { filter: { traceIds } });
  values.use('bytes');
  const sizes = selectCalls(statement, await scopeOf(store, project), {
    select: { z_trace: 'trace_id', z_bytes: 'bytes' },
    columns: values.columns,
    where,
  });
  const rows = await store.query<{ trace: string; bytes: string }>({
    sql: `SELECT z_trace AS trace, sum(z_bytes) AS bytes FROM (${sizes}) GROUP BY z_trace`,
    params: statement.params,
  });
  return new Map(rows.map(({ trace, bytes }) => [trace, Number(bytes)]));
}
