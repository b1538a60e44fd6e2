import { notFound, RunloomError } from '../../platform/errors.ts';
import { isUniqueViolation } from '../../stores/metadata/index.ts';
import { listAliases } from './alias-store.ts';
import {
  collectionFacts,
  collectionTags,
  ensureType,
  findCollection,
  getCollection,
  listCollections,
  listTypes,
} from './collection-store.ts';
import type { Collections } from './interface.ts';
import { checkName, checkTag } from './names.ts';
import { type ArtifactRoom, allowedCollection, collectionNode } from './room.ts';
import type { Collection, CollectionId } from './types.ts';

/** Types and collections: what artifacts are called and how they are put in order. */
export function createCollections(room: ArtifactRoom): Collections {
  const { db, lineage, rules, clock } = room;

  async function after(id: CollectionId): Promise<Collection> {
    const collection = await getCollection(db, id);
    if (collection === null) throw notFound('The collection of artifacts');
    return collection;
  }

  return {
    listTypes: (project) => listTypes(db, project.id),

    async findType(project, name) {
      return (await listTypes(db, project.id)).find((type) => type.name === name) ?? null;
    },

    listCollections: (project, typeId) => listCollections(db, project.id, typeId),
    findCollection: (project, name) => findCollection(db, project.id, name),
    getCollection: (actor, id, action) => allowedCollection(room, actor, id, action),
    collectionTags: (ids) => collectionTags(db, ids),
    collectionFacts: (of) => collectionFacts(db, of),
    collectionAliases: (id) => listAliases(db, { collectionId: id }),

    async updateCollection(actor, id, { name, description }) {
      await allowedCollection(room, actor, id, 'write');
      if (name !== undefined) checkName('An artifact', name);
      try {
        await db
          .updateTable('artifact_collections')
          .set({
            updated_at: clock(),
            ...(name !== undefined && { name }),
            ...(description !== undefined && { description, is_described: 1 }),
          })
          .where('id', '=', id)
          .execute();
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
        throw new RunloomError('conflict', `The project has an artifact called ${name} already.`);
      }
      return after(id);
    },

    async moveCollection(actor, id, typeName) {
      const { collection, project } = await allowedCollection(room, actor, id, 'write');
      checkName('A type of artifacts', typeName);
      await rules.checkLink(project, typeName);
      const now = clock();
      await db.transaction().execute(async (transaction) => {
        const typeId = await ensureType(transaction, collection.projectId, typeName, now);
        await transaction
          .updateTable('artifact_collections')
          .set({ type_id: typeId, updated_at: now })
          .where('id', '=', id)
          .execute();
      });
      return after(id);
    },

    async tagCollection(actor, id, { add = [], remove = [] }) {
      await allowedCollection(room, actor, id, 'write');
      for (const tag of add) checkTag(tag);
      if (add.length > 0) {
        await db
          .insertInto('artifact_collection_tags')
          .values([...new Set(add)].map((name) => ({ collection_id: id, name })))
          .onConflict((conflict) => conflict.columns(['collection_id', 'name']).doNothing())
          .execute();
      }
      if (remove.length > 0) {
        await db
          .deleteFrom('artifact_collection_tags')
          .where('collection_id', '=', id)
          .where('name', 'in', remove)
          .execute();
      }
      return (await collectionTags(db, [id])).get(id) ?? [];
    },

    async removeCollection(actor, id) {
      const { collection, project } = await allowedCollection(room, actor, id, 'write');
      const held = await listAliases(db, { collectionId: id });
      // Its aliases go with it.
      await rules.checkAliases(
        actor,
        project,
        held.map(({ alias }) => alias),
      );
      // Versions are deleted with their collection: how many there are does not matter.
      await db
        .updateTable('artifact_collections')
        .set({ deleted_at: clock() })
        .where('id', '=', id)
        .where('deleted_at', 'is', null)
        .execute();
      if (collection.kind === 'portfolio') await lineage.forget([collectionNode(id)]);
      return after(id);
    },
  };
}
