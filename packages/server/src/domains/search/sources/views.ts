import type { MetadataStore } from '../../../stores/metadata/types.ts';
import { first } from '../text.ts';
import type { Source } from '../types.ts';
import { idsOf, sourceTables } from './rows.ts';

/** Types of views that clients keep for themselves, or that are unfinished. */
const UNSEEN = new Set(['runs/draft']);
const REPORT = 'runs';
/** Specs are looked through for their texts up to here. */
const MAX_SPEC = 400_000;
const MAX_TEXT = 20_000;

/** Saved views of workspaces and of lists of traces, and reports of clients. */
export function viewSource(metadata: MetadataStore): Source {
  const db = sourceTables(metadata);
  return {
    name: 'view',
    async read(keys) {
      const rows = await db
        .selectFrom('views')
        .select(['id', 'project_id', 'type', 'display_name', 'description', 'spec', 'updated_at'])
        .where('id', 'in', idsOf(keys))
        .execute();
      return new Map(
        rows
          .filter(({ type }) => !UNSEEN.has(type))
          .map((row) => {
            const isReport = row.type === REPORT;
            const draft = {
              kind: isReport ? ('report' as const) : ('view' as const),
              projectId: row.project_id,
              title: row.display_name,
              otherNames: [],
              detail: { id: String(row.id), type: row.type },
              body: `${row.description}\n${isReport ? textsOf(row.spec) : ''}`.trim(),
              changedAt: row.updated_at,
            };
            return [String(row.id), draft];
          }),
      );
    },
    async keysAfter(key, limit) {
      const rows = await db
        .selectFrom('views')
        .select('id')
        .where('id', '>', Number(key ?? 0))
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(({ id }) => String(id));
    },
  };
}

/** What people wrote in a report of a client: the texts of the leaves of its blocks. */
function textsOf(spec: string): string {
  if (spec.length > MAX_SPEC) return '';
  const texts: string[] = [];
  const waiting: unknown[] = [parse(spec)];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (Array.isArray(value)) waiting.push(...value.toReversed());
    else if (typeof value === 'object' && value !== null) {
      for (const [key, child] of Object.entries(value).toReversed()) {
        if (key === 'text' && typeof child === 'string') texts.push(child);
        else if (typeof child === 'object') waiting.push(child);
      }
    }
  }
  return first(texts.join(' '), MAX_TEXT);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
