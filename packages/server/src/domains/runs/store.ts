import type { Generated, Insertable, Kysely, Selectable, Transaction } from 'kysely';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { UserId } from '../accounts/index.ts';
import type { ProjectId } from '../projects/index.ts';
import type { RunChange } from './change.ts';
import { decodeText, encodeJsonText, encodeText } from './text.ts';
import type { DeadLetter, DeadLetterInput, Run, RunId, RunListOptions, RunState } from './types.ts';

type RunTable = {
  id: Generated<number>;
  project_id: number;
  name: string;
  display_name: string;
  state: string;
  exit_code: number | null;
  created_by: number | null;
  created_at: number;
  updated_at: number;
  heartbeat_at: number;
  started_at: number | null;
  notes: string;
  description: string;
  group_name: string;
  job_type: string;
  program: string;
  repo: string;
  commit_hash: string;
  host: string;
  sweep_name: string | null;
  tags: string;
  config: string;
  summary: string;
  history_lines: Generated<number>;
  events_lines: Generated<number>;
  log_lines: Generated<number>;
  history_tail: string | null;
  events_tail: string | null;
  first_step: number | null;
  last_step: number | null;
  first_time: number | null;
  last_time: number | null;
  dead_letters: Generated<number>;
  stop_requested: Generated<number>;
  has_rewrites: Generated<number>;
  deleted_at: number | null;
};

type DeadLetterTable = {
  id: Generated<number>;
  run_id: number;
  file: string;
  line: number;
  reason: string;
  raw: string;
  created_at: number;
};

/** `projects` belongs to another room; runs only count themselves in its `run_counter`. */
type Tables = {
  runs: RunTable;
  run_dead_letters: DeadLetterTable;
  projects: { id: number; run_counter: number };
};

type RunRow = Selectable<RunTable>;

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

const LIST_COLUMNS = {
  createdAt: 'created_at',
  heartbeatAt: 'heartbeat_at',
  updatedAt: 'updated_at',
  name: 'name',
  state: 'state',
} as const satisfies Record<string, keyof RunTable>;

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

    async count(projectId: ProjectId): Promise<number> {
      const { count } = await db
        .selectFrom('runs')
        .select((select) => select.fn.countAll().as('count'))
        .where('project_id', '=', projectId)
        .where('deleted_at', 'is', null)
        .executeTakeFirstOrThrow();
      return Number(count);
    },

    /** In the order asked, ties by id; `after` is the position of the last run of the page before. */
    async list(
      projectId: ProjectId,
      limit: number,
      { field, ascending }: NonNullable<RunListOptions['order']>,
      after: ListPosition | null,
    ): Promise<readonly Run[]> {
      const column = LIST_COLUMNS[field];
      const direction = ascending ? 'asc' : 'desc';
      const beyond = ascending ? '>' : '<';
      let query = db
        .selectFrom('runs')
        .selectAll()
        .where('project_id', '=', projectId)
        .where('deleted_at', 'is', null);
      if (after !== null) {
        const { value, id } = after;
        query = query.where((where) =>
          where.or([
            where(column, beyond, value),
            where.and([where(column, '=', value), where('id', beyond, id)]),
          ]),
        );
      }
      const rows = await query
        .orderBy(column, direction)
        .orderBy('id', direction)
        .limit(limit)
        .execute();
      return rows.map(toRun);
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

    async listDeadLetters(id: RunId): Promise<readonly DeadLetter[]> {
      const rows = await db
        .selectFrom('run_dead_letters')
        .selectAll()
        .where('run_id', '=', id)
        .orderBy('id')
        .execute();
      return rows.map((row) => ({
        id: row.id,
        file: decodeText(row.file),
        line: row.line,
        reason: decodeText(row.reason),
        raw: decodeText(row.raw),
        createdAt: row.created_at,
      }));
    },

    /** Moves runs of state `from` without a heartbeat since `before` to state `to`; returns them. */
    async moveSilent(
      from: RunState,
      to: RunState,
      before: number,
      now: number,
    ): Promise<readonly Run[]> {
      const rows = await db
        .updateTable('runs')
        .set({ state: to, updated_at: now })
        .where('state', '=', from)
        .where('heartbeat_at', '<', before)
        .where('deleted_at', 'is', null)
        .returningAll()
        .execute();
      return rows.map(toRun);
    },
  };
}

/** Where a page of a list ended. */
export interface ListPosition {
  readonly value: string | number;
  readonly id: number;
}

