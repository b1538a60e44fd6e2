import { type Kysely, sql, type Transaction } from 'kysely';
import { literalInLike } from '../../stores/metadata/like.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { UserId } from '../accounts/index.ts';
import type { ProjectId } from '../projects/index.ts';
import type { RunChange } from './change.ts';
import { type DeadLetterTable, insertDeadLetters, listDeadLetters } from './dead-letter-store.ts';
import type { Lineage, RunId } from './lineage.ts';
import { columnsOf, type RunTable, toRun } from './row.ts';
import { decodeText, encodeText } from './text.ts';
import type { DeadLetterInput, Run, RunFork, RunState } from './types.ts';

/** `projects` belongs to another room; runs only count themselves in its `run_counter`. */
type Tables = {
  runs: RunTable;
  run_dead_letters: DeadLetterTable;
  projects: { id: number; run_counter: number };
};

/** What a run is created with. */
export interface NewRun {
  readonly projectId: ProjectId;
  readonly name: string;
  readonly state: RunState;
  readonly createdBy: UserId | null;
  readonly createdAt: number;
  /** Called with the run's number in its project when the change names no display name. */
  readonly nameIt: (runNumber: number) => string;
  readonly change: RunChange;
}

/** Rows written with one statement; bounds its parameters. */
const BATCH = 500;
/** More than a page can list. */
const MOST_FORKS = 1_000;

export type RunStore = ReturnType<typeof createRunStore>;

