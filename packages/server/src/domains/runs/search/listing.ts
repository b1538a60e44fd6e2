import type { RunFilter, RunOrder } from '@runloom/model';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { RunloomError } from '../../../platform/errors.ts';
import type { MetadataStore } from '../../../stores/metadata/types.ts';
import type { ProjectId } from '../../projects/index.ts';
import { toRun } from '../row.ts';
import type { Run } from '../types.ts';
import { type Condition, toSql, type Walked } from './condition.ts';
import type { ListPosition } from './position.ts';
import { createResolver, placeOf } from './resolve.ts';
import { segmentsOf, walkSegment } from './segments.ts';
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

export interface RunSearch {
  readonly index: ValueIndex;
  /** At most `limit` runs, always in the order asked for, each with its position. */
  list(
    query: ListQuery,
  ): Promise<readonly { readonly run: Run; readonly position: ListPosition }[]>;
  count(projectId: ProjectId, filter: RunFilter): Promise<number>;
}

/** The client gives a call 19 seconds. */
const MAX_WAIT_MS = 12_000;

/** Finds the runs that filters mean, in any order, by indexes alone. */
export function createRunSearch(metadata: MetadataStore): RunSearch {
  const db: Kysely<SearchTables> = metadata.db.withTables<SearchTables>();
  const index = createValueIndex(metadata);
  const isSqlite = metadata.engine === 'sqlite';

  async function resolve(projectId: ProjectId, filter: RunFilter, order?: RunOrder) {
    if (usesIndex(filter) || (order && placeOf(order.field).kind === 'path')) {
      await inTime(index.refresh(projectId));
    }
    const resolver = createResolver(metadata, projectId);
    const place = order && placeOf(order.field);
    const pathId = place?.kind === 'path' ? await resolver.pathId(place.source, place.path) : null;
    return { condition: await resolver.resolve(filter), pathId };
  }

  return {
    index,

    async list({ projectId, filter, order, direction, from, limit }) {
      const { condition, pathId } = await resolve(projectId, filter, order);
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
        entries.push(...found);
        if (entries.length >= limit) break;
      }
      if (!isForward) entries.reverse();
      const runs = await runsById(
        db,
        entries.map(({ id }) => id),
      );
      return entries.flatMap((position) => {
        const run = runs.get(position.id);
        return run === undefined ? [] : [{ run, position }];
      });
    },

    async count(projectId, filter) {
      const { condition } = await resolve(projectId, filter);
      const row = await db
        .selectFrom(countable(projectId, condition, isSqlite).as('found'))
        .select('found.count')
        .executeTakeFirstOrThrow();
      return Number(row.count);
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

/**
 * Counts by the rows of one path where a condition asks for one that every such run has, since rows of
 * deleted runs are removed; by the runs themselves otherwise.
 */
function countable(
  projectId: ProjectId,
  condition: Condition,
  isSqlite: boolean,
): RawBuilder<{ count: number }> {
  const mode = isSqlite ? 'set' : 'probe';
  const all = condition.kind === 'and' ? condition.conditions : [condition];
  for (const one of all) {
    if (one.kind !== 'values' || one.pathIds.length !== 1) continue;
    const [pathId] = one.pathIds;
    if (pathId === undefined) continue;
    const walked: Walked = { projectId, table: { name: 'v', pathId }, mode, isSqlite, columns: [] };
    return sql`(select count(*) as count from run_values v where v.path_id = ${pathId} and ${toSql(condition, walked)})`;
  }
  const walked: Walked = { projectId, table: { name: 'r' }, mode, isSqlite, columns: 'all' };
  return sql`(select count(*) as count from runs r where r.project_id = ${projectId} and r.deleted_at is null and ${toSql(condition, walked)})`;
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
