import type { MetadataStore } from '../../../stores/metadata/types.ts';
import type { Source } from '../types.ts';
import { idsOf, numberedKeys, sourceTables } from './rows.ts';

/** Places of reports, which have a source of their own. */
const OF_REPORTS = new Set(['runs', 'runs/draft', 'report']);

/** Saved views of workspaces and of lists of traces. */
export function viewSource(metadata: MetadataStore): Source {
  const db = sourceTables(metadata);
  return {
    name: 'view',
    async read(keys) {
      const rows = await db
        .selectFrom('views')
        .select(['id', 'project_id', 'type', 'display_name', 'description', 'updated_at'])
        .where('id', 'in', idsOf(keys))
        .execute();
      return new Map(
        rows
          .filter(({ type }) => !OF_REPORTS.has(type))
          .map((row) => {
            const draft = {
              kind: 'view' as const,
              projectId: row.project_id,
              title: row.display_name,
              otherNames: [],
              detail: { id: String(row.id), type: row.type },
              body: row.description,
              changedAt: row.updated_at,
            };
            return [String(row.id), draft];
          }),
      );
    },
    keysAfter: (key, limit) => numberedKeys(db, 'views', key, limit),
  };
}
