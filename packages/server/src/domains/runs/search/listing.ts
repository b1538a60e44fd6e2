import type { RunFilter, RunOrder } from '@runloom/model';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { RunloomError } from '../../../platform/errors.ts';
import type { MetadataStore } from '../../../stores/metadata/types.ts';
import type { ProjectId } from '../../projects/index.ts';
import { toRun } from '../row.ts';
import type { Run } from '../types.ts';
import { type Condition, toSql, type Walked } from './condition.ts';
import type { ExtremeIndex } from './extreme-index.ts';
import type { ListPosition } from './position.ts';
import { createResolver, placeOf, placeOfOrder } from './resolve.ts';
import { segmentsOf, walkSegment } from './segments.ts';
import { readSets } from './set-reader.ts';
import type { SearchTables } from './tables.ts';
import { createValueIndex, type ValueIndex } from './value-index.ts';

export interface ListQuery {
  readonly projectId: ProjectId;
  readonly filter: RunFilter;
  readonly order: RunOrder;
  /** `forward` from the start or `from`; `backward` from the end or `from`. `from` is not part of the page. */
  readonly direction: 'forward' | 'backward';
  readonly from: ListPosition | null;
  readonly limit: number;
}

export interface FoundRuns {
  readonly found: readonly { readonly run: Run; readonly position: ListPosition }[];
  /** How many the filter means in all; null when that was not asked for. */
  readonly totalCount: number | null;
}

export interface RunSearch {
  readonly index: ValueIndex;
  /** At most `limit` runs, always in the order asked for, each with its position. */
  list(
    query: ListQuery & {
      /** Whether all that the filter means are counted, which costs less than asking by itself. */
      readonly isCounted: boolean;
    },
  ): Promise<FoundRuns>;
  /** At most `limit` positions, in the order asked for. */
  positions(query: ListQuery): Promise<readonly ListPosition[]>;
  count(projectId: ProjectId, filter: RunFilter): Promise<number>;
  /** Brings the index of the project up to date, as far as clients wait for it. */
  refresh(projectId: ProjectId): Promise<void>;
  /** The same for the least and greatest values that orders go by. */
  refreshExtremes(projectId: ProjectId, orders: readonly RunOrder[]): Promise<void>;
}

/** The client gives a call 19 seconds. */
const MAX_WAIT_MS = 12_000;

/** Finds the runs that filters mean, in any order, by indexes alone. */
export function createRunSearch(metadata: MetadataStore, extremes: ExtremeIndex): RunSearch {
  const db: Kysely<SearchTables> = metadata.db.withTables<SearchTables>();
  const index = createValueIndex(metadata);
  const isSqlite = metadata.engine === 'sqlite';

  async function refreshExtremes(projectId: ProjectId, orders: readonly RunOrder[]) {
    const keys = orders.flatMap(({ field, statistic }) =>
      statistic !== undefined && field.kind === 'summary' ? [field.path] : [],
    );
    for (const key of new Set(keys)) await inTime(extremes.refresh(projectId, key));
  }

  async function resolve(projectId: ProjectId, filter: RunFilter, order?: RunOrder) {
    if (order) await refreshExtremes(projectId, [order]);
    if (usesIndex(filter) || (order && placeOfOrder(order).kind === 'path')) {
      await inTime(index.refresh(projectId));
    }
    const resolver = createResolver(metadata, projectId);
    const place = order && placeOfOrder(order);
    const pathId = place?.kind === 'path' ? await resolver.pathId(place.source, place.path) : null;
    return { condition: await resolver.resolve(filter), pathId };
  }

  async function walk(
    { projectId, order, direction, from, limit }: ListQuery,
    condition: Condition,
    pathId: number | null,
  ): Promise<readonly ListPosition[]> {
    const segments = segmentsOf(order, pathId);
    const isForward = direction === 'forward';
    const entries: ListPosition[] = [];
    const walked = isForward ? segments : segments.toReversed();
    for (const segment of walked) {
      if (
        from !== null &&
        (isForward ? segment.number < from.segment : segment.number > from.segment)
      ) {
        continue;
      }
      const found = await walkSegment(db, isSqlite, {
        projectId,
        condition,
        segment,
        isAscending: order.ascending === isForward,
        from: from?.segment === segment.number ? from : null,
        limit: limit - entries.length,
      });
      for (const entry of found) entries.push(entry);
      if (entries.length >= limit) break;
    }
    return isForward ? entries : entries.reverse();
  }

  return {
    index,
    async positions(query) {
      const { condition, pathId } = await resolve(query.projectId, query.filter, query.order);
      return walk(query, condition, pathId);
    },
    refresh: (projectId) => inTime(index.refresh(projectId)),
    refreshExtremes,

    async list(query) {
      const { condition, pathId } = await resolve(query.projectId, query.filter, query.order);
      const [found, totalCount] = await Promise.all([
        walk(query, condition, pathId).then((entries) => withRuns(db, entries)),
        query.isCounted ? countRuns(db, isSqlite, query.projectId, condition) : null,
      ]);
      return { found, totalCount };
    },

    async count(projectId, filter) {
      const { condition } = await resolve(projectId, filter);
      return countRuns(db, isSqlite, projectId, condition);
    },
  };
}

