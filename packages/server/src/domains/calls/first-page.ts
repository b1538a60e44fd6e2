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
    const { rows, isAll } = await findRows(reader, project, query, count);
    const found = await findKeys(reader, project, query, { limit: count, offset: 0, among: rows });
    const asFound = new Set(rows.map(nameOf));
    const known = isAll
      ? found.keys.length
      : found.keys.findLastIndex((key) => asFound.has(nameOf(key))) + 1;
    if (isAll || known >= page) return { ...found, keys: found.keys.slice(offset, page) };
  }
  return null;
}

const nameOf = ({ id, startedAt, version }: Row): string => `${startedAt} ${version} ${id}`;

/**
 * The rows of whole calls that match and stand at the front, as they lie. Ids, the last thing that an
 * order goes by, are left out of it: they are long, and read for the rows at the front alone. So where
 * rows are not all, those that stand at the same place as the last of them are not among them.
 */
async function findRows(
  reader: CallReader,
  project: ProjectId,
  query: CallQuery,
  limit: number,
): Promise<{ readonly rows: readonly Row[]; readonly isAll: boolean }> {
  const scope = { project, hasParts: false };
  const { statement, values, where } = await readConditions(reader, scope, query);
  const order = asInvalid(() => orderKeys(values, query.sort ?? []));
  const found = await reader.columns.query<FoundRow>({
    sql: selectRows(statement, project, {
      select: { r_id: 'id', r_start: 'started_at', r_version: 'version' },
      columns: values.columns,
      where,
      joins: values.joins,
      order: order.at(-1)?.sql === 'id' ? order.slice(0, -1) : order,
      limit,
    }),
    params: statement.params,
  });
  const places = found.map(({ r_id: _, r_version: __, ...place }) => JSON.stringify(place));
  const isAll = found.length < limit;
  const rows = found
    .filter((_, at) => isAll || places[at] !== places.at(-1))
    .map((row) => ({ id: row.r_id, startedAt: row.r_start, version: row.r_version }));
  return { rows, isAll };
}

interface FoundRow {
  readonly r_id: string;
  readonly r_start: string;
  readonly r_version: string;
}
