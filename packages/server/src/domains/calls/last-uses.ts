import type { ColumnStore } from '../../stores/columns/types.ts';
import type { ProjectId } from '../projects/index.ts';
import { CALLS_TABLE, PARTS_TABLE } from './columns.ts';
import type { Microseconds } from './types.ts';

/**
 * When each op of a project was called last, by what calls say that they are calls of. Rows are looked at
 * as they lie: an older row of a call has its start and its op, too, and only deleted calls are left out.
 */
export async function readLastUses(
  columns: ColumnStore,
  project: ProjectId,
): Promise<ReadonlyMap<string, Microseconds>> {
  const rows = await columns.query<{ op: string; last: string }>({
    sql: `SELECT op, max(start) AS last FROM (
        SELECT toString(op_name) AS op, max(started_at) AS start FROM ${CALLS_TABLE}
          WHERE project = {project:UInt64} AND deleted = 0 AND (started_at, id) NOT IN (
            SELECT started_at, id FROM ${CALLS_TABLE} WHERE project = {project:UInt64} AND deleted = 1)
          GROUP BY op_name
        UNION ALL
        SELECT toString(op_name) AS op, max(started_at) AS start FROM ${PARTS_TABLE}
          WHERE project = {project:UInt64} AND started_at != 0 AND (started_at, id) NOT IN (
            SELECT started_at, id FROM ${CALLS_TABLE} WHERE project = {project:UInt64} AND deleted = 1)
          GROUP BY op_name
      ) WHERE op != '' GROUP BY op`,
    params: { project },
  });
  return new Map(rows.map(({ op, last }) => [op, Number(last)]));
}
