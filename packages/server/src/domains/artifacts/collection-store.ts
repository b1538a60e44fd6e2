import { sql } from 'kysely';
import type { ProjectId } from '../projects/index.ts';
import type { ChangedBy } from './alias-store.ts';
import { selectCollections, toCollection } from './rows.ts';
import { type Database, inSlices } from './tables.ts';
import type {
  ArtifactType,
  Collection,
  CollectionFacts,
  CollectionId,
  VersionId,
} from './types.ts';

/** Types that have at least one collection, by name. */
export async function listTypes(db: Database, projectId: ProjectId): Promise<ArtifactType[]> {
  const rows = await db
    .selectFrom('artifact_types as t')
    .innerJoin('artifact_collections as c', 'c.type_id', 't.id')
    .selectAll('t')
    .select(sql<number>`count(*)`.as('collection_count'))
    .where('t.project_id', '=', projectId)
    .where('c.deleted_at', 'is', null)
    .groupBy(['t.id', 't.project_id', 't.name', 't.description', 't.created_at'])
    .orderBy('t.name')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    projectId,
    name: row.name,
    description: row.description,
    createdAt: row.created_at,
    collectionCount: Number(row.collection_count),
  }));
}

export async function ensureType(
  db: Database,
  projectId: ProjectId,
  name: string,
  now: number,
): Promise<number> {
  await db
    .insertInto('artifact_types')
    .values({ project_id: projectId, name, created_at: now })
    .onConflict((conflict) => conflict.columns(['project_id', 'name']).doNothing())
    .execute();
  const row = await db
    .selectFrom('artifact_types')
    .select('id')
    .where('project_id', '=', projectId)
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  return row.id;
}

export async function findCollection(
  db: Database,
  projectId: ProjectId,
  name: string,
): Promise<Collection | null> {
  const row = await selectCollections(db)
    .where('c.project_id', '=', projectId)
    .where('c.name', '=', name)
    .where('c.deleted_at', 'is', null)
    .executeTakeFirst();
  return row ? toCollection(row) : null;
}

export async function getCollection(db: Database, id: CollectionId): Promise<Collection | null> {
  const row = await selectCollections(db).where('c.id', '=', id).executeTakeFirst();
  return row ? toCollection(row) : null;
}

/** The collection, made when it is missing; somebody else's when they were faster. */
export async function ensureCollection(
  db: Database,
  wanted: {
    projectId: ProjectId;
    typeId: number;
    kind: Collection['kind'];
    name: string;
    clientId: string | null;
    createdBy: number | null;
    now: number;
  },
): Promise<Collection> {
  const known = await findCollection(db, wanted.projectId, wanted.name);
  if (known) return known;
  await db
    .insertInto('artifact_collections')
    .values({
      project_id: wanted.projectId,
      type_id: wanted.typeId,
      kind: wanted.kind,
      name: wanted.name,
      client_id: wanted.clientId,
      created_by: wanted.createdBy,
      created_at: wanted.now,
      updated_at: wanted.now,
      deleted_at: null,
    })
    .onConflict((conflict) =>
      conflict.columns(['project_id', 'name']).where('deleted_at', 'is', null).doNothing(),
    )
    .execute();
  const made = await findCollection(db, wanted.projectId, wanted.name);
  if (made) return made;
  throw new Error(`The collection ${wanted.name} was removed as soon as it was made.`);
}

export async function listCollections(
  db: Database,
  projectId: ProjectId,
  typeId: number | undefined,
): Promise<Collection[]> {
  let query = selectCollections(db)
    .where('c.project_id', '=', projectId)
    .where('c.deleted_at', 'is', null)
    .orderBy('c.id', 'desc');
  if (typeId !== undefined) query = query.where('c.type_id', '=', typeId);
  return (await query.execute()).map(toCollection);
}

export async function collectionTags(
  db: Database,
  ids: readonly CollectionId[],
): Promise<Map<CollectionId, string[]>> {
  const tags = new Map<CollectionId, string[]>(ids.map((id) => [id, []]));
  await inSlices(ids, async (slice) => {
    const rows = await db
      .selectFrom('artifact_collection_tags')
      .selectAll()
      .where('collection_id', 'in', slice)
      .orderBy('name')
      .execute();
    for (const row of rows) tags.get(row.collection_id as CollectionId)?.push(row.name);
  });
  return tags;
}

/** Counts, bytes and the newest version of collections that are not in the trash. */
export async function collectionFacts(
  db: Database,
  of: readonly CollectionId[] | { readonly id: ProjectId },
): Promise<Map<CollectionId, CollectionFacts>> {
  const facts = new Map<CollectionId, CollectionFacts>();
  const grouped = db
    .selectFrom('artifact_memberships as m')
    .innerJoin('artifact_versions as v', 'v.id', 'm.version_id')
    .innerJoin('artifact_collections as home', 'home.id', 'v.collection_id')
    .select([
      'm.collection_id',
      sql<number>`count(*)`.as('versions'),
      sql<number>`sum(v.size_bytes)`.as('bytes'),
      sql<number>`max(m.version_index)`.as('newest'),
      sql<number>`max(m.created_at)`.as('newest_at'),
    ])
    .where('v.deleted_at', 'is', null)
    .where('home.deleted_at', 'is', null)
    .groupBy('m.collection_id');
  const add = (rows: Awaited<ReturnType<typeof grouped.execute>>): void => {
    for (const row of rows) {
      facts.set(row.collection_id as CollectionId, {
        versionCount: Number(row.versions),
        sizeBytes: Number(row.bytes),
        latest: { index: Number(row.newest), createdAt: Number(row.newest_at) },
      });
    }
  };
  if ('id' in of) {
    const own = db.selectFrom('artifact_collections').select('id').where('project_id', '=', of.id);
    add(await grouped.where('m.collection_id', 'in', own).execute());
    return facts;
  }
  await inSlices(of, async (slice) => {
    add(await grouped.where('m.collection_id', 'in', slice).execute());
  });
  return facts;
}

/** Adds the version to the collection under its next index. The collection's row must be locked. */
export async function addMember(
  db: Database,
  collectionId: CollectionId,
  versionId: VersionId,
  { by, now }: ChangedBy,
): Promise<number> {
  const { next_index: index } = await db
    .selectFrom('artifact_collections')
    .select('next_index')
    .where('id', '=', collectionId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  await db
    .insertInto('artifact_memberships')
    .values({
      collection_id: collectionId,
      version_id: versionId,
      version_index: index,
      created_by: by,
      created_at: now,
    })
    .execute();
  await db
    .updateTable('artifact_collections')
    .set({ next_index: index + 1, updated_at: now })
    .where('id', '=', collectionId)
    .execute();
  return index;
}
