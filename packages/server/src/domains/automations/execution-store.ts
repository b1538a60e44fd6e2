import type { Generated, Kysely, Selectable } from 'kysely';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { UserId } from '../accounts/index.ts';
import type { RunId } from '../runs/index.ts';
import type { Attempt, AutomationId, Execution, ExecutionState, OccurredEvent } from './types.ts';

type ExecutionTables = {
  automation_executions: {
    id: Generated<number>;
    automation_id: number;
    event: string;
    state: string;
    attempts: Generated<number>;
    detail: string | null;
    next_attempt_at: number | null;
    resent_of: number | null;
    resent_by: number | null;
    created_at: number;
    finished_at: number | null;
  };
  automation_attempts: {
    id: Generated<number>;
    execution_id: number;
    number: number;
    ok: number;
    detail: string;
    created_at: number;
  };
  automation_runs: {
    automation_id: number;
    run_id: number;
    progress: string;
    fired_at: number | null;
  };
};

/** In one statement. */
const IDS_AT_ONCE = 1_000;

/** How far an automation has looked at a run. */
export interface RunProgress {
  /** The state seen last. */
  readonly state: string;
  /** Place of the last value seen: a step, or seconds for samples of the machine; null before the first. */
  readonly at: number | null;
  readonly tail: readonly number[];
}

export interface WatchedRun {
  readonly progress: RunProgress;
  readonly firedAt: number | null;
}

