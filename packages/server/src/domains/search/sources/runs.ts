import { decodeKey } from '@runloom/model';
import type { MetadataStore } from '../../../stores/metadata/types.ts';
import type { Source } from '../types.ts';
import { idsOf, numberedKeys, sourceTables } from './rows.ts';

/** Runs, by their names, and by what people wrote to tell them apart. */
export function runSource(metadata: MetadataStore): Source {
  const db = sourceTables(metadata);
  return {
    name: 'run',
    async read(keys) {
      const rows = await db
        .selectFrom('runs')
        .select(['id', 'project_id', 'name', 'display_name', 'notes', 'tags', 'created_at'])
        .select(['group_name', 'job_type', 'sweep_name'])
        .where('id', 'in', idsOf(keys))
        .where('deleted_at', 'is', null)
        .execute();
      return new Map(
        rows.map((row) => {
          const name = decodeKey(row.name);
          const displayName = decodeKey(row.display_name);
          const marks = [...tagsOf(row.tags), row.group_name, row.job_type, row.sweep_name ?? ''];
          const draft = {
            kind: 'run' as const,
            projectId: row.project_id,
            title: displayName || name,
            otherNames: displayName === '' ? [] : [name],
            detail: { run: name },
            body: [...marks.filter((mark) => mark !== '').map(decodeKey), decodeKey(row.notes)]
              .join('\n')
              .trim(),
            changedAt: row.created_at,
          };
          return [String(row.id), draft];
        }),
      );
    },
    keysAfter: (key, limit) => numberedKeys(db, 'runs', key, limit),
  };
}

function tagsOf(json: string): readonly string[] {
  const tags: unknown = JSON.parse(json);
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [];
}