/** Tables `runs` and `run_dead_letters`. Deleted runs are invisible here. */
export function createRunStore(metadata: MetadataStore) {
  const db: Kysely<Tables> = metadata.db.withTables<Tables>();

  return {
    /** Null when there is a run of this name already. */
    async insert(run: NewRun): Promise<Run | null> {
      return db.transaction().execute(async (transaction) => {
        const row = await transaction
          .insertInto('runs')
          .values({
            ...NEW_RUN,
            ...columnsOf(run.change),
            project_id: run.projectId,
            name: encodeText(run.name),
            display_name: encodeText(run.change.displayName ?? ''),
            state: run.state,
            created_by: run.createdBy,
            created_at: run.createdAt,
            updated_at: run.createdAt,
            heartbeat_at: run.createdAt,
          })
          .onConflict((conflict) =>
            conflict.columns(['project_id', 'name']).where('deleted_at', 'is', null).doNothing(),
          )
          .returningAll()
          .executeTakeFirst();
        if (row === undefined) return null;
        const runNumber = await nextRunNumber(transaction, run.projectId);
        if (run.change.displayName) return toRun(row);
        const displayName = run.nameIt(runNumber);
        await transaction
          .updateTable('runs')
          .set({ display_name: encodeText(displayName) })
          .where('id', '=', row.id)
          .execute();
        return { ...toRun(row), displayName };
      });
    },

    async findByName(projectId: ProjectId, name: string): Promise<Run | null> {
      const row = await db
        .selectFrom('runs')
        .selectAll()
        .where('project_id', '=', projectId)
        .where('name', '=', encodeText(name))
        .where('deleted_at', 'is', null)
        .executeTakeFirst();
      return row ? toRun(row) : null;
    },

    async findByNames(projectId: ProjectId, names: readonly string[]): Promise<readonly Run[]> {
      const runs: Run[] = [];
      for (let start = 0; start < names.length; start += BATCH) {
        const rows = await db
          .selectFrom('runs')
          .selectAll()
          .where('project_id', '=', projectId)
          .where('name', 'in', names.slice(start, start + BATCH).map(encodeText))
          .where('deleted_at', 'is', null)
          .execute();
        runs.push(...rows.map(toRun));
      }
      return runs;
    },

    async findById(id: RunId): Promise<Run | null> {
      const row = await db
        .selectFrom('runs')
        .selectAll()
        .where('id', '=', id)
        .where('deleted_at', 'is', null)
        .executeTakeFirst();
      return row ? toRun(row) : null;
    },

    async change(id: RunId, change: RunChange): Promise<void> {
      await updateRun(db, id, change);
    },

    /** Runs `work` with the named runs held against other writers, in one transaction. */
    async transact<T>(
      ids: readonly RunId[],
      work: (runs: ReadonlyMap<RunId, Run>, writer: RunWriter) => Promise<T>,
    ): Promise<T> {
      return db.transaction().execute(async (transaction) => {
        const runs = await lockRuns(transaction, ids);
        return work(runs, {
          change: (id, change) => updateRun(transaction, id, change),
          addDeadLetters: (id, letters, createdAt) =>
            insertDeadLetters(transaction, id, letters, createdAt),
        });
      });
    },

    /** The stored text names the parent in one way only, so that the engine can look for it. */
    async listForks({ id, projectId, name }: Run): Promise<readonly RunFork[]> {
      const named = literalInLike(JSON.stringify(name));
      const rows = await db
        .selectFrom('runs')
        .select(['name', 'display_name', 'lineage'])
        .where('project_id', '=', projectId)
        .where('deleted_at', 'is', null)
        .where('id', '!=', id)
        .where('lineage', 'is not', null)
        .where(sql<boolean>`lineage like ${`%"branch":{"run":${named},%`} escape '\\'`)
        .orderBy('id')
        .limit(MOST_FORKS)
        .execute();
      return rows.flatMap((row) => {
        const lineage: Lineage | null = row.lineage === null ? null : JSON.parse(row.lineage);
        return lineage?.branch?.run === name
          ? [
              {
                name: row.name,
                displayName: decodeText(row.display_name),
                step: lineage.branch.step,
              },
            ]
          : [];
      });
    },

    listDeadLetters: (id: RunId, page: { after: string | null; limit: number }) =>
      listDeadLetters(db, id, page),

    /** Moves runs of state `from`, with such an exit code, without a heartbeat since `before` to state `to`; returns them. */
    async moveSilent(
      from: RunState,
      exit: 'none' | 'clean' | 'failed',
      to: RunState,
      before: number,
      now: number,
    ): Promise<readonly Run[]> {
      const rows = await db
        .updateTable('runs')
        .set({ state: to, updated_at: now, index_dirty: 1 })
        .where('state', '=', from)
        .where((where) => {
          if (exit === 'none') return where('exit_code', 'is', null);
          return where('exit_code', exit === 'clean' ? '=' : '<>', 0);
        })
        .where('heartbeat_at', '<', before)
        .where('deleted_at', 'is', null)
        .returningAll()
        .execute();
      return rows.map(toRun);
    },
  };
}

/** Writes inside the transaction of `transact`. */
export interface RunWriter {
  change(id: RunId, change: RunChange): Promise<void>;
  /** Returns how many were new: a line sent again is one dead letter. */
  addDeadLetters(
    id: RunId,
    letters: readonly DeadLetterInput[],
    createdAt: number,
  ): Promise<number>;
}

const NEW_RUN = {
  notes: '',
  description: '',
  group_name: '',
  job_type: '',
  program: '',
  repo: '',
  commit_hash: '',
  host: '',
  tags: '[]',
  config: '{}',
  summary: '{}',
} as const;

async function nextRunNumber(
  transaction: Transaction<Tables>,
  projectId: ProjectId,
): Promise<number> {
  const { run_counter } = await transaction
    .updateTable('projects')
    .set((set) => ({ run_counter: set('run_counter', '+', 1) }))
    .where('id', '=', projectId)
    .returning('run_counter')
    .executeTakeFirstOrThrow();
  return run_counter;
}

async function lockRuns(
  transaction: Transaction<Tables>,
  ids: readonly RunId[],
): Promise<ReadonlyMap<RunId, Run>> {
  if (ids.length === 0) return new Map();
  const rows = await transaction
    .selectFrom('runs')
    .selectAll()
    .where('id', 'in', ids)
    .where('deleted_at', 'is', null)
    // Always in the same order, so that two transactions never wait for each other in a circle.
    .orderBy('id')
    .forUpdate()
    .execute();
  return new Map(rows.map((row) => [row.id as RunId, toRun(row)]));
}

async function updateRun(
  db: Kysely<Tables> | Transaction<Tables>,
  id: RunId,
  change: RunChange,
): Promise<void> {
  const columns = columnsOf(change);
  if (Object.keys(columns).length === 0) return;
  await db
    .updateTable('runs')
    .set({ ...columns, index_dirty: 1 })
    .where('id', '=', id)
    .execute();
}
