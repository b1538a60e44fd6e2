import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { MetadataStore } from '../../../stores/metadata/types.ts';
import type { ProjectId } from '../../projects/index.ts';
import type { RunId } from '../lineage.ts';
import { toRun } from '../row.ts';
import { createPathRegistry, type PathRegistry } from './path-registry.ts';
import { type StoredValue, storedValues } from './stored-value.ts';
import type { RunValueTable, SearchTables } from './tables.ts';

/** Runs brought up to date in one transaction: few, so that writers never wait for long. */
const RUNS_AT_ONCE = 20;
/** Rows written or removed with one statement; bounds its parameters and its time. */
const ROWS_AT_ONCE = 400;
const ROWS_READ_AT_ONCE = 5_000;

/**
 * The index of configs, summaries and attributes. Writers of runs only mark them (`index_dirty`);
 * whoever filters or sorts brings the marked runs of the project up to date first.
 */
export interface ValueIndex {
  /** Brings all marked runs of the project up to date. */
  refresh(projectId: ProjectId): Promise<void>;
  /** Brings up to `maxRuns` marked runs of any project up to date. Returns how many there were. */
  refreshSome(maxRuns: number): Promise<number>;
}

export function createValueIndex(metadata: MetadataStore): ValueIndex {
  const db: Kysely<SearchTables> = metadata.db.withTables<SearchTables>();
  const paths = createPathRegistry();
  /** The work in progress of each project, and the one that waits behind it. */
  const running = new Map<ProjectId, Promise<void>>();
  const waiting = new Map<ProjectId, Promise<void>>();

  async function refreshProject(projectId: ProjectId): Promise<void> {
    for (;;) {
      const marked = await markedRuns(db, projectId, RUNS_AT_ONCE);
      if (marked.length === 0) return;
      await refreshRuns(db, paths, projectId, marked);
      await nextTurn();
    }
  }

  function start(projectId: ProjectId): Promise<void> {
    const work = refreshProject(projectId).finally(() => running.delete(projectId));
    running.set(projectId, work);
    return work;
  }

  /** What is marked now may be too late for the work in progress, so the next one is joined. */
  function refresh(projectId: ProjectId): Promise<void> {
    const current = running.get(projectId);
    if (current === undefined) return start(projectId);
    const next =
      waiting.get(projectId) ??
      current
        .catch(() => {})
        .then(() => {
          waiting.delete(projectId);
          return start(projectId);
        });
    waiting.set(projectId, next);
    return next;
  }

  return {
    refresh,
    async refreshSome(maxRuns) {
      const rows = await db
        .selectFrom('runs')
        .select('project_id')
        .where('index_dirty', '=', sql.lit(1))
        .where('deleted_at', 'is', null)
        .limit(maxRuns)
        .execute();
      for (const projectId of new Set(rows.map((row) => row.project_id as ProjectId))) {
        await refresh(projectId);
      }
      return rows.length;
    },
  };
}

async function markedRuns(
  db: Kysely<SearchTables>,
  projectId: ProjectId,
  limit: number,
): Promise<readonly RunId[]> {
  const rows = await db
    .selectFrom('runs')
    .select('id')
    .where('project_id', '=', projectId)
    .where('index_dirty', '=', sql.lit(1))
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map((row) => row.id as RunId);
}

