import type { UserId } from '../accounts/index.ts';
import type { Database } from './tables.ts';
import type { Alias, AliasMove, CollectionId, VersionId } from './types.ts';

/** Who changes something, and when; null when nobody asked for it. */
export interface ChangedBy {
  readonly by: UserId | null;
  readonly now: number;
}

/** It follows the newest version by itself: its moves say nothing that the versions don't. */
const LATEST = 'latest';

/** Gives the version these aliases in the collection; whoever had them loses them. */
export async function setAliases(
  db: Database,
  collectionId: CollectionId,
  versionId: VersionId,
  aliases: readonly string[],
  changed: ChangedBy,
): Promise<void> {
  // In one order, so that two who move the same aliases don't wait for each other in a circle.
  const names = [...new Set(aliases)].sort();
  if (names.length === 0) return;
  const noted = names.filter((alias) => alias !== LATEST);
  const before = await holdersOf(db, collectionId, noted);
  for (const alias of names) {
    await db
      .insertInto('artifact_aliases')
      .values({
        collection_id: collectionId,
        alias,
        version_id: versionId,
        created_at: changed.now,
      })
      .onConflict((conflict) =>
        conflict.columns(['collection_id', 'alias']).doUpdateSet({
          version_id: versionId,
          created_at: changed.now,
        }),
      )
      .execute();
  }
  const moved = noted.filter((alias) => before.get(alias)?.versionId !== versionId);
  if (moved.length === 0) return;
  const to = await indexOf(db, collectionId, versionId);
  await noteMoves(
    db,
    collectionId,
    moved.map((alias) => ({ alias, from: before.get(alias)?.index ?? null, to })),
    changed,
  );
}

/** Takes aliases off a version: these, those not in `except`, or all that it has in the collection. */
export async function takeAliases(
  db: Database,
  collectionId: CollectionId,
  versionId: VersionId,
  which: { readonly only: readonly string[] } | { readonly except: readonly string[] },
  changed: ChangedBy,
): Promise<readonly string[]> {
  const query = db
    .deleteFrom('artifact_aliases')
    .where('collection_id', '=', collectionId)
    .where('version_id', '=', versionId);
  const chosen =
    'only' in which
      ? query.where('alias', 'in', which.only)
      : which.except.length === 0
        ? query
        : query.where('alias', 'not in', which.except);
  const taken = (await chosen.returning('alias').execute()).map(({ alias }) => alias);
  if (taken.length === 0) return taken;
  const from = await indexOf(db, collectionId, versionId);
  await noteMoves(
    db,
    collectionId,
    taken.map((alias) => ({ alias, from, to: null })),
    changed,
  );
  return taken;
}

/** How aliases went from version to version in a collection, last first. */
export async function listAliasMoves(
  db: Database,
  collectionId: CollectionId,
  page: { readonly limit: number; readonly before: number | null },
): Promise<AliasMove[]> {
  let query = db
    .selectFrom('artifact_alias_moves')
    .selectAll()
    .where('collection_id', '=', collectionId)
    .orderBy('id', 'desc')
    .limit(page.limit);
  if (page.before !== null) query = query.where('id', '<', page.before);
  return (await query.execute()).map((row) => ({
    id: row.id,
    alias: row.alias,
    from: row.from_index,
    to: row.to_index,
    by: row.moved_by as UserId | null,
    at: row.created_at,
  }));
}

async function noteMoves(
  db: Database,
  collectionId: CollectionId,
  moves: readonly Pick<AliasMove, 'alias' | 'from' | 'to'>[],
  { by, now }: ChangedBy,
): Promise<void> {
  const noted = moves.filter(({ alias }) => alias !== LATEST);
  if (noted.length === 0) return;
  await db
    .insertInto('artifact_alias_moves')
    .values(
      noted.map(({ alias, from, to }) => ({
        collection_id: collectionId,
        alias,
        from_index: from,
        to_index: to,
        moved_by: by,
        created_at: now,
      })),
    )
    .execute();
}

async function holdersOf(
  db: Database,
  collectionId: CollectionId,
  aliases: readonly string[],
): Promise<ReadonlyMap<string, { readonly versionId: number; readonly index: number | null }>> {
  if (aliases.length === 0) return new Map();
  const rows = await db
    .selectFrom('artifact_aliases as a')
    .leftJoin('artifact_memberships as m', (join) =>
      join
        .onRef('m.version_id', '=', 'a.version_id')
        .onRef('m.collection_id', '=', 'a.collection_id'),
    )
    .select(['a.alias', 'a.version_id', 'm.version_index'])
    .where('a.collection_id', '=', collectionId)
    .where('a.alias', 'in', aliases)
    .execute();
  return new Map(
    rows.map(({ alias, version_id, version_index }) => [
      alias,
      { versionId: version_id, index: version_index },
    ]),
  );
}

async function indexOf(
  db: Database,
  collectionId: CollectionId,
  versionId: VersionId,
): Promise<number | null> {
  const row = await db
    .selectFrom('artifact_memberships')
    .select('version_index')
    .where('collection_id', '=', collectionId)
    .where('version_id', '=', versionId)
    .executeTakeFirst();
  return row?.version_index ?? null;
}

/** After the version that was the latest has gone, the newest that is left is. */
export async function moveLatest(
  db: Database,
  collectionId: CollectionId,
  now: number,
): Promise<void> {
  const newest = await db
    .selectFrom('artifact_memberships as m')
    .innerJoin('artifact_versions as v', 'v.id', 'm.version_id')
    .select('v.id')
    .where('m.collection_id', '=', collectionId)
    .where('v.deleted_at', 'is', null)
    .orderBy('m.version_index', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!newest) return;
  await setAliases(db, collectionId, newest.id as VersionId, [LATEST], { by: null, now });
}

export async function listAliases(
  db: Database,
  of: { versionIds: readonly VersionId[] } | { collectionId: CollectionId },
): Promise<Alias[]> {
  const query = db
    .selectFrom('artifact_aliases as a')
    .innerJoin('artifact_collections as c', 'c.id', 'a.collection_id')
    .selectAll('a')
    .where('c.deleted_at', 'is', null)
    .orderBy('a.id');
  const rows =
    'collectionId' in of
      ? await query.where('a.collection_id', '=', of.collectionId).execute()
      : of.versionIds.length === 0
        ? []
        : await query.where('a.version_id', 'in', of.versionIds).execute();
  return rows.map((row) => ({
    id: row.id,
    alias: row.alias,
    collectionId: row.collection_id as CollectionId,
    versionId: row.version_id as VersionId,
  }));
}
