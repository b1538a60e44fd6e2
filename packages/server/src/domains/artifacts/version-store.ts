import { sql } from 'kysely';
import { versionIndexOf } from './names.ts';
import { selectVersions, toCollection, toVersion } from './rows.ts';
import { type Database, inSlices } from './tables.ts';
import type { Collection, CollectionId, Membership, Version, VersionId } from './types.ts';

export async function getVersion(db: Database, id: VersionId): Promise<Version | null> {
  const row = await selectVersions(db).where('v.id', '=', id).executeTakeFirst();
  return row ? toVersion(row) : null;
}

export async function getVersions(
  db: Database,
  ids: readonly VersionId[],
): Promise<ReadonlyMap<VersionId, Version>> {
  const found = new Map<VersionId, Version>();
  await inSlices(ids, async (slice) => {
    const rows = await selectVersions(db).where('v.id', 'in', slice).execute();
    for (const row of rows) found.set(row.id as VersionId, toVersion(row));
  });
  return found;
}

/** The newest committed version of the collection with this digest. */
export async function findByDigest(
  db: Database,
  collectionId: CollectionId,
  digest: string,
): Promise<Version | null> {
  const row = await selectVersions(db)
    .where('v.collection_id', '=', collectionId)
    .where('v.digest', '=', digest)
    .where('v.state', '=', 'committed')
    .where('v.deleted_at', 'is', null)
    .orderBy('v.version_index', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? toVersion(row) : null;
}

/** The pending version that the same client, or the same group of writers, has begun. */
export async function findPending(
  db: Database,
  collectionId: CollectionId,
  by: { clientId: string } | { distributedId: string },
): Promise<Version | null> {
  let query = selectVersions(db)
    .where('v.collection_id', '=', collectionId)
    .where('v.deleted_at', 'is', null);
  query =
    'clientId' in by
      ? query.where('v.client_id', '=', by.clientId)
      : query.where('v.distributed_id', '=', by.distributedId).where('v.state', '=', 'pending');
  const row = await query.orderBy('v.id', 'desc').limit(1).executeTakeFirst();
  return row ? toVersion(row) : null;
}

export async function latestOf(db: Database, collectionId: CollectionId): Promise<Version | null> {
  const row = await selectVersions(db)
    .where('v.collection_id', '=', collectionId)
    .where('v.state', '=', 'committed')
    .where('v.deleted_at', 'is', null)
    .orderBy('v.version_index', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? toVersion(row) : null;
}

/** Versions as they stand in a collection, with the id, index and time of their membership. */
const selectMembers = (db: Database, collectionId: CollectionId) =>
  selectVersions(db)
    .innerJoin('artifact_memberships as m', 'm.version_id', 'v.id')
    .select([
      'm.id as member_id',
      'm.version_index as member_index',
      'm.created_by as member_by',
      'm.created_at as member_at',
    ])
    .where('m.collection_id', '=', collectionId)
    .where('v.deleted_at', 'is', null)
    .where('c.deleted_at', 'is', null);

type MemberRow = Parameters<typeof toVersion>[0] & {
  readonly member_id: number;
  readonly member_index: number;
  readonly member_by: number | null;
  readonly member_at: number;
};

const toMember =
  (collection: Collection) =>
  (row: MemberRow): Membership => ({
    id: row.member_id,
    collection,
    version: toVersion(row),
    index: row.member_index,
    createdBy: row.member_by as Membership['createdBy'],
    createdAt: row.member_at,
  });

/** By alias, `v3`, or digest. */
export async function findMember(
  db: Database,
  collection: Collection,
  alias: string,
): Promise<Membership | null> {
  const members = selectMembers(db, collection.id);
  const index = versionIndexOf(alias);
  const byName =
    index === null
      ? members
          .innerJoin('artifact_aliases as a', (join) =>
            join
              .onRef('a.version_id', '=', 'v.id')
              .onRef('a.collection_id', '=', 'm.collection_id'),
          )
          .where('a.alias', '=', alias)
      : members.where('m.version_index', '=', index);
  const row = await byName.executeTakeFirst();
  if (row) return toMember(collection)(row);
  if (!/^[0-9a-f]{32}$/.test(alias)) return null;
  const byDigest = await members
    .where('v.digest', '=', alias)
    .orderBy('m.version_index', 'desc')
    .limit(1)
    .executeTakeFirst();
  return byDigest ? toMember(collection)(byDigest) : null;
}

export async function listMembers(
  db: Database,
  collection: Collection,
  page: { after: number | null; limit: number; oldestFirst: boolean },
): Promise<Membership[]> {
  let query = selectMembers(db, collection.id)
    .orderBy('m.version_index', page.oldestFirst ? 'asc' : 'desc')
    .limit(page.limit);
  if (page.after !== null) {
    query = query.where('m.version_index', page.oldestFirst ? '>' : '<', page.after);
  }
  return (await query.execute()).map(toMember(collection));
}

export async function countMembers(db: Database, collectionId: CollectionId): Promise<number> {
  const row = await db
    .selectFrom('artifact_memberships as m')
    .innerJoin('artifact_versions as v', 'v.id', 'm.version_id')
    .select(sql<number>`count(*)`.as('count'))
    .where('m.collection_id', '=', collectionId)
    .where('v.deleted_at', 'is', null)
    .executeTakeFirst();
  return Number(row?.count ?? 0);
}

/** All collections a version stands in, its own first. */
export async function membershipsOf(db: Database, version: Version): Promise<Membership[]> {
  const rows = await db
    .selectFrom('artifact_memberships as m')
    .innerJoin('artifact_collections as c', 'c.id', 'm.collection_id')
    .innerJoin('artifact_types as t', 't.id', 'c.type_id')
    .selectAll('c')
    .select([
      't.name as type_name',
      'm.id as member_id',
      'm.version_index',
      'm.created_by as member_by',
      'm.created_at as at',
    ])
    .where('m.version_id', '=', version.id)
    .where('c.deleted_at', 'is', null)
    .orderBy('m.id')
    .execute();
  return rows.map((row) => ({
    id: row.member_id,
    collection: toCollection(row),
    version,
    index: row.version_index,
    createdBy: row.member_by as Membership['createdBy'],
    createdAt: row.at,
  }));
}

export async function tagsOf(
  db: Database,
  ids: readonly VersionId[],
): Promise<ReadonlyMap<VersionId, readonly string[]>> {
  const tags = new Map<VersionId, string[]>(ids.map((id) => [id, []]));
  await inSlices(ids, async (slice) => {
    const rows = await db
      .selectFrom('artifact_tags')
      .selectAll()
      .where('version_id', 'in', slice)
      .orderBy('name')
      .execute();
    for (const row of rows) tags.get(row.version_id as VersionId)?.push(row.name);
  });
  return tags;
}

export async function addTags(db: Database, id: VersionId, tags: readonly string[]): Promise<void> {
  if (tags.length === 0) return;
  await db
    .insertInto('artifact_tags')
    .values([...new Set(tags)].map((name) => ({ version_id: id, name })))
    .onConflict((conflict) => conflict.columns(['version_id', 'name']).doNothing())
    .execute();
}
