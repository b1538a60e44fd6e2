import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import type { MetadataStore } from '../../../stores/metadata/types.ts';
import type { ProjectId } from '../../projects/index.ts';
import { toRun } from '../row.ts';
import type { Run } from '../types.ts';
import { createPathRegistry, type PathRegistry } from './path-registry.ts';
import { indexKey } from './stored-value.ts';
import { EXTREMES, KIND, type RunValueTable, type SearchTables } from './tables.ts';

/** The least and the greatest value of metrics, over all of their points, by run and key. */
export type ReadExtremes = (
  runs: readonly Run[],
  keys: readonly string[],
) => Promise<
  ReadonlyMap<number, ReadonlyMap<string, { readonly min: number; readonly max: number }>>
>;

/**
 * The index of least and greatest values that lists are sorted by. Who sorts brings the runs up to
 * date first that were heard of since; of all others the index knows.
 */
export interface ExtremeIndex {
  /** Everything that was acknowledged before is in the index when it resolves. */
  refresh(projectId: ProjectId, key: string): Promise<void>;
}

/** Runs whose points are looked at with one query. */
const RUNS_AT_ONCE = 1_000;
/** A change may become visible so much later than the time that it bears. */
const COMMIT_MS = 60_000;
/** Keys whose freshness is remembered; another one is looked through again. */
const REMEMBERED = 1_000;
/** Rows written with one statement; bounds its parameters. */
const ROWS_AT_ONCE = 400;

export function createExtremeIndex(
  metadata: MetadataStore,
  readExtremes: ReadExtremes,
  clock: () => number,
): ExtremeIndex {
  const db: Kysely<SearchTables> = metadata.db.withTables<SearchTables>();
  const paths = createPathRegistry();
  /** The work in progress, and the one that waits behind it. */
  const running = new Map<string, Promise<void>>();
  const waiting = new Map<string, Promise<void>>();

  /** When each key was last brought up to date: only what changed since can be behind. */
  const freshSince = new Map<string, number>();

  async function work(name: string, projectId: ProjectId, key: string): Promise<void> {
    const began = clock();
    const ids = await pathIdsOf(db, paths, projectId, key);
    const since = freshSince.get(name);
    const scopes: readonly Scope[] =
      since === undefined
        ? [{ kind: 'all' }]
        : [{ kind: 'changed', since: since - COMMIT_MS }, { kind: 'branched' }];
    for (const scope of scopes) await bringUpToDate(projectId, key, ids, scope);
    freshSince.delete(name);
    freshSince.set(name, began);
    const [oldest] = freshSince.keys();
    if (freshSince.size > REMEMBERED && oldest !== undefined) freshSince.delete(oldest);
  }

  async function bringUpToDate(
    projectId: ProjectId,
    key: string,
    ids: Record<Extreme, number>,
    scope: Scope,
  ): Promise<void> {
    let after = 0;
    for (;;) {
      const runs = await outdatedRuns(db, projectId, ids.min, scope, after);
      const last = runs.at(-1);
      if (last === undefined) return;
      // Points are durable before their heartbeat is told: a look after that moment sees them all.
      const now = clock();
      const extremes = await readExtremes(runs, [key]);
      const rows = runs.flatMap((run) => {
        const own = extremes.get(run.id)?.get(key);
        const mark = now > run.heartbeatAt ? run.heartbeatAt : -1;
        return EXTREMES.map((name) => rowOf(run, ids[name], own?.[name], mark));
      });
      await writeRows(db, projectId, rows);
      after = last.id;
      await nextTurn();
    }
  }

  function start(name: string, projectId: ProjectId, key: string): Promise<void> {
    const started = work(name, projectId, key).finally(() => running.delete(name));
    running.set(name, started);
    return started;
  }

  return {
    /** What is heard of now may be too late for the work in progress, so the next one is joined. */
    refresh(projectId, key) {
      const name = `${projectId} ${key}`;
      const current = running.get(name);
      if (current === undefined) return start(name, projectId, key);
      const next =
        waiting.get(name) ??
        current
          .catch(() => {})
          .then(() => {
            waiting.delete(name);
            return start(name, projectId, key);
          });
      waiting.set(name, next);
      return next;
    },
  };
}

