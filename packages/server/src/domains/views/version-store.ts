import type { Generated, Kysely, Selectable, Transaction } from 'kysely';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { UserId } from '../accounts/index.ts';
import type { ProjectId } from '../projects/index.ts';
import type { PersonalWorkspace, SavedVersion, ViewId } from './types.ts';

type VersionTables = {
  views: { id: number; spec: string; display_name: string; updated_at: number };
  view_versions: {
    id: Generated<number>;
    view_id: number;
    number: number;
    spec: string;
    created_by: number;
    created_at: number;
  };
  workspaces: {
    project_id: number;
    user_id: number;
    version: number;
    spec: string;
    updated_at: number;
  };
};

export type VersionStore = ReturnType<typeof createVersionStore>;

/** Versions of saved views, and personal workspaces. */
export function createVersionStore(metadata: MetadataStore) {
  const db: Kysely<VersionTables> = metadata.db.withTables<VersionTables>();

  return {
    /**
     * Adds a version after `base` and makes `text` the view's own: the spec itself, or a client's form
     * of it. Null when `base` is not the latest.
     */
    append(
      viewId: ViewId,
      base: number,
      version: { spec: string; createdBy: UserId; createdAt: number },
      text = version.spec,
    ): Promise<SavedVersion | null> {
      return db.transaction().execute(async (transaction) => {
        const latest = await latestNumber(transaction, viewId);
        if (latest !== base) return null;
        const row = await transaction
          .insertInto('view_versions')
          .values({
            view_id: viewId,
            number: base + 1,
            spec: version.spec,
            created_by: version.createdBy,
            created_at: version.createdAt,
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        await transaction
          .updateTable('views')
          .set({ spec: text, updated_at: version.createdAt })
          .where('id', '=', viewId)
          .execute();
        return toVersion(row);
      });
    },

    async versions(viewId: ViewId, limit: number): Promise<readonly SavedVersion[]> {
      const rows = await db
        .selectFrom('view_versions')
        .selectAll()
        .where('view_id', '=', viewId)
        .orderBy('number', 'desc')
        .limit(limit)
        .execute();
      return rows.map(toVersion);
    },

    /** Number of the latest version of each view that has any. */
    async latest(viewIds: readonly ViewId[]): Promise<ReadonlyMap<number, number>> {
      if (viewIds.length === 0) return new Map();
      const rows = await db
        .selectFrom('view_versions')
        .select(['view_id', (eb) => eb.fn.max('number').as('number')])
        .where('view_id', 'in', viewIds)
        .groupBy('view_id')
        .execute();
      return new Map(rows.map((row) => [row.view_id, Number(row.number)]));
    },

    async removeVersions(viewId: ViewId): Promise<void> {
      await db.deleteFrom('view_versions').where('view_id', '=', viewId).execute();
    },

    async workspace(projectId: ProjectId, userId: UserId): Promise<PersonalWorkspace | null> {
      const row = await db
        .selectFrom('workspaces')
        .select(['version', 'spec', 'updated_at'])
        .where('project_id', '=', projectId)
        .where('user_id', '=', userId)
        .executeTakeFirst();
      return row ? { version: row.version, spec: row.spec, updatedAt: row.updated_at } : null;
    },

    /** Null when `base` is not what is stored (0: nothing is). */
    putWorkspace(
      projectId: ProjectId,
      userId: UserId,
      base: number,
      { spec, updatedAt }: { spec: string; updatedAt: number },
    ): Promise<PersonalWorkspace | null> {
      return db.transaction().execute(async (transaction) => {
        const version = base + 1;
        if (base === 0) {
          const made = await transaction
            .insertInto('workspaces')
            .values({
              project_id: projectId,
              user_id: userId,
              version,
              spec,
              updated_at: updatedAt,
            })
            .onConflict((conflict) => conflict.doNothing())
            .executeTakeFirst();
          return Number(made.numInsertedOrUpdatedRows ?? 0) > 0
            ? { version, spec, updatedAt }
            : null;
        }
        const changed = await transaction
          .updateTable('workspaces')
          .set({ version, spec, updated_at: updatedAt })
          .where('project_id', '=', projectId)
          .where('user_id', '=', userId)
          .where('version', '=', base)
          .executeTakeFirst();
        return Number(changed.numUpdatedRows) > 0 ? { version, spec, updatedAt } : null;
      });
    },
  };
}

async function latestNumber(
  transaction: Transaction<VersionTables>,
  viewId: ViewId,
): Promise<number> {
  // The view is locked against others who save it at the same time.
  await transaction
    .updateTable('views')
    .set((eb) => ({ updated_at: eb.ref('updated_at') }))
    .where('id', '=', viewId)
    .execute();
  const row = await transaction
    .selectFrom('view_versions')
    .select((eb) => eb.fn.max('number').as('number'))
    .where('view_id', '=', viewId)
    .executeTakeFirst();
  return Number(row?.number ?? 0);
}

function toVersion(row: Selectable<VersionTables['view_versions']>): SavedVersion {
  return {
    number: row.number,
    spec: row.spec,
    createdBy: row.created_by as UserId,
    createdAt: row.created_at,
  };
}
