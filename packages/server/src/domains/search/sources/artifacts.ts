import type { MetadataStore } from '../../../stores/metadata/types.ts';
import { registryNameOf } from '../../projects/index.ts';
import type { Draft, Source } from '../types.ts';
import { idsOf, numberedKeys, sourceTables } from './rows.ts';

/** Artifacts and collections of registries, with the aliases of their versions and their tags. */
export function artifactSource(metadata: MetadataStore): Source {
  const db = sourceTables(metadata);
  return {
    name: 'artifact',
    async read(keys) {
      const ids = idsOf(keys);
      const rows = await db
        .selectFrom('artifact_collections as c')
        .innerJoin('artifact_types as t', 't.id', 'c.type_id')
        .innerJoin('projects as p', 'p.id', 'c.project_id')
        .select(['c.id', 'c.project_id', 'c.kind', 'c.name', 'c.description', 'c.updated_at'])
        .select(['t.name as type', 'p.name as project'])
        .where('c.id', 'in', ids)
        .where('c.deleted_at', 'is', null)
        .execute();
      const tags = Map.groupBy(
        await db
          .selectFrom('artifact_collection_tags')
          .select(['collection_id', 'name'])
          .where('collection_id', 'in', ids)
          .execute(),
        (row) => row.collection_id,
      );
      const aliases = Map.groupBy(
        await db
          .selectFrom('artifact_aliases')
          .select(['collection_id', 'alias'])
          .where('collection_id', 'in', ids)
          .where('alias', '<>', 'latest')
          .execute(),
        (row) => row.collection_id,
      );
      return new Map(
        rows.map((row) => {
          const marks = [
            ...(tags.get(row.id) ?? []).map(({ name }) => name),
            ...(aliases.get(row.id) ?? []).map(({ alias }) => alias),
          ];
          const draft: Draft = {
            kind: registryNameOf(row.project) === null ? 'artifact' : 'collection',
            projectId: row.project_id,
            title: row.name,
            otherNames: [],
            detail: { type: row.type, kind: row.kind },
            body: [row.type, ...marks, row.description].join('\n').trim(),
            changedAt: row.updated_at,
          };
          return [String(row.id), draft];
        }),
      );
    },
    keysAfter: (key, limit) => numberedKeys(db, 'artifact_collections', key, limit),
  };
}
