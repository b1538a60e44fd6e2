import { type Expression, type SqlBool, sql } from 'kysely';
import { literalInLike } from '../../stores/metadata/like.ts';
import type { ProjectId } from '../projects/index.ts';
import { collectionTags } from './collection-store.ts';
import { selectCollections, toCollection } from './rows.ts';
import type { Database } from './tables.ts';
import type { CollectionId, FoundPortfolio } from './types.ts';

interface Wanted {
  readonly projectId: ProjectId;
  /** Empty for all. */
  readonly text: string;
  readonly typeName: string | undefined;
}

/** Portfolios of a project with what stands in them, last changed first. */
export async function searchPortfolios(
  db: Database,
  wanted: Wanted,
  page: { readonly limit: number; readonly start: number },
): Promise<{ found: FoundPortfolio[]; totalCount: number }> {
  const matching = () => {
    const query = selectCollections(db)
      .where('c.project_id', '=', wanted.projectId)
      .where('c.kind', '=', 'portfolio')
      .where('c.deleted_at', 'is', null);
    const ofType =
      wanted.typeName === undefined ? query : query.where('t.name', '=', wanted.typeName);
    return wanted.text === '' ? ofType : ofType.where(matches(wanted.text));
  };
  const counted = await db
    .selectFrom(matching().as('found'))
    .select(sql<number>`count(*)`.as('count'))
    .executeTakeFirst();
  const rows = await matching()
    .orderBy('c.updated_at', 'desc')
    .orderBy('c.id', 'desc')
    .limit(page.limit)
    .offset(page.start)
    .execute();
  const collections = rows.map(toCollection);
  const ids = collections.map(({ id }) => id);
  const [tags, aliases, members] = [
    await collectionTags(db, ids),
    await aliasesIn(db, ids),
    await membersIn(db, ids),
  ];
  const found = collections.map((collection) => ({
    collection,
    tags: tags.get(collection.id) ?? [],
    aliases: aliases.get(collection.id) ?? [],
    versionCount: members.get(collection.id)?.count ?? 0,
    latest: members.get(collection.id)?.latest ?? null,
  }));
  return { found, totalCount: Number(counted?.count ?? 0) };
}

/** The text anywhere in what people call a collection, or in what its versions say of themselves. */
function matches(text: string): Expression<SqlBool> {
  const holdsIn = (value: Expression<unknown>, part: string) => {
    const pattern = `%${literalInLike(part)}%`;
    return sql<SqlBool>`lower(${value}) like lower(${pattern}) escape '\\'`;
  };
  const holds = (column: string) => holdsIn(sql.ref(column), text);
  // JSON is found as written with spaces and without, as clients write both.
  const metadata = sql`replace(replace(${sql.ref('cv.metadata')}, ': ', ':'), ', ', ',')`;
  const holdsMetadata = holdsIn(metadata, text.replaceAll(': ', ':').replaceAll(', ', ','));
  return sql<SqlBool>`(
    ${holds('c.name')} or ${holds('c.description')}
    or exists (select 1 from artifact_collection_tags ct
      where ct.collection_id = c.id and ${holds('ct.name')})
    or exists (select 1 from artifact_aliases ca
      where ca.collection_id = c.id and ${holds('ca.alias')})
    or exists (select 1 from artifact_memberships cm
      join artifact_versions cv on cv.id = cm.version_id
      where cm.collection_id = c.id and cv.deleted_at is null
        and (${holdsMetadata} or ${holds('cv.description')}
          or exists (select 1 from artifact_tags vt
            where vt.version_id = cv.id and ${holds('vt.name')})))
  )`;
}

async function aliasesIn(
  db: Database,
  ids: readonly CollectionId[],
): Promise<ReadonlyMap<CollectionId, { alias: string; index: number }[]>> {
  const found = new Map<CollectionId, { alias: string; index: number }[]>();
  if (ids.length === 0) return found;
  const rows = await db
    .selectFrom('artifact_aliases as a')
    .innerJoin('artifact_memberships as m', (join) =>
      join
        .onRef('m.version_id', '=', 'a.version_id')
        .onRef('m.collection_id', '=', 'a.collection_id'),
    )
    .select(['a.collection_id', 'a.alias', 'm.version_index'])
    .where('a.collection_id', 'in', ids)
    .orderBy('a.alias')
    .execute();
  for (const { collection_id, alias, version_index } of rows) {
    const id = collection_id as CollectionId;
    found.set(id, [...(found.get(id) ?? []), { alias, index: version_index }]);
  }
  return found;
}

async function membersIn(
  db: Database,
  ids: readonly CollectionId[],
): Promise<
  ReadonlyMap<CollectionId, { count: number; latest: { index: number; linkedAt: number } }>
> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('artifact_memberships as m')
    .innerJoin('artifact_versions as v', 'v.id', 'm.version_id')
    .select([
      'm.collection_id',
      sql<number>`count(*)`.as('count'),
      sql<number>`max(m.version_index)`.as('newest'),
      sql<number>`max(m.created_at)`.as('linked_at'),
    ])
    .where('m.collection_id', 'in', ids)
    .where('v.deleted_at', 'is', null)
    .groupBy('m.collection_id')
    .execute();
  return new Map(
    rows.map((row) => [
      row.collection_id as CollectionId,
      {
        count: Number(row.count),
        latest: { index: Number(row.newest), linkedAt: Number(row.linked_at) },
      },
    ]),
  );
}

/** Portfolios and links of each project; projects without one are missing. */
export async function countPortfolios(
  db: Database,
  ids: readonly ProjectId[],
): Promise<ReadonlyMap<ProjectId, { collections: number; versions: number }>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('artifact_collections as c')
    .leftJoin('artifact_memberships as m', 'm.collection_id', 'c.id')
    .leftJoin('artifact_versions as v', (join) =>
      join.onRef('v.id', '=', 'm.version_id').on('v.deleted_at', 'is', null),
    )
    .select([
      'c.project_id',
      sql<number>`count(distinct c.id)`.as('collections'),
      sql<number>`count(v.id)`.as('versions'),
    ])
    .where('c.project_id', 'in', ids)
    .where('c.kind', '=', 'portfolio')
    .where('c.deleted_at', 'is', null)
    .groupBy('c.project_id')
    .execute();
  return new Map(
    rows.map((row) => [
      row.project_id as ProjectId,
      { collections: Number(row.collections), versions: Number(row.versions) },
    ]),
  );
}
