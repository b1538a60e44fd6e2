import { type Kysely, sql } from 'kysely';
import { isUniqueViolation } from '../../stores/metadata/index.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { ProjectId } from '../projects/index.ts';
import { everySource, type HistorySource, ownerOf, type RunId } from './lineage.ts';
import { toRun } from './row.ts';
import type { SearchTables } from './search/tables.ts';
import type { DeletedRun, Run } from './types.ts';

/** `projects` belongs to another room; what is in its trash counts as deleted here. */
type Tables = SearchTables & {
  projects: { id: number; deleted_at: number | null };
  run_dead_letters: { run_id: number };
};

/** Rows removed with one statement, so that others get their turn in between. */
const ROWS_AT_ONCE = 5_000;

/** Runs on their way into the trash, out of it, and to other projects. */
export function createTrashStore(metadata: MetadataStore) {
  const db: Kysely<Tables> = metadata.db.withTables<Tables>();

  /** Lists count by these rows without a look at the run: they go first, and come back by the index. */
  async function removeValues(id: RunId): Promise<void> {
    await db.deleteFrom('run_values').where('run_id', '=', id).execute();
  }

  return {
    async remove(id: RunId, now: number): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        await transaction
          .updateTable('runs')
          .set({ deleted_at: now })
          .where('id', '=', id)
          .where('deleted_at', 'is', null)
          .execute();
        await transaction.deleteFrom('run_values').where('run_id', '=', id).execute();
      });
    },

    async find(id: RunId): Promise<Run | null> {
      const row = await db
        .selectFrom('runs')
        .selectAll()
        .where('id', '=', id)
        .where('deleted_at', 'is not', null)
        .executeTakeFirst();
      return row === undefined ? null : toRun(row);
    },

    async list(projectId: ProjectId): Promise<readonly DeletedRun[]> {
      const rows = await db
        .selectFrom('runs')
        .selectAll()
        .where('project_id', '=', projectId)
        .where('deleted_at', 'is not', null)
        .orderBy('deleted_at', 'desc')
        .orderBy('id', 'desc')
        .limit(1_000)
        .execute();
      return rows.map((row) => ({ run: toRun(row), deletedAt: row.deleted_at ?? 0 }));
    },

    async restore(
      projectId: ProjectId,
      id: RunId,
      now: number,
    ): Promise<Run | 'missing' | 'taken'> {
      return whenFree(async () => {
        const row = await db
          .updateTable('runs')
          .set({ deleted_at: null, index_dirty: 1, updated_at: now })
          .where('id', '=', id)
          .where('project_id', '=', projectId)
          .where('deleted_at', 'is not', null)
          .returningAll()
          .executeTakeFirst();
        return row === undefined ? 'missing' : toRun(row);
      }, 'taken');
    },

    /** Null when the name is taken there. */
    async move(id: RunId, target: ProjectId, now: number): Promise<Run | null> {
      return whenFree(
        () =>
          db.transaction().execute(async (transaction) => {
            const row = await transaction
              .updateTable('runs')
              .set({ project_id: target, index_dirty: 1, updated_at: now })
              .where('id', '=', id)
              .where('deleted_at', 'is', null)
              .returningAll()
              .executeTakeFirstOrThrow();
            // Paths are numbered by project.
            await transaction.deleteFrom('run_values').where('run_id', '=', id).execute();
            return toRun(row);
          }),
        null,
      );
    },

    async listExpired(before: number, limit: number): Promise<readonly Run[]> {
      const rows = await db
        .selectFrom('runs')
        .innerJoin('projects', 'projects.id', 'runs.project_id')
        .selectAll('runs')
        .where((where) =>
          where.or([
            where('runs.deleted_at', '<', before),
            where('projects.deleted_at', '<', before),
          ]),
        )
        .orderBy('runs.id')
        .limit(limit)
        .execute();
      return rows.map(toRun);
    },

    async orphanedSources(gone: readonly Run[]): Promise<readonly HistorySource[]> {
      const going = new Set(gone.map(({ id }) => id));
      const candidates = new Set(gone.flatMap(everySource));
      const rows = await db
        .selectFrom('runs')
        .selectAll()
        .where('lineage', 'is not', null)
        .execute();
      for (const run of rows.map(toRun)) {
        if (going.has(run.id)) continue;
        for (const { source } of run.lineage?.inherited ?? []) candidates.delete(source);
      }
      const owners = [...new Set([...candidates].map(ownerOf))].filter((id) => !going.has(id));
      const alive = new Set<RunId>();
      for (let start = 0; start < owners.length; start += ROWS_AT_ONCE) {
        const some = owners.slice(start, start + ROWS_AT_ONCE);
        const found = await db.selectFrom('runs').select('id').where('id', 'in', some).execute();
        for (const { id } of found) alive.add(id as RunId);
      }
      return [...candidates].filter((source) => !alive.has(ownerOf(source)));
    },

    async forget(ids: readonly RunId[]): Promise<void> {
      for (const id of ids) {
        await removeValues(id);
        for (;;) {
          const { numDeletedRows } = await db
            .deleteFrom('run_dead_letters')
            .where('run_id', '=', id)
            .where(
              sql<boolean>`id in (select id from run_dead_letters where run_id = ${id} limit ${ROWS_AT_ONCE})`,
            )
            .executeTakeFirstOrThrow();
          if (numDeletedRows === 0n) break;
        }
        await db.deleteFrom('runs').where('id', '=', id).execute();
      }
    },
  };
}

/** Names of runs that are not in the trash are unique in their project. */
async function whenFree<T, Taken>(work: () => Promise<T>, taken: Taken): Promise<T | Taken> {
  try {
    return await work();
  } catch (error) {
    if (isUniqueViolation(error)) return taken;
    throw error;
  }
}
