import type { ProjectId } from '../projects/index.ts';
import { asInvalid, type CallReader, readConditions } from './conditions.ts';
import { type Found, findKeys } from './find-keys.ts';
import type { CallKey } from './places.ts';
import { orderKeys } from './sort-sql.ts';
import { selectRows } from './source.ts';
import type { CallQuery } from './types.ts';

const MOST_OF_A_FIRST_PAGE = 1_000;

/** Rows that are looked at beyond a page: some may have been replaced or deleted since. */
const SPARE = [(page: number) => page + 50, (page: number) => 3 * page + 1_000] as const;

interface Row extends CallKey {
  readonly version: string;
}

/**
 * The first page of calls in any order, found without putting all rows of a project together, which
 * costs the engine more than all else (`FINAL`). Rows are sorted as they lie, replaced and deleted ones
 * among them; those at the front are then looked up as the calls that they are now. A call that still
 * is the row by which it was found stands before all rows that were not looked at, so a page of such
 * calls is right. Null when too many at the front were replaced, or a page is not what is asked for.
 */
export async function findFirstPage(
  reader: CallReader,
  project: ProjectId,
  query: CallQuery,
): Promise<Found | null> {
  const { limit = Number.POSITIVE_INFINITY, offset = 0, expandColumns = [] } = query;
  const page = limit + offset;
  if (page > MOST_OF_A_FIRST_PAGE || expandColumns.length > 0) return null;
  for (const spare of SPARE) {
    const count = spare(page);
    const rows = await findRows(reader, project, query, count);
    const found = await findKeys(reader, project, query, { limit: count, offset: 0, among: rows });
    const asFound = new Set(rows.map(nameOf));
    const isAll = rows.length < count;
    const known = isAll
      ? found.keys.length
      : found.keys.findLastIndex((key) => asFound.has(nameOf(key))) + 1;
    if (isAll || known >= page) return { ...found, keys: found.keys.slice(offset, page) };
  }
  return null;
}

const nameOf = ({ id, startedAt, version }: Row): string => `${startedAt} ${version} ${id}`;

/** The rows of whole calls that match, as they lie. */
async function findRows(
  reader: CallReader,
  project: ProjectId,
  query: CallQuery,
  limit: number,
): Promise<readonly Row[]> {
  const scope = { project, hasParts: false };
  const { statement, values, where } = await readConditions(reader, scope, query);
  const order = asInvalid(() => orderKeys(values, query.sort ?? []));
  const rows = await reader.columns.query<{ r_id: string; r_start: string; r_version: string }>({
    sql: selectRows(statement, project, {
      select: { r_id: 'id', r_start: 'started_at', r_version: 'version' },
      columns: values.columns,
      where,
      joins: values.joins,
      order,
      limit,
    }),
    params: statement.params,
  });
  return rows.map((row) => ({ id: row.r_id, startedAt: row.r_start, version: row.r_version }));
}
