import type { MetadataStore } from '../../../stores/metadata/types.ts';
import { registryNameOf } from '../../projects/index.ts';
import type { Source } from '../types.ts';
import { idsOf, numberedKeys, sourceTables } from './rows.ts';

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
          const registry = registryNameOf(row.name);
          const draft = {
            kind: registry === null ? ('project' as const) : ('registry' as const),
            projectId: row.id,
            title: registry ?? row.name,
            otherNames: registry === null ? [] : [row.name],
            detail: {},
            body: row.description,
            changedAt: row.updated_at,
          };
          return [String(row.id), draft];
        }),
      );
    },
    keysAfter: (key, limit) => numberedKeys(db, 'projects', key, limit),
  };
}
