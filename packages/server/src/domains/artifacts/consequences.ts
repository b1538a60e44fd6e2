import { sql } from 'kysely';
import type { Removal } from './interface.ts';
import type { ArtifactRoom } from './room.ts';
import { versionNode } from './room.ts';
import { inSlices } from './tables.ts';
import type { VersionId } from './types.ts';

/** Contents looked up one by one; of more the sum is told, files of runs left aside. */
const MOST_CONTENTS = 50_000;
const DEPENDENTS = 2_000;

/** What would come of removing versions, told before anybody decides. */
export function createConsequences(room: ArtifactRoom): Pick<Removal, 'consequencesOf'> {
  const { db, contents, lineage } = room;

  return {
    async consequencesOf(actor, collection, chosen) {
      const living = db
        .selectFrom('artifact_versions as v')
        .where('v.collection_id', '=', collection.id)
        .where('v.state', '=', 'committed')
        .where('v.deleted_at', 'is', null);
      const wanted = chosen === null ? living : living.where('v.id', 'in', chosen);
      const versions = await wanted.select(['v.id', 'v.size_bytes']).execute();
      /** Contents of these versions that no other version, committed or not, refers to. */
      const doomed = db
        .selectFrom('artifact_contents as k')
        .where(
          'k.id',
          'in',
          wanted
            .innerJoin('artifact_entries as e', 'e.version_id', 'v.id')
            .select('e.content_id')
            .where('e.content_id', 'is not', null),
        )
        .where((where) =>
          where.not(
            where.exists(
              where
                .selectFrom('artifact_entries as o')
                .select('o.path')
                .whereRef('o.content_id', '=', 'k.id')
                .where('o.version_id', 'not in', wanted.select('v.id')),
            ),
          ),
        )
        .where(sql<boolean>`not exists (select 1 from artifact_claims where content_id = k.id)`)
        // The same bytes in another project.
        .where(
          sql<boolean>`not exists (select 1 from artifact_contents as o where o.blob = k.blob and o.id <> k.id)`,
        );
      const totals = await doomed
        .select([
          sql<number>`count(*)`.as('files'),
          sql<number>`coalesce(sum(k.size_bytes), 0)`.as('bytes'),
        ])
        .executeTakeFirst();
      const files = Number(totals?.files ?? 0);
      let freedBytes = Number(totals?.bytes ?? 0);
      const isEstimate = files > MOST_CONTENTS;
      if (!isEstimate) {
        const rows = await doomed.select(['k.blob', 'k.size_bytes']).execute();
        await inSlices(rows, async (slice) => {
          const sizes = new Map(slice.map(({ blob, size_bytes }) => [blob, size_bytes]));
          const kept = await contents.heldByOthers('artifacts', [...sizes.keys()]);
          for (const blob of kept) freedBytes -= sizes.get(blob) ?? 0;
        });
      }
      const manifests = await wanted
        .select(['v.manifest_blob', 'v.manifest_bytes'])
        .where('v.manifest_blob', 'is not', null)
        .where((where) =>
          where.not(
            where.exists(
              where
                .selectFrom('artifact_versions as o')
                .select('o.id')
                .whereRef('o.manifest_blob', '=', 'v.manifest_blob')
                .where('o.id', 'not in', wanted.select('v.id')),
            ),
          ),
        )
        .groupBy(['v.manifest_blob', 'v.manifest_bytes'])
        .execute();
      for (const { manifest_bytes } of manifests) freedBytes += manifest_bytes ?? 0;
      const ids = versions.map(({ id }) => id as VersionId);
      const followed = await lineage.follow(actor, ids.map(versionNode), {
        direction: 'downstream',
        limit: DEPENDENTS,
      });
      const own = new Set(ids.map(String));
      const dependents = followed.edges.filter(
        ({ to }) => !(to.kind === 'artifact' && own.has(to.key)),
      );
      return {
        versions: versions.length,
        sizeBytes: versions.reduce((sum, { size_bytes }) => sum + size_bytes, 0),
        files,
        freedBytes,
        isEstimate,
        dependents,
        hiddenDependents: followed.hiddenCount,
        isCut: followed.isCut,
      };
    },
  };
}