async function refreshRuns(
  db: Kysely<SearchTables>,
  paths: PathRegistry,
  projectId: ProjectId,
  ids: readonly RunId[],
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const rows = await transaction
      .selectFrom('runs')
      .selectAll()
      .where('id', 'in', ids)
      .where('project_id', '=', projectId)
      .where('index_dirty', '=', 1)
      .where('deleted_at', 'is', null)
      .orderBy('id')
      .forUpdate()
      .execute();
    if (rows.length === 0) return;
    const usernames = await usernamesOf(
      transaction,
      rows.flatMap((row) => row.created_by ?? []),
    );
    const wanted = new Map<number, readonly StoredValue[]>();
    for (const row of rows) {
      const username = row.created_by === null ? null : (usernames.get(row.created_by) ?? null);
      wanted.set(row.id, storedValues(toRun(row), username));
    }
    const pathIds = await paths.idsOf(transaction, projectId, [...wanted.values()].flat());
    const target: RunValueTable[] = [];
    for (const [run_id, values] of wanted) {
      for (const value of values) {
        const { kind, number, text, long_text } = value;
        target.push({ run_id, path_id: pathIds.get(value), kind, number, text, long_text });
      }
    }
    await writeDifference(transaction, [...wanted.keys()], target);
    await transaction
      .updateTable('runs')
      .set({ index_dirty: 0 })
      .where('id', 'in', [...wanted.keys()])
      .execute();
  });
}

async function usernamesOf(
  transaction: Transaction<SearchTables>,
  ids: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  if (ids.length === 0) return new Map();
  const rows = await transaction
    .selectFrom('users')
    .select(['id', 'username'])
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map((row) => [row.id, row.username]));
}

const keyOf = (row: RunValueTable): string => `${row.run_id} ${row.path_id}`;

/** Makes the rows of the runs those of `target`, and touches none that is so already. */
async function writeDifference(
  transaction: Transaction<SearchTables>,
  runIds: readonly number[],
  target: readonly RunValueTable[],
): Promise<void> {
  const before = new Map<string, RunValueTable>();
  for (const runId of runIds) {
    for await (const rows of storedRows(transaction, runId)) {
      for (const row of rows) before.set(keyOf(row), row);
    }
  }
  const changed = target.filter((row) => {
    const known = before.get(keyOf(row));
    before.delete(keyOf(row));
    return known === undefined || !isSame(known, row);
  });
  await removeRows(transaction, [...before.values()]);
  for (const rows of chunks(changed)) {
    await transaction
      .insertInto('run_values')
      .values([...rows])
      .onConflict((conflict) =>
        conflict.columns(['run_id', 'path_id']).doUpdateSet((eb) => ({
          kind: eb.ref('excluded.kind'),
          number: eb.ref('excluded.number'),
          text: eb.ref('excluded.text'),
          long_text: eb.ref('excluded.long_text'),
        })),
      )
      .execute();
    await nextTurn();
  }
}

/** What is stored of a run, in parts, so that a run with 100,000 values holds up nobody. */
async function* storedRows(
  transaction: Transaction<SearchTables>,
  runId: number,
): AsyncGenerator<readonly RunValueTable[]> {
  let after: number | null = null;
  for (;;) {
    let query = transaction
      .selectFrom('run_values')
      .selectAll()
      .where('run_id', '=', runId)
      // Extremes of metrics are kept by those who sort by them.
      .where('mark', 'is', null)
      .orderBy('path_id')
      .limit(ROWS_READ_AT_ONCE);
    if (after !== null) query = query.where('path_id', '>', after);
    const rows: readonly RunValueTable[] = await query.execute();
    yield rows;
    if (rows.length < ROWS_READ_AT_ONCE) return;
    after = rows.at(-1)?.path_id ?? null;
    await nextTurn();
  }
}

async function removeRows(
  transaction: Transaction<SearchTables>,
  rows: readonly RunValueTable[],
): Promise<void> {
  const byRun = Map.groupBy(rows, (row) => row.run_id);
  for (const [runId, own] of byRun) {
    for (const some of chunks(own)) {
      await transaction
        .deleteFrom('run_values')
        .where('run_id', '=', runId)
        .where(
          'path_id',
          'in',
          some.map((row) => row.path_id),
        )
        .execute();
    }
  }
}

function isSame(a: RunValueTable, b: RunValueTable): boolean {
  return (
    a.kind === b.kind && a.number === b.number && a.text === b.text && a.long_text === b.long_text
  );
}

function* chunks<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += ROWS_AT_ONCE) {
    yield items.slice(start, start + ROWS_AT_ONCE);
  }
}
