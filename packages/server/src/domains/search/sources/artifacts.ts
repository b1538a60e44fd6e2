import type { MetadataStore } from '../../../stores/metadata/types.ts';
import { REGISTRY_PREFIX } from '../../projects/index.ts';
import type { Draft, Source } from '../types.ts';
import { idsOf, sourceTables } from './rows.ts';

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
      const tags = await db
        .selectFrom('artifact_collection_tags')
        .select(['collection_id', 'name'])
        .where('collection_id', 'in', ids)
        .execute();
      const aliases = await db
        .selectFrom('artifact_aliases')
        .select(['collection_id', 'alias'])
        .where('collection_id', 'in', ids)
        .where('alias', '<>', 'latest')
        .execute();
      return new Map(
        rows.map((row) => {
          const of = (entries: readonly { collection_id: number }[]) =>
            entries.filter(({ collection_id }) => collection_id === row.id);
          const marks = [
            ...(of(tags) as typeof tags).map(({ name }) => name),
            ...(of(aliases) as typeof aliases).map(({ alias }) => alias),
          ];
          const draft: Draft = {
            kind: row.project.startsWith(REGISTRY_PREFIX) ? 'collection' : 'artifact',
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
    async keysAfter(key, limit) {
      const rows = await db
        .selectFrom('artifact_collections')
        .select('id')
        .where('id', '>', Number(key ?? 0))
        .where('deleted_at', 'is', null)
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(({ id }) => String(id));
    },
  };
}
