import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { RE2JS } from 're2js';
import { invalid } from '../../../platform/errors.ts';
import type { ProjectId } from '../../projects/index.ts';
import { decodeText } from '../text.ts';
import type { IndexedColumn } from './condition.ts';
import { KIND, type SearchTables } from './tables.ts';

/** Distinct texts read and matched before others get their turn. */
const TEXTS_AT_ONCE = 1_000;

export type TextMatcher = (text: string) => boolean;

/**
 * Makes the test of a user's pattern: RE2's grammar, found anywhere in the text, in time that grows
 * no faster than the text. Patterns are matched here and not by the engines, which differ in their
 * grammars and can be made to hang.
 * @throws RunloomError('invalid') when it is no pattern
 */
export function compilePattern(pattern: string, fieldName: string): TextMatcher {
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(pattern);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw invalid(`The pattern of ${fieldName} can not be read: ${reason}.`);
  }
  return (text) => compiled.test(text);
}

/** The texts of the place that pass, in the form in which they are stored. */
export async function matchingTexts(
  db: Kysely<SearchTables>,
  place: { pathId: number } | { projectId: ProjectId; column: IndexedColumn },
  matches: TextMatcher,
): Promise<readonly string[]> {
  const long = 'pathId' in place ? await longTexts(db, place.pathId) : new Map<string, string>();
  const found: string[] = [];
  let after: string | null = null;
  for (;;) {
    const keys: readonly string[] =
      'pathId' in place
        ? await textsOfPath(db, place.pathId, after)
        : await textsOfColumn(db, place.projectId, place.column, after);
    for (const key of keys) if (matches(decodeText(long.get(key) ?? key))) found.push(key);
    if (keys.length < TEXTS_AT_ONCE) return found;
    after = keys.at(-1) ?? null;
    await nextTurn();
  }
}

async function textsOfPath(
  db: Kysely<SearchTables>,
  pathId: number,
  after: string | null,
): Promise<readonly string[]> {
  let query = db
    .selectFrom('run_values')
    .select('text')
    .distinct()
    .where('path_id', '=', pathId)
    .where('kind', '=', sql.lit(KIND.text))
    .where('number', '=', sql.lit(0))
    .orderBy('text')
    .limit(TEXTS_AT_ONCE);
  if (after !== null) query = query.where('text', '>', after);
  return (await query.execute()).map(({ text }) => text);
}

async function textsOfColumn(
  db: Kysely<SearchTables>,
  projectId: ProjectId,
  column: IndexedColumn,
  after: string | null,
): Promise<readonly string[]> {
  let query = db
    .selectFrom('runs')
    .select(sql<string>`${sql.ref(column)}`.as('text'))
    .distinct()
    .where('project_id', '=', projectId)
    .where('deleted_at', 'is', null)
    .orderBy('text')
    .limit(TEXTS_AT_ONCE);
  if (after !== null) query = query.where(sql<boolean>`${sql.ref(column)} > ${after}`);
  return (await query.execute()).map(({ text }) => text);
}

/** Texts too long for the index, by their key. */
export async function longTexts(
  db: Kysely<SearchTables>,
  pathId: number,
): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectFrom('run_values')
    .select(['text', 'long_text'])
    .distinct()
    .where('path_id', '=', pathId)
    // Numbers have one too, where it says more than they do.
    .where('kind', '=', sql.lit(KIND.text))
    .where('long_text', 'is not', null)
    .execute();
  return new Map(rows.map((row) => [row.text, row.long_text ?? row.text]));
}
