import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { NodeDescriber, NodeFacts } from '../lineage/index.ts';
import type { ProjectId } from '../projects/index.ts';
import type { SearchTables } from './search/tables.ts';

const KEYS_AT_ONCE = 1_000;

/** What the lineage graph is told of runs. */
export function createRunDescriber(metadata: MetadataStore): NodeDescriber {
  const db = metadata.db.withTables<SearchTables>();
  return {
    kind: 'run',
    async describe(keys) {
      const facts = new Map<string, NodeFacts>();
      for (let from = 0; from < keys.length; from += KEYS_AT_ONCE) {
        const rows = await db
          .selectFrom('runs')
          .select(['id', 'project_id', 'name', 'display_name', 'job_type', 'created_at'])
          .where('id', 'in', keys.slice(from, from + KEYS_AT_ONCE).map(Number))
          .where('deleted_at', 'is', null)
          .execute();
        for (const row of rows) {
          facts.set(String(row.id), {
            projectId: row.project_id as ProjectId,
            name: row.display_name,
            type: row.job_type,
            createdAt: row.created_at,
            path: ['runs', row.name],
          });
        }
      }
      return facts;
    },
  };
}