export function createExecutionStore(metadata: MetadataStore) {
  const db: Kysely<ExecutionTables> = metadata.db.withTables<ExecutionTables>();

  return {
    async readRun(automationId: AutomationId, runId: RunId): Promise<WatchedRun | null> {
      const row = await db
        .selectFrom('automation_runs')
        .select(['progress', 'fired_at'])
        .where('automation_id', '=', automationId)
        .where('run_id', '=', runId)
        .executeTakeFirst();
      if (row === undefined) return null;
      return { progress: JSON.parse(row.progress) as RunProgress, firedAt: row.fired_at };
    },

    /**
     * Moves on from `before` and records that the automation fires, both or neither. Null when
     * another process was there first.
     */
    async advance(input: {
      readonly automationId: AutomationId;
      readonly runId: RunId;
      readonly before: WatchedRun | null;
      readonly progress: RunProgress;
      readonly event: OccurredEvent | null;
      readonly now: number;
    }): Promise<{ readonly executionId: number | null } | null> {
      const { automationId, runId, before, event, now } = input;
      const progress = JSON.stringify(input.progress);
      return db.transaction().execute(async (transaction) => {
        const firedAt = event === null ? (before?.firedAt ?? null) : now;
        const moved =
          before === null
            ? await transaction
                .insertInto('automation_runs')
                .values({ automation_id: automationId, run_id: runId, progress, fired_at: firedAt })
                .onConflict((conflict) => conflict.doNothing())
                .returning('run_id')
                .executeTakeFirst()
            : await transaction
                .updateTable('automation_runs')
                .set({ progress, fired_at: firedAt })
                .where('automation_id', '=', automationId)
                .where('run_id', '=', runId)
                .where('progress', '=', JSON.stringify(before.progress))
                .returning('run_id')
                .executeTakeFirst();
        if (moved === undefined) return null;
        if (event === null) return { executionId: null };
        const row = await transaction
          .insertInto('automation_executions')
          .values(newExecution(automationId, event, now))
          .returning('id')
          .executeTakeFirstOrThrow();
        return { executionId: row.id };
      });
    },

    async insert(
      automationId: AutomationId,
      event: OccurredEvent,
      now: number,
      resent: { readonly of: number; readonly by: UserId } | null = null,
    ): Promise<Execution> {
      const row = await db
        .insertInto('automation_executions')
        .values({
          ...newExecution(automationId, event, now),
          resent_of: resent?.of ?? null,
          resent_by: resent?.by ?? null,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      return toExecution(row);
    },

    async get(id: number): Promise<Execution | null> {
      const row = await db
        .selectFrom('automation_executions')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      return row === undefined ? null : toExecution(row);
    },

    /** How a try went; noted twice it stands once. */
    async note(
      id: number,
      outcome: {
        readonly state: ExecutionState;
        readonly attempts: number;
        readonly ok: boolean;
        readonly detail: string;
        readonly now: number;
        readonly nextAttemptAt: number | null;
      },
    ): Promise<void> {
      const { state, attempts, ok, detail, now, nextAttemptAt } = outcome;
      const attempt = { ok: ok ? 1 : 0, detail, created_at: now };
      await db.transaction().execute(async (transaction) => {
        await transaction
          .updateTable('automation_executions')
          .set({
            state,
            attempts,
            detail,
            next_attempt_at: nextAttemptAt,
            finished_at: state === 'waiting' ? null : now,
          })
          .where('id', '=', id)
          .execute();
        await transaction
          .insertInto('automation_attempts')
          .values({ execution_id: id, number: attempts, ...attempt })
          .onConflict((conflict) =>
            conflict.columns(['execution_id', 'number']).doUpdateSet(attempt),
          )
          .execute();
      });
    },

    /** First to last. */
    async listAttempts(executionId: number): Promise<readonly Attempt[]> {
      const rows = await db
        .selectFrom('automation_attempts')
        .selectAll()
        .where('execution_id', '=', executionId)
        .orderBy('number')
        .execute();
      return rows.map(({ number, ok, detail, created_at }) => ({
        number,
        ok: ok === 1,
        detail,
        at: created_at,
      }));
    },

    /** The newest of each automation. */
    async listLast(ids: readonly AutomationId[]): Promise<ReadonlyMap<AutomationId, Execution>> {
      const last = new Map<AutomationId, Execution>();
      for (let start = 0; start < ids.length; start += IDS_AT_ONCE) {
        const rows = await db
          .selectFrom('automation_executions')
          .selectAll()
          .where('id', 'in', (select) =>
            select
              .selectFrom('automation_executions')
              .select((inner) => inner.fn.max('id').as('id'))
              .where('automation_id', 'in', ids.slice(start, start + IDS_AT_ONCE))
              .groupBy('automation_id'),
          )
          .execute();
        for (const row of rows) last.set(row.automation_id as AutomationId, toExecution(row));
      }
      return last;
    },

    async list(
      automationId: AutomationId,
      page: { first: number; before: number | null },
    ): Promise<readonly Execution[]> {
      let query = db
        .selectFrom('automation_executions')
        .selectAll()
        .where('automation_id', '=', automationId)
        .orderBy('id', 'desc')
        .limit(page.first);
      if (page.before !== null) query = query.where('id', '<', page.before);
      return (await query.execute()).map(toExecution);
    },

    /** Ids of those that were not carried out yet. */
    async listWaiting(): Promise<readonly number[]> {
      const rows = await db
        .selectFrom('automation_executions')
        .select('id')
        .where('state', '=', 'waiting')
        .orderBy('id')
        .execute();
      return rows.map(({ id }) => id);
    },

    async removeRuns(ids: readonly RunId[]): Promise<void> {
      if (ids.length === 0) return;
      await db.deleteFrom('automation_runs').where('run_id', 'in', ids).execute();
    },
  };
}

function newExecution(automationId: AutomationId, event: OccurredEvent, now: number) {
  return {
    automation_id: automationId,
    event: JSON.stringify(event),
    state: 'waiting',
    detail: null,
    next_attempt_at: null,
    resent_of: null,
    resent_by: null,
    created_at: now,
    finished_at: null,
  };
}

function toExecution(row: Selectable<ExecutionTables['automation_executions']>): Execution {
  return {
    id: row.id,
    automationId: row.automation_id as AutomationId,
    event: JSON.parse(row.event) as OccurredEvent,
    state: row.state as ExecutionState,
    attempts: row.attempts,
    detail: row.detail,
    nextAttemptAt: row.next_attempt_at,
    resentOf: row.resent_of,
    resentBy: row.resent_by as UserId | null,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  };
}