/**
 * Whatever was written before is seen by a list. Where that takes longer than clients wait, as on the
 * first list after many runs were imported, they are told to come again; the work goes on.
 */
async function inTime(refresh: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(
        new RunloomError('unavailable', 'The runs of this project are being indexed. Try again.', {
          retryAfterSeconds: 5,
        }),
      );
    }, MAX_WAIT_MS);
  });
  try {
    await Promise.race([refresh, tooLong]);
  } finally {
    clearTimeout(timer);
    // Its failure was told, or comes too late to be.
    refresh.catch(() => {});
  }
}

/** Up to so many runs of a path, asking the index for each is less than collecting sets. */
const FEW = 20_000;

/**
 * Counts by the rows of a path where a condition asks for one that every such run has, since rows of
 * deleted runs are removed; by the runs themselves otherwise.
 */
async function countRuns(
  db: Kysely<SearchTables>,
  isSqlite: boolean,
  projectId: ProjectId,
  condition: Condition,
): Promise<number> {
  const all = condition.kind === 'and' ? condition.conditions : [condition];
  const paths = all.flatMap((one) =>
    one.kind === 'values' && one.pathIds.length === 1 ? [{ one, pathId: one.pathIds[0] ?? 0 }] : [],
  );
  const walkedBy = (pathId: number, mode: Walked['mode']): Walked => ({
    projectId,
    table: { name: 'v', pathId },
    mode,
    isSqlite,
    columns: [],
  });
  const setQuery = (pathId: number) =>
    sql`(select count(*) as count from run_values v where v.path_id = ${pathId} and ${toSql(condition, walkedBy(pathId, 'set'))})`;
  const [first] = paths;
  if (!isSqlite && first && all.length > 1 && all.every(isFlat)) {
    // PostgreSQL joins 100,000 entries of an index faster than it asks for each of 5,000 runs.
    return readSets(db, isSqlite, (reader) => readCount(reader, setQuery(first.pathId)));
  }
  let fewest: { pathId: number; count: number } | null = null;
  for (const { one, pathId } of paths) {
    const own = sql`(select count(*) as count from run_values v where v.path_id = ${pathId} and ${toSql(one, walkedBy(pathId, 'set'))})`;
    const count = await readCount(db, own);
    if (all.length === 1) return count;
    if (fewest === null || count < fewest.count) fewest = { pathId, count };
  }
  if (fewest !== null) {
    const { pathId, count } = fewest;
    if (count > FEW) {
      return readSets(db, isSqlite, (reader) => readCount(reader, setQuery(pathId)));
    }
    return readCount(
      db,
      sql`(select count(*) as count from run_values v where v.path_id = ${pathId} and ${toSql(condition, walkedBy(pathId, 'probe'))})`,
    );
  }
  const mode = isSqlite ? 'set' : 'free';
  const walked: Walked = { projectId, table: { name: 'r' }, mode, isSqlite, columns: 'all' };
  return readCount(
    db,
    sql`(select count(*) as count from runs r where r.project_id = ${projectId} and r.deleted_at is null and ${toSql(condition, walked)})`,
  );
}

const isFlat = ({ kind }: Condition): boolean => kind === 'values' || kind === 'column';

async function readCount(db: Kysely<SearchTables>, query: RawBuilder<unknown>): Promise<number> {
  const row = await db
    .selectFrom((query as RawBuilder<{ count: number }>).as('found'))
    .select('found.count')
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Whether rows of `run_values` are looked at. */
function usesIndex(filter: RunFilter): boolean {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.filters.some(usesIndex);
    case 'not':
      return usesIndex(filter.filter);
    default:
      return placeOf(filter.field).kind !== 'column';
  }
}

async function withRuns(
  db: Kysely<SearchTables>,
  entries: readonly ListPosition[],
): Promise<FoundRuns['found']> {
  const runs = await runsById(
    db,
    entries.map(({ id }) => id),
  );
  return entries.flatMap((position) => {
    const run = runs.get(position.id);
    return run === undefined ? [] : [{ run, position }];
  });
}

async function runsById(
  db: Kysely<SearchTables>,
  ids: readonly number[],
): Promise<ReadonlyMap<number, Run>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('runs')
    .selectAll()
    .where('id', 'in', ids)
    .where('deleted_at', 'is', null)
    .execute();
  return new Map(rows.map((row) => [row.id, toRun(row)]));
}
