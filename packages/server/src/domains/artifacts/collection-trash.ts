import { sql } from 'kysely';
import { notFound, RunloomError } from '../../platform/errors.ts';
import { isUniqueViolation } from '../../stores/metadata/index.ts';
import type { Actor } from '../accounts/index.ts';
import type { ProjectId } from '../projects/index.ts';
import type { Removal } from './interface.ts';
import { type ArtifactRoom, collectionNode, versionNode } from './room.ts';
import { selectCollections, toCollection } from './rows.ts';
import type { Collection, CollectionId, VersionId } from './types.ts';

const MAX_LISTED = 1_000;

/** Collections that were deleted as a whole: listed, and taken back with all that they held. */
export function createCollectionTrash(
  room: ArtifactRoom,
  retentionMs: number,
): Pick<Removal, 'listDeletedCollections' | 'restoreCollection'> {
  const { db, projects, lineage, clock } = room;

  async function deletedIn(
    actor: Actor,
    projectId: ProjectId,
    id: CollectionId,
  ): Promise<Collection> {
    await projects.get(actor, projectId, 'delete');
    const row = await selectCollections(db)
      .where('c.id', '=', id)
      .where('c.project_id', '=', projectId)
      // What is older is being removed for good, a part of it maybe already.
      .where('c.deleted_at', '>', clock() - retentionMs)
      .executeTakeFirst();
    if (row === undefined) throw notFound('The deleted artifact');
    return toCollection(row);
  }

  /** Links of a portfolio are forgotten with it: the lineage gets them again. */
  async function relink(transaction: typeof db, id: CollectionId): Promise<void> {
    const members = await transaction
      .selectFrom('artifact_memberships')
      .select('version_id')
      .where('collection_id', '=', id)
      .execute();
    const edges = members.map(({ version_id }) => ({
      source: versionNode(version_id as VersionId),
      target: collectionNode(id),
      relation: 'link' as const,
    }));
    if (edges.length > 0) await lineage.link(edges, transaction);
  }

  return {
    async listDeletedCollections(project) {
      const rows = await selectCollections(db)
        .select([
          sql<number>`(select count(*) from artifact_memberships m
            join artifact_versions v on v.id = m.version_id
            where m.collection_id = c.id and v.deleted_at is null)`.as('versions'),
          sql<number>`(select coalesce(sum(v.size_bytes), 0) from artifact_versions v
            where v.collection_id = c.id and v.deleted_at is null)`.as('bytes'),
        ])
        .where('c.project_id', '=', project.id)
        .where('c.deleted_at', 'is not', null)
        .orderBy('c.deleted_at', 'desc')
        .orderBy('c.id', 'desc')
        .limit(MAX_LISTED)
        .execute();
      return rows.map((row) => {
        const collection = toCollection(row);
        const deletedAt = collection.deletedAt ?? 0;
        return {
          collection,
          versionCount: Number(row.versions),
          sizeBytes: Number(row.bytes),
          deletedAt,
          expiresAt: deletedAt + retentionMs,
        };
      });
    },

    async restoreCollection(actor, project, id) {
      const collection = await deletedIn(actor, project.id, id);
      try {
        await db.transaction().execute(async (transaction) => {
          await transaction
            .updateTable('artifact_collections')
            .set({ deleted_at: null, updated_at: clock() })
            .where('id', '=', id)
            .execute();
          if (collection.kind === 'portfolio') await relink(transaction, id);
        });
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
        throw new RunloomError(
          'conflict',
          `The project has another artifact called ${collection.name} now: rename or delete that one first.`,
        );
      }
      return { ...collection, deletedAt: null };
    },
  };
}
