import type { ColumnStore } from '../../stores/columns/types.ts';
import type { ProjectId } from '../projects/index.ts';
import { CALLS_TABLE } from './columns.ts';
import { Statement } from './statement.ts';

/**
 * Conditions on the starts of whole calls of traces. With them the engine puts the rows of that time
 * together (`FINAL`), not those of the whole project: where a trace stands is found by its index alone.
 */
export async function boundsOfTraces(
  columns: ColumnStore,
  statement: Statement,
  project: ProjectId,
  traceIds: readonly string[],
): Promise<readonly string[]> {
  const search = new Statement();
  const [row] = await columns.query<{ first: string; last: string }>({
    sql: `SELECT min(started_at) AS first, max(started_at) AS last FROM ${CALLS_TABLE}
      WHERE project = ${search.bind('UInt64', project)} AND ${search.among('trace_id', traceIds)}`,
    params: search.params,
  });
  if (!row) return [];
  return [
    `started_at >= ${statement.bind('Int64', BigInt(row.first))}`,
    `started_at <= ${statement.bind('Int64', BigInt(row.last))}`,
  ];
}
