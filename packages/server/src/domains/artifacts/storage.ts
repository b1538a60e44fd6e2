import { sql } from 'kysely';
import type { Reading } from './interface.ts';
import type { ArtifactRoom } from './room.ts';

/** How much room artifacts take. */
export function createStorage({ db }: ArtifactRoom): Pick<Reading, 'storage' | 'storedBytes'> {
  return {
    async storedBytes(entityId) {
      const row = await db
        .selectFrom('artifact_contents as k')
        .innerJoin('projects as p', 'p.id', 'k.project_id')
        .select(sql<number>`coalesce(sum(k.size_bytes), 0)`.as('bytes'))
        .where('p.entity_id', '=', entityId)
        .executeTakeFirst();
      return Number(row?.bytes ?? 0);
    },

    async storage(project) {
      const stored = await db
        .selectFrom('artifact_contents')
        .select([
          sql<number>`coalesce(sum(size_bytes), 0)`.as('bytes'),
          sql<number>`count(*)`.as('files'),
        ])
        .where('project_id', '=', project.id)
        .executeTakeFirst();
      const living = db
        .selectFrom('artifact_versions as v')
        .innerJoin('artifact_collections as c', 'c.id', 'v.collection_id')
        .innerJoin('artifact_types as t', 't.id', 'c.type_id')
        .where('v.project_id', '=', project.id)
        .where('v.state', '=', 'committed')
        .where('v.deleted_at', 'is', null)
        .where('c.deleted_at', 'is', null);
      const versions = await living
        .select([
          'c.id',
          'c.name',
          't.name as type_name',
          sql<number>`count(*)`.as('versions'),
          sql<number>`sum(v.size_bytes)`.as('bytes'),
        ])
        .groupBy(['c.id', 'c.name', 't.name'])
        .orderBy('c.name')
        .execute();
      /** Bytes of distinct contents, by what they are grouped by. */
      const distinct = async (by: 'c.id' | 't.name'): Promise<ReadonlyMap<string, number>> => {
        const pairs = living
          .innerJoin('artifact_entries as e', 'e.version_id', 'v.id')
          .innerJoin('artifact_contents as k', 'k.id', 'e.content_id')
          .select([sql<string>`cast(${sql.ref(by)} as text)`.as('key'), 'k.id', 'k.size_bytes'])
          .distinct();
        const rows = await db
          .selectFrom(pairs.as('pairs'))
          .select(['key', sql<number>`sum(size_bytes)`.as('bytes')])
          .groupBy('key')
          .execute();
        return new Map(rows.map(({ key, bytes }) => [key, Number(bytes)]));
      };
      /** Bytes of contents that only one group refers to, by that group. */
      const alone = async (by: 'c.id' | 't.name'): Promise<ReadonlyMap<string, number>> => {
        const contents = living
          .innerJoin('artifact_entries as e', 'e.version_id', 'v.id')
          .innerJoin('artifact_contents as k', 'k.id', 'e.content_id')
          .select([
            sql<string>`min(cast(${sql.ref(by)} as text))`.as('key'),
            sql<number>`min(k.size_bytes)`.as('size_bytes'),
          ])
          .groupBy('k.id')
          .having(sql<number>`count(distinct ${sql.ref(by)})`, '=', 1);
        const rows = await db
          .selectFrom(contents.as('contents'))
          .select(['key', sql<number>`sum(size_bytes)`.as('bytes')])
          .groupBy('key')
          .execute();
        return new Map(rows.map(({ key, bytes }) => [key, Number(bytes)]));
      };
      const referred = await db
        .selectFrom('artifact_contents as k')
        .select(sql<number>`coalesce(sum(k.size_bytes), 0)`.as('bytes'))
        .where(
          'k.id',
          'in',
          living
            .innerJoin('artifact_entries as e', 'e.version_id', 'v.id')
            .select('e.content_id')
            .where('e.content_id', 'is not', null),
        )
        .where('k.project_id', '=', project.id)
        .executeTakeFirst();
      const [aloneInCollection, aloneInType] = [await alone('c.id'), await alone('t.name')];
      const ofCollections = await distinct('c.id');
      const ofTypes = await distinct('t.name');
      const collections = versions.map((row) => ({
        name: row.name,
        typeName: row.type_name,
        versionCount: Number(row.versions),
        ownBytes: aloneInCollection.get(String(row.id)) ?? 0,
        storedBytes: ofCollections.get(String(row.id)) ?? 0,
        versionBytes: Number(row.bytes),
      }));
      const types = [...Map.groupBy(collections, ({ typeName }) => typeName)].map(
        ([name, some]) => ({
          name,
          versionCount: some.reduce((sum, { versionCount }) => sum + versionCount, 0),
          ownBytes: aloneInType.get(name) ?? 0,
          storedBytes: ofTypes.get(name) ?? 0,
          versionBytes: some.reduce((sum, { versionBytes }) => sum + versionBytes, 0),
        }),
      );
      return {
        storedBytes: Number(stored?.bytes ?? 0),
        otherBytes: Number(stored?.bytes ?? 0) - Number(referred?.bytes ?? 0),
        fileCount: Number(stored?.files ?? 0),
        versionCount: collections.reduce((sum, { versionCount }) => sum + versionCount, 0),
        types: types.sort((a, b) => b.storedBytes - a.storedBytes),
        collections: collections.sort((a, b) => b.storedBytes - a.storedBytes),
      };
    },
  };
}
