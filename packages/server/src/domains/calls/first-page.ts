import type { ProjectId } from '../projects/index.ts';
import { CALLS_TABLE } from './columns.ts';
import { asInvalid, type CallReader, readConditions } from './conditions.ts';
import { type Found, findKeys, type KeyPart, placeOf } from './find-keys.ts';
import { orderKeys, sortSections } from './sort-sql.ts';
import { selectRows } from './source.ts';
import type { CallQuery } from './types.ts';

const MOST_OF_A_FIRST_PAGE = 1_000;

/** Rows that are looked at beyond a page: some may have been replaced or deleted since. */
const SPARE = [(page: number) => page + 10, (page: number) => 3 * page + 1_000] as const;

/**
 * The first page of calls in any order, found without putting all rows of a project together, which
 * costs the engine more than all else (`FINAL`). Rows are sorted as they lie, replaced and deleted ones
 * among them; those at the front are then looked up as the calls that they are now. All rows that were
 * not looked at stand behind the last that was, so a page of calls that stand where one of the others
 * stands, or before it, is right. Null when too many at the front were replaced, or a page is not what
 * is asked for.
 * @param readsCalls whether the calls are to come with their places, where that costs little
 */
export async function findFirstPage(
  reader: CallReader,
  project: ProjectId,
  query: CallQuery,
  { readsCalls }: Pick<KeyPart, 'readsCalls'> = {},
): Promise<Found | null> {
  const { limit = Number.POSITIVE_INFINITY, offset = 0, expandColumns = [] } = query;
  const page = limit + offset;
  if (page > MOST_OF_A_FIRST_PAGE || expandColumns.length > 0) return null;
  for (const [attempt, spare] of SPARE.entries()) {
    const count = spare(page);
    const { starts, places, isAll } = await findRows(reader, project, query, count);
    const found = await findKeys(reader, project, query, {
      limit: count,
      offset: 0,
      among: starts,
      readsCalls: readsCalls === true && attempt === 0,
    });
    const known = isAll
      ? found.keys.length
      : found.keys.findLastIndex(({ place }) => places.has(place)) + 1;
    if (isAll || known >= page) return { ...found, keys: found.keys.slice(offset, page) };
  }
  return null;
}

interface FrontRows {
  /** When they started. */
  readonly starts: readonly bigint[];
  /** What they are sorted by, but for their ids. */
  readonly places: ReadonlySet<string>;
  readonly isAll: boolean;
}

/**
 * The rows of whole calls that match and stand at the front, as they lie. Ids, the last thing that an
 * order goes by, are left out of it: they are long, and nothing needs them here. So where rows are not
 * all, those that stand at the same place as the last of them are not among them.
 */
async function findRows(
  reader: CallReader,
  project: ProjectId,
  query: CallQuery,
  limit: number,
): Promise<FrontRows> {
  const rows: { readonly start: bigint; readonly place: string }[] = [];
  for (let at = 0; rows.length < limit; at += 1) {
    const section = await compileSection(reader, project, query, at, limit - rows.length);
    if (section === null) break;
    if (section.any !== null && (await reader.columns.query(section.any)).length === 0) continue;
    const from = performance.now();
    const found = await reader.columns.query<{ readonly r_start: string }>(section.rows);
    reader.paths.took(project, section.unpacked, performance.now() - from);
    for (const row of found) {
      rows.push({ start: BigInt(row.r_start), place: placeOf(row, section.order) });
    }
  }
  const isAll = rows.length < limit;
  const front = rows.filter(({ place }) => isAll || place !== rows.at(-1)?.place);
  return {
    starts: front.map(({ start }) => start),
    places: new Set(front.map(({ place }) => place)),
    isAll,
  };
}

/** The statements for a section of the order; null after the last. */
async function compileSection(
  reader: CallReader,
  project: ProjectId,
  query: CallQuery,
  at: number,
  limit: number,
) {
  const scope = { project, hasParts: false };
  const { statement, values, where } = await readConditions(reader, scope, query);
  const sort = query.sort ?? [];
  const [order, sections] = asInvalid(() => {
    const keys = orderKeys(values, sort);
    const front = keys.at(-1)?.sql === 'id' ? keys.slice(0, -1) : keys;
    return [front, sortSections(values, sort, front)] as const;
  });
  const section = sections[at];
  if (section === undefined) return null;
  const only = section.where === null ? [] : [section.where];
  const sql = selectRows(
    statement,
    project,
    {
      select: { r_start: 'started_at' },
      columns: values.columns,
      where: [...where, ...only],
      joins: values.joins,
      order,
      limit,
    },
    section.keys,
  );
  return {
    order,
    unpacked: values.unpacked,
    rows: { sql, params: statement.params },
    // Where there is nothing of a kind at all, the engine would still read all that it is sorted by.
    any:
      section.where === null
        ? null
        : {
            sql: `SELECT 1 AS one FROM ${CALLS_TABLE}
              PREWHERE project = {project:UInt64} AND ${section.where} LIMIT 1`,
            params: { project },
          },
  };
}
