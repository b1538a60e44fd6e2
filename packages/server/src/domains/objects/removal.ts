import { invalid, notFound } from '../../platform/errors.ts';
import { createLabelStore } from './label-store.ts';
import { findVersion } from './reading.ts';
import type { ObjectRoom } from './room.ts';
import type { Database } from './schema.ts';
import type { Objects } from './types.ts';
import { type VersionRow, versionRows } from './version-rows.ts';

const MAX_VERSIONS = 100;

/** Removes versions of objects. Their rows stay, so that a reference can say that it was removed. */
export function createRemoval({
  db,
  clock,
}: Pick<ObjectRoom, 'db' | 'clock'>): Pick<Objects, 'remove'> {
  return {
    async remove(project, name, versions, kind) {
      if (versions && versions.length > MAX_VERSIONS) {
        throw invalid(`At most ${MAX_VERSIONS} versions can be deleted at once.`);
      }
      return db.transaction().execute(async (transaction) => {
        const objects = await transaction
          .selectFrom('weave_objects')
          .select(['id', 'kind'])
          .where('project_id', '=', project)
          .where('name', '=', name)
          .forUpdate()
          .execute();
        const meant = objects.filter((object) => kind === undefined || object.kind === kind);
        if (meant.length === 0) throw notFound(`The object "${name}"`);
        const objectIds = meant.map(({ id }) => id);
        const rows: VersionRow[] = [];
        if (versions === undefined || versions === null) {
          rows.push(
            ...(await versionRows(transaction)
              .where('v.object_id', 'in', objectIds)
              .where('v.deleted_at', 'is', null)
              .execute()),
          );
        }
        for (const version of versions ?? []) {
          rows.push(await findVersion(transaction, project, name, version, kind));
        }
        const removed = new Map(rows.map((row) => [row.id, row]));
        await createLabelStore(transaction).clear([...removed.keys()]);
        const deletedAt = clock();
        for (const id of removed.keys()) {
          await transaction
            .updateTable('weave_versions')
            .set({ deleted_at: deletedAt })
            .where('id', '=', id)
            .execute();
        }
        for (const id of objectIds) await findLatestAgain(transaction, id);
        return [...removed.values()].map((row) => ({
          digest: row.digest,
          baseClass: row.base_class,
          leafClass: row.leaf_class,
        }));
      });
    },
  };
}

/** The newest that is left; a name of which nothing is left may be taken by another class. */
async function findLatestAgain(db: Database, objectId: number): Promise<void> {
  const left = await db
    .selectFrom('weave_versions')
    .select(['id', 'base_class'])
    .where('object_id', '=', objectId)
    .where('deleted_at', 'is', null)
    .orderBy('version_index', 'desc')
    .execute();
  await db
    .updateTable('weave_objects')
    .set({
      latest_version_id: left[0]?.id ?? null,
      base_class: left.find(({ base_class }) => base_class !== null)?.base_class ?? null,
    })
    .where('id', '=', objectId)
    .execute();
}