type Extreme = (typeof EXTREMES)[number];

/** Which runs may be behind: any, those that changed since (ms), those whose history others may rewrite. */
type Scope =
  | { readonly kind: 'all' | 'branched' }
  | { readonly kind: 'changed'; readonly since: number };

function pathIdsOf(
  db: Kysely<SearchTables>,
  paths: PathRegistry,
  projectId: ProjectId,
  key: string,
): Promise<Record<Extreme, number>> {
  return db.transaction().execute(async (transaction) => {
    const path = indexKey(key);
    const [min, max] = [
      { source: 'm', path },
      { source: 'x', path },
    ] as const;
    const ids = await paths.idsOf(transaction, projectId, [min, max]);
    return { min: ids.get(min), max: ids.get(max) };
  });
}

/** Runs of which more was heard than the index has. */
async function outdatedRuns(
  db: Kysely<SearchTables>,
  projectId: ProjectId,
  pathId: number,
  scope: Scope,
  after: number,
): Promise<readonly Run[]> {
  let query = db
    .selectFrom('runs as r')
    .leftJoin('run_values as v', (join) =>
      join.onRef('v.run_id', '=', 'r.id').on('v.path_id', '=', pathId),
    )
    .selectAll('r')
    .where('r.project_id', '=', projectId)
    .where('r.deleted_at', 'is', null)
    .where('r.id', '>', after);
  if (scope.kind === 'changed') query = query.where('r.updated_at', '>=', scope.since);
  if (scope.kind === 'branched') query = query.where('r.lineage', 'is not', null);
  const rows = await query
    .where((eb) =>
      eb.or([
        eb('v.mark', 'is', null),
        eb('v.mark', '<>', eb.ref('r.heartbeat_at')),
        eb('r.lineage', 'is not', null),
      ]),
    )
    .orderBy('r.id')
    .limit(RUNS_AT_ONCE)
    .execute();
  return rows.map(toRun);
}

/** A run without a number there has a row, too: its mark says that this is known. */
function rowOf(run: Run, path_id: number, value: number | undefined, mark: number): RunValueTable {
  const kind = value === undefined ? KIND.null : KIND.number;
  // −0 is 0, as comparisons have it.
  const number = value === undefined || value === 0 ? 0 : value;
  return { run_id: run.id, path_id, kind, number, text: '', long_text: null, mark };
}

/** A run that was removed or moved meanwhile gets no rows: there it has none. */
async function writeRows(
  db: Kysely<SearchTables>,
  projectId: ProjectId,
  rows: readonly RunValueTable[],
): Promise<void> {
  // One transaction, since each costs a sync to disk.
  await db.transaction().execute(async (transaction) => {
    const ids = [...new Set(rows.map(({ run_id }) => run_id))];
    const found = await transaction
      .selectFrom('runs')
      .select('id')
      .where('id', 'in', ids)
      .where('project_id', '=', projectId)
      .where('deleted_at', 'is', null)
      .orderBy('id')
      .forUpdate()
      .execute();
    const here = new Set(found.map(({ id }) => id));
    const written = rows.filter(({ run_id }) => here.has(run_id));
    for (let start = 0; start < written.length; start += ROWS_AT_ONCE) {
      await transaction
        .insertInto('run_values')
        .values(written.slice(start, start + ROWS_AT_ONCE))
        .onConflict((conflict) =>
          conflict.columns(['run_id', 'path_id']).doUpdateSet({
            kind: sql.ref('excluded.kind'),
            number: sql.ref('excluded.number'),
            mark: sql.ref('excluded.mark'),
          }),
        )
        .execute();
    }
  });
}
