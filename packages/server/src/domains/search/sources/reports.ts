import type { MetadataStore } from '../../../stores/metadata/types.ts';
import type { Source } from '../types.ts';
import { idsOf, numberedKeys, sourceTables } from './rows.ts';

/** Seen by whoever may read the project, once they are no drafts; others are not in the index. */
const SHARED = ['project', 'organization', 'public'];

/** Reports that are shared with their project, by title, description and text. */
export function reportSource(metadata: MetadataStore): Source {
  const db = sourceTables(metadata);
  return {
    name: 'report',
    async read(keys) {
      const rows = await db
        .selectFrom('reports')
        .select(['id', 'project_id', 'title', 'description', 'body_text', 'updated_at'])
        .where('id', 'in', idsOf(keys))
        .where('is_draft', '=', 0)
        .where('visibility', 'in', SHARED)
        .execute();
      return new Map(
        rows.map((row) => {
          const draft = {
            kind: 'report' as const,
            projectId: row.project_id,
            title: row.title,
            otherNames: [],
            detail: { id: String(row.id) },
            body: `${row.description}\n${row.body_text}`.trim(),
            changedAt: row.updated_at,
          };
          return [String(row.id), draft];
        }),
      );
    },
    keysAfter: (key, limit) => numberedKeys(db, 'reports', key, limit),
  };
}
