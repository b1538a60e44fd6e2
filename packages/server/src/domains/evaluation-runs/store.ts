import type { EvaluationRunState, ModelFailure } from '@runloom/model';
import type { Generated, Kysely, Selectable } from 'kysely';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { UserId } from '../accounts/index.ts';
import type { ProjectId } from '../projects/index.ts';
import type { EvaluationRun, RunPlan, RunTrial } from './types.ts';

type RunTables = {
  evaluation_runs: {
    id: Generated<number>;
    project_id: number;
    call_id: string;
    trace_id: string;
    name: string;
    plan: string;
    state: string;
    total: number;
    done: number;
    failed: number;
    faults: number;
    problem: string | null;
    created_by: number;
    created_at: number;
    ended_at: number | null;
  };
  evaluation_run_trials: {
    run_id: number;
    place: number;
    trial: number;
    state: string;
    attempts: number;
    failure: string | null;
    message: string | null;
    retry_at: number | null;
  };
};

const LISTED = 100;
const TRIALS_LISTED = 500;

export function createRunStore(metadata: MetadataStore) {
  const db: Kysely<RunTables> = metadata.db.withTables<RunTables>();

  return {
    async projectsKept(): Promise<readonly ProjectId[]> {
      const rows = await db.selectFrom('evaluation_runs').select('project_id').distinct().execute();
      return rows.map(({ project_id }) => project_id as ProjectId);
    },

    async removeProject(project: ProjectId): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        await transaction
          .deleteFrom('evaluation_run_trials')
          .where('run_id', 'in', (eb) =>
            eb.selectFrom('evaluation_runs').select('id').where('project_id', '=', project),
          )
          .execute();
        await transaction.deleteFrom('evaluation_runs').where('project_id', '=', project).execute();
      });
    },

    async insert(
      run: Pick<
        EvaluationRun,
        'projectId' | 'callId' | 'traceId' | 'name' | 'plan' | 'total' | 'createdBy' | 'createdAt'
      >,
    ): Promise<EvaluationRun> {
      const row = await db
        .insertInto('evaluation_runs')
        .values({
          project_id: run.projectId,
          call_id: run.callId,
          trace_id: run.traceId,
          name: run.name,
          plan: JSON.stringify(run.plan),
          state: 'waiting',
          total: run.total,
          done: 0,
          failed: 0,
          faults: 0,
          problem: null,
          created_by: run.createdBy,
          created_at: run.createdAt,
          ended_at: null,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      return toRun(row);
    },

    async get(id: number): Promise<EvaluationRun | null> {
      const row = await db
        .selectFrom('evaluation_runs')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      return row === undefined ? null : toRun(row);
    },

    async list(project: ProjectId): Promise<readonly EvaluationRun[]> {
      const rows = await db
        .selectFrom('evaluation_runs')
        .selectAll()
        .where('project_id', '=', project)
        .orderBy('id', 'desc')
        .limit(LISTED)
        .execute();
      return rows.map(toRun);
    },

    /** Moves it to a state, if it is in one of those; false where it is not. */
    async move(
      id: number,
      from: readonly EvaluationRunState[],
      to: EvaluationRunState,
      change: { readonly endedAt?: number; readonly problem?: string } = {},
    ): Promise<boolean> {
      const moved = await db
        .updateTable('evaluation_runs')
        .set({
          state: to,
          ...(change.endedAt === undefined ? {} : { ended_at: change.endedAt }),
          ...(change.problem === undefined ? {} : { problem: change.problem }),
        })
        .where('id', '=', id)
        .where('state', 'in', from)
        .returning('id')
        .executeTakeFirst();
      return moved !== undefined;
    },

    async count(id: number, counts: { readonly done: number; readonly failed: number }) {
      await db.updateTable('evaluation_runs').set(counts).where('id', '=', id).execute();
    },

    async noteFault(id: number): Promise<void> {
      await db
        .updateTable('evaluation_runs')
        .set((set) => ({ faults: set('faults', '+', 1) }))
        .where('id', '=', id)
        .execute();
    },

    async putTrial(id: number, trial: RunTrial): Promise<void> {
      const { state, attempts, failure, message } = trial;
      const content = { state, attempts, failure, message, retry_at: trial.retryAt };
      await db
        .insertInto('evaluation_run_trials')
        .values({ run_id: id, place: trial.place, trial: trial.trial, ...content })
        .onConflict((conflict) =>
          conflict.columns(['run_id', 'place', 'trial']).doUpdateSet(content),
        )
        .execute();
    },

    async removeTrial(id: number, { place, trial }: Pick<RunTrial, 'place' | 'trial'>) {
      await db
        .deleteFrom('evaluation_run_trials')
        .where('run_id', '=', id)
        .where('place', '=', place)
        .where('trial', '=', trial)
        .execute();
    },

    /** What was in work when a process ended is in work no more. */
    async removeUnfinished(id: number): Promise<void> {
      await db
        .deleteFrom('evaluation_run_trials')
        .where('run_id', '=', id)
        .where('state', 'in', ['asking', 'waiting'])
        .execute();
    },

    async trials(id: number): Promise<readonly RunTrial[]> {
      const rows = await db
        .selectFrom('evaluation_run_trials')
        .selectAll()
        .where('run_id', '=', id)
        .orderBy('place')
        .orderBy('trial')
        .limit(TRIALS_LISTED)
        .execute();
      return rows.map((row) => ({
        place: row.place,
        trial: row.trial,
        state: row.state as RunTrial['state'],
        attempts: row.attempts,
        failure: row.failure as ModelFailure | null,
        message: row.message,
        retryAt: row.retry_at,
      }));
    },
  };
}

export type RunStore = ReturnType<typeof createRunStore>;

const toRun = (row: Selectable<RunTables['evaluation_runs']>): EvaluationRun => ({
  id: row.id,
  projectId: row.project_id as ProjectId,
  callId: row.call_id,
  traceId: row.trace_id,
  name: row.name,
  plan: JSON.parse(row.plan) as RunPlan,
  state: row.state as EvaluationRunState,
  total: row.total,
  done: row.done,
  failed: row.failed,
  faults: row.faults,
  problem: row.problem,
  createdBy: row.created_by as UserId,
  createdAt: row.created_at,
  endedAt: row.ended_at,
});
