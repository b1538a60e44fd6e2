import type { ColumnStore } from '../../stores/columns/types.ts';
import type { ProjectId } from '../projects/index.ts';
import type { CallKey } from './call-rows.ts';
import { CALLS_TABLE } from './columns.ts';
import { asInvalid, type CallReader, expandedConditions } from './conditions.ts';
import { type CallScope, scopeOf } from './scope.ts';
import { orderByStart, orderKeys } from './sort-sql.ts';
import { selectCalls } from './source.ts';
import type { CallQuery } from './types.ts';

/** Places that are found at once; their calls are read in pages. */
const KEYS_AT_ONCE = 50_000;
const PAGE_CALLS = 1_000;
/** Members of one filter. */
const IDS_AT_ONCE = 1_000;
/** Of the payloads in one page; a call that is larger is a page by itself. */
const PAGE_BYTES = 8 * 1024 * 1024;

/** Places of calls that are read together. */
export interface KeyPage {
  readonly scope: CallScope;
  readonly keys: readonly CallKey[];
}

interface SizedKey extends CallKey {
  readonly bytes: number;
}

/**
 * Places of the calls that a query means, in pages of bounded size. In the order of starts each search
 * goes on from where the last one ended, so that a stream of millions costs what it holds.
 */
export async function* listKeys(
  reader: CallReader,
  project: ProjectId,
  query: CallQuery,
): AsyncIterable<KeyPage> {
  const newest = await newestKeys(reader, project, query);
  if (newest !== null) {
    for (const keys of pagesOf(newest.keys)) yield { scope: newest.scope, keys };
    return;
  }
  let remaining = query.limit ?? Number.POSITIVE_INFINITY;
  let offset = query.offset ?? 0;
  let after: CallKey | undefined;
  while (remaining > 0) {
    const limit = Math.min(remaining, KEYS_AT_ONCE);
    const found = await findKeys(reader, project, query, { limit, offset, after });
    for (const keys of pagesOf(found.keys)) yield { scope: found.scope, keys };
    remaining -= found.keys.length;
    if (found.keys.length < limit) return;
    if (found.isByStart) {
      after = found.keys.at(-1);
      offset = 0;
    } else {
      offset += found.keys.length;
    }
  }
}

/** Rows, from the newest, among which a first page is looked for before all are. */
const NEWEST_ROWS = [20_000, 300_000] as const;
const MOST_OF_A_FIRST_PAGE = 1_000;

/**
 * The newest calls that a query means, found among the newest rows: the engine can't put rows of one
 * call together from the end, but it finds where the last thousands begin at once. Null when all must
 * be looked at, or another order is asked for.
 */
async function newestKeys(
  reader: CallReader,
  project: ProjectId,
  query: CallQuery,
): Promise<Found | null> {
  const { sort = [], limit = Number.POSITIVE_INFINITY, offset = 0 } = query;
  const [first] = sort;
  const isNewestFirst =
    sort.length === 1 && first?.field === 'started_at' && first.direction === 'desc';
  if (!isNewestFirst || limit + offset > MOST_OF_A_FIRST_PAGE) return null;
  for (const rows of NEWEST_ROWS) {
    const [row] = await reader.columns.query<{ start: string }>({
      sql: `SELECT started_at AS start FROM ${CALLS_TABLE} WHERE project = {project:UInt64}
        ORDER BY project DESC, started_at DESC LIMIT 1 OFFSET {rows:UInt64}`,
      params: { project, rows },
    });
    if (!row) return null;
    const part = { limit, offset, after: undefined, since: row.start };
    const found = await findKeys(reader, project, query, part);
    if (found.keys.length === limit) return found;
  }
  return null;
}

interface Found {
  readonly scope: CallScope;
  readonly keys: readonly SizedKey[];
  readonly isByStart: boolean;
}

interface KeyPart {
  readonly limit: number;
  readonly offset: number;
  /** Calls after this one in the order of starts. */
  readonly after: CallKey | undefined;
  /** Calls that started then or later. */
  readonly since?: string;
}

async function findKeys(
  reader: CallReader,
  project: ProjectId,
  query: CallQuery,
  part: KeyPart,
): Promise<Found> {
  const scope = await scopeOf(reader.columns, project);
  const { statement, values, where } = await expandedConditions(reader, scope, query);
  const order = asInvalid(() => orderKeys(values, query.sort ?? []));
  const byStart = orderByStart(order);
  values.use('bytes');
  const conditions = [...where];
  if (part.since !== undefined) {
    conditions.push(`started_at >= ${statement.bind('Int64', BigInt(part.since))}`);
  }
  if (part.after) {
    const sign = byStart === 'desc' ? '<' : '>';
    const start = statement.bind('Int64', BigInt(part.after.startedAt));
    conditions.push(
      `started_at ${sign}= ${start}`,
      `(started_at, id) ${sign} (${start}, ${statement.text(part.after.id)})`,
    );
  }
  const sql = selectCalls(statement, scope, {
    select: { k_id: 'id', k_started_at: 'started_at', k_bytes: 'bytes' },
    columns: values.columns,
    where: conditions,
    joins: values.joins,
    order,
    limit: part.limit,
    offset: part.offset,
  });
  const rows = await reader.columns.query<{ k_id: string; k_started_at: string; k_bytes: string }>({
    sql,
    params: statement.params,
  });
  const keys = rows.map((row) => ({
    id: row.k_id,
    startedAt: row.k_started_at,
    bytes: Number(row.k_bytes),
  }));
  return { scope, keys, isByStart: byStart !== null };
}

function* pagesOf(keys: readonly SizedKey[]): Generator<readonly CallKey[]> {
  let page: SizedKey[] = [];
  let bytes = 0;
  for (const key of keys) {
    if (page.length > 0 && (page.length === PAGE_CALLS || bytes + key.bytes > PAGE_BYTES)) {
      yield page;
      page = [];
      bytes = 0;
    }
    page.push(key);
    bytes += key.bytes;
  }
  if (page.length > 0) yield page;
}

/** Where these calls stand; those that are not there are left out. */
export async function keysOf(
  store: ColumnStore,
  project: ProjectId,
  ids: readonly string[],
): Promise<readonly CallKey[]> {
  const reader = { columns: store, readRefs: async () => [] };
  const found: CallKey[] = [];
  for (let from = 0; from < ids.length; from += IDS_AT_ONCE) {
    const filter = { callIds: ids.slice(from, from + IDS_AT_ONCE) };
    const part = { limit: IDS_AT_ONCE, offset: 0, after: undefined };
    found.push(...(await findKeys(reader, project, { filter }, part)).keys);
  }
  return found;
}