/** The position of a run in a list ordered by `field`. */
export function positionOf(
  run: Run,
  field: NonNullable<RunListOptions['order']>['field'],
): ListPosition {
  const value = run[field];
  return { value: typeof value === 'string' ? encodeText(value) : value, id: run.id };
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
  await db.updateTable('runs').set(columns).where('id', '=', id).execute();
}

async function insertDeadLetters(
  transaction: Transaction<Tables>,
  id: RunId,
  letters: readonly DeadLetterInput[],
  createdAt: number,
): Promise<number> {
  let added = 0;
  for (let start = 0; start < letters.length; start += BATCH) {
    const rows = await transaction
      .insertInto('run_dead_letters')
      .values(
        letters.slice(start, start + BATCH).map((letter) => ({
          run_id: id,
          file: encodeText(letter.file),
          line: letter.line,
          reason: encodeText(letter.reason),
          raw: encodeText(letter.raw),
          created_at: createdAt,
        })),
      )
      .onConflict((conflict) => conflict.columns(['run_id', 'file', 'line']).doNothing())
      .returning('id')
      .execute();
    added += rows.length;
  }
  return added;
}

function toRun(row: RunRow): Run {
  return {
    id: row.id as RunId,
    projectId: row.project_id as ProjectId,
    name: decodeText(row.name),
    displayName: decodeText(row.display_name),
    state: row.state as RunState,
    exitCode: row.exit_code,
    createdBy: row.created_by as UserId | null,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    heartbeatAt: row.heartbeat_at,
    startedAt: row.started_at,
    notes: decodeText(row.notes),
    description: decodeText(row.description),
    groupName: decodeText(row.group_name),
    jobType: decodeText(row.job_type),
    program: decodeText(row.program),
    repo: decodeText(row.repo),
    commit: decodeText(row.commit_hash),
    host: decodeText(row.host),
    sweepName: row.sweep_name === null ? null : decodeText(row.sweep_name),
    tags: JSON.parse(row.tags) as readonly string[],
    config: row.config,
    summary: row.summary,
    historyLineCount: row.history_lines,
    eventsLineCount: row.events_lines,
    logLineCount: row.log_lines,
    historyTail: row.history_tail,
    eventsTail: row.events_tail,
    firstStep: row.first_step,
    lastStep: row.last_step,
    firstTime: row.first_time,
    lastTime: row.last_time,
    deadLetterCount: row.dead_letters,
    stopRequested: row.stop_requested === 1,
    hasRewrites: row.has_rewrites === 1,
  };
}

const same = (value: unknown): unknown => value;
const flag = (value: unknown): unknown => (value === true ? 1 : 0);
const text = (value: unknown): unknown => (typeof value === 'string' ? encodeText(value) : value);
const json = (value: unknown): unknown =>
  typeof value === 'string' ? encodeJsonText(value) : value;

/** Column and encoding of each field that can change. */
const COLUMNS: Partial<Record<keyof Run, readonly [keyof RunTable, (value: unknown) => unknown]>> =
  {
    displayName: ['display_name', text],
    state: ['state', same],
    exitCode: ['exit_code', same],
    updatedAt: ['updated_at', same],
    heartbeatAt: ['heartbeat_at', same],
    startedAt: ['started_at', same],
    notes: ['notes', text],
    description: ['description', text],
    groupName: ['group_name', text],
    jobType: ['job_type', text],
    program: ['program', text],
    repo: ['repo', text],
    commit: ['commit_hash', text],
    host: ['host', text],
    sweepName: ['sweep_name', text],
    // Escapes of JSON.stringify make unpaired surrogates and NUL storable.
    tags: ['tags', (value) => JSON.stringify(value)],
    config: ['config', json],
    summary: ['summary', json],
    historyLineCount: ['history_lines', same],
    eventsLineCount: ['events_lines', same],
    logLineCount: ['log_lines', same],
    historyTail: ['history_tail', json],
    eventsTail: ['events_tail', json],
    firstStep: ['first_step', same],
    lastStep: ['last_step', same],
    firstTime: ['first_time', same],
    lastTime: ['last_time', same],
    deadLetterCount: ['dead_letters', same],
    stopRequested: ['stop_requested', flag],
    hasRewrites: ['has_rewrites', flag],
  };

function columnsOf(change: RunChange): Partial<Insertable<RunTable>> {
  const columns: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(change)) {
    const column = COLUMNS[field as keyof Run];
    if (column !== undefined) columns[column[0]] = column[1](value);
  }
  return columns as Partial<Insertable<RunTable>>;
}
