import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { UserId } from '../accounts/index.ts';
import { toEntry } from './entry-store.ts';
import type { FoundEntry } from './find-entries.ts';
import { compareMatches, matchOf } from './ranking.ts';
import { sourceTables } from './sources/rows.ts';
import type { Asked } from './tokens.ts';

/** Of one person the ones that changed last: who writes more has not looked at the others for long. */
const MOST = 300;
const MAX_TEXT = 20_000;

/**
 * Reports that their author alone finds: drafts, and those that are not shared. They are few and stand in
 * no index, so that nothing of them can ever be found by another.
 */
export function createDraftFinder(metadata: MetadataStore) {
  const db = sourceTables(metadata);
  return async function findDrafts(author: UserId, asked: Asked): Promise<readonly FoundEntry[]> {
    const rows = await db
      .selectFrom('reports')
      .select(({ fn, val }) => [
        'id',
        'project_id',
        'title',
        'description',
        fn<string>('substr', ['body_text', val(1), val(MAX_TEXT)]).as('text'),
        'is_draft',
        'updated_at',
      ])
      .where('created_by', '=', author)
      .where((eb) => eb.or([eb('is_draft', '=', 1), eb('visibility', '=', 'private')]))
      .orderBy('updated_at', 'desc')
      .limit(MOST)
      .execute();
    const found = rows.flatMap((row): FoundEntry[] => {
      const entry = toEntry(
        {
          kind: 'report',
          projectId: row.project_id,
          title: row.title,
          otherNames: [],
          detail: { id: String(row.id), state: row.is_draft === 1 ? 'draft' : 'private' },
          body: `${row.description}\n${row.text}`.trim(),
          changedAt: row.updated_at,
        },
        0,
      ).row;
      const match = matchOf(entry, asked);
      return match === null
        ? []
        : [
            {
              row: { ...entry, id: 0, source: 'report', object_key: '' },
              match,
              order: row.updated_at,
            },
          ];
    });
    return found.sort(compareMatches);
  };
}
