import type { MetadataStore } from '../../../stores/metadata/types.ts';
import { REGISTRY_PREFIX } from '../../projects/index.ts';
import type { Source } from '../types.ts';
import { idsOf, sourceTables } from './rows.ts';

/** Projects, and the registries that organizations have among them. */
export function projectSource(metadata: MetadataStore): Source {
  const db = sourceTables(metadata);
  return {
    name: 'project',
    async read(keys) {
      const rows = await db
        .selectFrom('projects')
        .select(['id', 'name', 'description', 'updated_at'])
        .where('id', 'in', idsOf(keys))
        .where('deleted_at', 'is', null)
        .execute();
      return new Map(
        rows.map((row) => {
          const isRegistry = row.name.startsWith(REGISTRY_PREFIX);
          const draft = {
            kind: isRegistry ? ('registry' as const) : ('project' as const),
            projectId: row.id,
            title: isRegistry ? row.name.slice(REGISTRY_PREFIX.length) : row.name,
            otherNames: isRegistry ? [row.name] : [],
            detail: {},
            body: row.description,
            changedAt: row.updated_at,
          };
          return [String(row.id), draft];
        }),
      );
    },
    async keysAfter(key, limit) {
      const rows = await db
        .selectFrom('projects')
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
