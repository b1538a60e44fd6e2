import type { MetadataStore } from '../../../stores/metadata/types.ts';
import type { Source } from '../types.ts';
import { sourceTables } from './rows.ts';

/** Queues of calls that wait for people to judge them. */
export function queueSource(metadata: MetadataStore): Source {
  const db = sourceTables(metadata);
  return {
    name: 'queue',
    async read(keys) {
      const rows = await db
        .selectFrom('annotation_queues')
        .select(['id', 'project_id', 'name', 'description', 'updated_at'])
        .where('id', 'in', keys)
        .where('deleted_at', 'is', null)
        .execute();
      return new Map(
        rows.map((row) => {
          const draft = {
            kind: 'queue' as const,
            projectId: row.project_id,
            title: row.name,
            otherNames: [],
            detail: { id: row.id },
            body: row.description,
            changedAt: row.updated_at,
          };
          return [row.id, draft];
        }),
      );
    },
    async keysAfter(key, limit) {
      let query = db.selectFrom('annotation_queues').select('id').where('deleted_at', 'is', null);
      if (key !== null) query = query.where('id', '>', key);
      return (await query.orderBy('id').limit(limit).execute()).map(({ id }) => id);
    },
  };
}
