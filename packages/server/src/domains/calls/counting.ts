import type { ProjectId } from '../projects/index.ts';
import { type CallReader, readConditions } from './conditions.ts';
import { scopeOf } from './scope.ts';
import { selectCalls } from './source.ts';
import type { CallQuery } from './types.ts';

/** How many calls a query means, up to its limit, and how many bytes of JSON they hold together. */
export async function countCalls(
  reader: CallReader,
  project: ProjectId,
  query: CallQuery,
): Promise<{ count: number; hasMore: boolean; totalStorageBytes: number | null }> {
  const scope = await scopeOf(reader.columns, project);
  const { statement, values, where } = await readConditions(reader, scope, query);
  const { limit } = query;
  const sizes = query.includesTotalStorageSize === true;
  if (sizes) values.use('bytes');
  const calls = selectCalls(statement, scope, {
    select: { n_bytes: sizes ? 'bytes' : '0' },
    columns: values.columns,
    where,
    joins: values.joins,
    ...(limit === undefined ? {} : { limit: limit + 1 }),
  });
  const [row] = await reader.columns.query<{ n: string; bytes: string }>({
    sql: `SELECT count() AS n, sum(n_bytes) AS bytes FROM (${calls})`,
    params: statement.params,
  });
  const found = Number(row?.n ?? 0);
  return {
    count: limit === undefined ? found : Math.min(found, limit),
    hasMore: limit !== undefined && found > limit,
    totalStorageBytes: sizes ? Number(row?.bytes ?? 0) : null,
  };
}
