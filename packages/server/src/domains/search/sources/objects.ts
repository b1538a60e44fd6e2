import type { SearchKind } from '@runloom/model';
import type { MetadataStore } from '../../../stores/metadata/types.ts';
import type { Draft, Source } from '../types.ts';
import { idsOf, numberedKeys, sourceTables } from './rows.ts';

const KINDS: ReadonlyMap<string, SearchKind> = new Map([
  ['Dataset', 'dataset'],
  ['Prompt', 'prompt'],
  ['Model', 'model'],
  ['Evaluation', 'evaluation'],
  ['Scorer', 'scorer'],
]);
const MAX_DESCRIPTION = 4_000;

/** Objects and ops of Weave, by name, kind and the description that their newest version has. */
export function objectSource(metadata: MetadataStore): Source {
  const db = sourceTables(metadata);
  return {
    name: 'object',
    async read(keys) {
      const rows = await db
        .selectFrom('weave_objects as o')
        .innerJoin('weave_versions as v', 'v.id', 'o.latest_version_id')
        .select(['o.id', 'o.project_id', 'o.kind', 'o.name', 'o.base_class'])
        .select(['v.digest', 'v.leaf_class', 'v.value', 'v.created_at'])
        .where('o.id', 'in', idsOf(keys))
        .execute();
      return new Map(
        rows.map((row) => {
          const draft: Draft = {
            kind: row.kind === 'op' ? 'op' : (KINDS.get(row.base_class ?? '') ?? 'object'),
            projectId: row.project_id,
            title: row.name,
            otherNames: [],
            detail: { name: row.name, digest: row.digest, class: row.leaf_class ?? '' },
            body: [row.leaf_class ?? '', descriptionOf(row.value)].join('\n').trim(),
            changedAt: row.created_at,
          };
          return [String(row.id), draft];
        }),
      );
    },
    keysAfter: (key, limit) => numberedKeys(db, 'weave_objects', key, limit),
  };
}

function descriptionOf(value: string | null): string {
  if (value === null || !value.includes('"description"')) return '';
  const parsed: unknown = JSON.parse(value);
  if (typeof parsed !== 'object' || parsed === null || !('description' in parsed)) return '';
  const { description } = parsed;
  return typeof description === 'string' ? description.slice(0, MAX_DESCRIPTION) : '';
}
