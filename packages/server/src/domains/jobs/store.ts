import type { Generated, Kysely } from 'kysely';
import type { MetadataStore } from '../../stores/metadata/types.ts';

type JobTables = {
  jobs: {
    id: Generated<number>;
    kind: string;
    unique_key: string | null;
    payload: string;
    run_at: number;
    attempts: Generated<number>;
    max_attempts: number;
    leased_until: number | null;
    last_error: string | null;
    created_at: number;
  };
};

export interface StoredJob {
  readonly id: number;
  readonly kind: string;
  readonly payload: string;
  readonly attempts: number;
  readonly maxAttempts: number;
}

/** Times are milliseconds since the epoch. */
export function createJobStore(metadata: MetadataStore) {
  const db: Kysely<JobTables> = metadata.db.withTables<JobTables>();

  return {
    /** Nothing changes when one with the same unique key waits. */
    async insert(job: {
      kind: string;
      uniqueKey: string | null;
      payload: string;
      runAt: number;
      maxAttempts: number;
      now: number;
    }): Promise<void> {
      await db
        .insertInto('jobs')
        .values({
          kind: job.kind,
          unique_key: job.uniqueKey,
          payload: job.payload,
          run_at: job.runAt,
          max_attempts: job.maxAttempts,
          leased_until: null,
          last_error: null,
          created_at: job.now,
        })
        .onConflict((conflict) => conflict.columns(['kind', 'unique_key']).doNothing())
        .execute();
    },

    /**
     * Takes the job that is due the longest, for the time of the lease. A job whose lease has passed
     * belonged to a process that is gone.
     */
    async take(kinds: readonly string[], now: number, leaseMs: number): Promise<StoredJob | null> {
      return db.transaction().execute(async (transaction) => {
        const due = await transaction
          .selectFrom('jobs')
          .select('id')
          .where('kind', 'in', kinds)
          .where('run_at', '<=', now)
          .where((where) =>
            where.or([where('leased_until', 'is', null), where('leased_until', '<=', now)]),
          )
          .orderBy('run_at')
          .orderBy('id')
          .limit(1)
          .forUpdate()
          .skipLocked()
          .executeTakeFirst();
        if (due === undefined) return null;
        const row = await transaction
          .updateTable('jobs')
          .set((set) => ({
            leased_until: now + leaseMs,
            attempts: set('attempts', '+', 1),
            unique_key: null,
          }))
          .where('id', '=', due.id)
          .returning(['id', 'kind', 'payload', 'attempts', 'max_attempts'])
          .executeTakeFirstOrThrow();
        const { id, kind, payload, attempts, max_attempts } = row;
        return { id, kind, payload, attempts, maxAttempts: max_attempts };
      });
    },

    async extend(id: number, leasedUntil: number): Promise<void> {
      await db
        .updateTable('jobs')
        .set({ leased_until: leasedUntil })
        .where('id', '=', id)
        .execute();
    },

    async finish(id: number): Promise<void> {
      await db.deleteFrom('jobs').where('id', '=', id).execute();
    },

    async retry(id: number, runAt: number, error: string): Promise<void> {
      await db
        .updateTable('jobs')
        .set({ run_at: runAt, leased_until: null, last_error: error })
        .where('id', '=', id)
        .execute();
    },

    /** When there is something to do next; null when nothing waits. */
    async nextDue(kinds: readonly string[]): Promise<number | null> {
      const row = await db
        .selectFrom('jobs')
        .select((select) =>
          select.fn
            .min<number | null>((inner) => inner.fn.coalesce('jobs.leased_until', 'jobs.run_at'))
            .as('due'),
        )
        .where('kind', 'in', kinds)
        .executeTakeFirst();
      return row?.due ?? null;
    },

    async count(): Promise<number> {
      const row = await db
        .selectFrom('jobs')
        .select((select) => select.fn.countAll().as('count'))
        .executeTakeFirstOrThrow();
      return Number(row.count);
    },
  };
}
