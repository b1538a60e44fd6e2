import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { RE2JS } from 're2js';
import { invalid } from '../../../platform/errors.ts';
import type { MetadataStore } from '../../../stores/metadata/types.ts';
import type { ProjectId } from '../../projects/index.ts';
import { decodeText } from '../text.ts';
import type { IndexedColumn } from './condition.ts';
import { requiredLiterals } from './required-literals.ts';
import { KIND, type SearchTables } from './tables.ts';

/** Distinct texts read at once. */
const TEXTS_AT_ONCE = 10_000;

/** Texts matched before others get their turn. */
const MATCHED_AT_ONCE = 1_000;

export interface TextMatcher {
  matches(text: string): boolean;
  /** What every text that matches contains: plain characters that are stored as they are. */
  readonly literals: readonly string[];
  /** The pattern itself when it is nothing but such a text, which stores can look for by themselves. */
  readonly literal: string | null;
}

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
  const literals = requiredLiterals(pattern);
  const literal = literals[0] === pattern ? pattern : null;
  return { matches: (text) => compiled.test(text), literals, literal };
}

/** Whether the column contains a text of plain characters. */
export function containsText(
  engine: MetadataStore['engine'],
  column: RawBuilder<unknown>,
  text: string,
): RawBuilder<boolean> {
  const position = engine === 'sqlite' ? sql`instr` : sql`strpos`;
  return sql<boolean>`${position}(${column}, ${text}) > 0`;
}

type TextPlace =
  | { readonly pathId: number }
  | { readonly projectId: ProjectId; readonly column: IndexedColumn };

/** The texts of the place that pass, in the form in which they are stored. */
export async function matchingTexts(
  metadata: Pick<MetadataStore, 'engine'>,
  db: Kysely<SearchTables>,
  place: TextPlace,
  matcher: TextMatcher,
): Promise<readonly string[]> {
  const long = 'pathId' in place ? await longTexts(db, place.pathId) : new Map<string, string>();
  const found: string[] = [];
  for (const [key, text] of long) if (matcher.matches(decodeText(text))) found.push(key);
  let after: string | null = null;
  for (;;) {
    const query = 'pathId' in place ? textsOfPath(place.pathId) : textsOfColumn(place);
    const conditions: RawBuilder<boolean>[] = matcher.literals.map((literal) =>
      containsText(metadata.engine, query.text, literal),
    );
    if (after !== null) conditions.push(sql<boolean>`${query.text} > ${after}`);
    const all = [query.rows, ...conditions];
    const rows = await db
      .selectFrom(
        sql<{
          text: string;
        }>`(select distinct ${query.text} as text from ${query.from} where ${sql.join(all, sql` and `)} order by 1 limit ${TEXTS_AT_ONCE})`.as(
          'found',
        ),
      )
      .select('found.text')
      .orderBy('found.text')
      .execute();
    for (const [index, { text }] of rows.entries()) {
      if (index % MATCHED_AT_ONCE === MATCHED_AT_ONCE - 1) await nextTurn();
      if (!long.has(text) && matcher.matches(decodeText(text))) found.push(text);
    }
    if (rows.length < TEXTS_AT_ONCE) return found;
    after = rows.at(-1)?.text ?? null;
  }
}

/** Texts of one value of runs: the columns that say nothing of a text are constant, as the index has them. */
const textsOfPath = (pathId: number) => ({
  text: sql.ref('v.text'),
  from: sql`run_values v`,
  rows: sql<boolean>`v.path_id = ${pathId} and v.kind = ${sql.lit(KIND.text)} and v.number = ${sql.lit(0)}`,
});

const textsOfColumn = ({ projectId, column }: Exclude<TextPlace, { pathId: number }>) => ({
  text: sql.ref(`r.${column}`),
  from: sql`runs r`,
  rows: sql<boolean>`r.project_id = ${projectId} and r.deleted_at is null`,
});

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
