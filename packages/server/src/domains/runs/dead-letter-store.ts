import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Generated, type Kysely, sql, type Transaction } from 'kysely';
import { invalid } from '../../platform/errors.ts';
import type { RunId } from './lineage.ts';
import { decodeText, encodeText } from './text.ts';
import type { DeadLetterInput, DeadLetterPage } from './types.ts';

export type DeadLetterTable = {
  id: Generated<number>;
  run_id: number;
  file: string;
  line: number;
  reason: string;
  raw: string;
  created_at: number;
};

type Tables = { run_dead_letters: DeadLetterTable };

/** Rows written with one statement; bounds its parameters. */
const BATCH = 500;

/** One line may be 10 MB: a page ends early once its lines are this long together. */
const MAX_PAGE_CHARACTERS = 4_000_000;

/**
 * Inside the transaction that moves the run's counts. Returns how many were new: a line sent again
 * is one dead letter.
 */
export async function insertDeadLetters(
  transaction: Transaction<Tables>,
  id: RunId,
  letters: readonly DeadLetterInput[],
  createdAt: number,
): Promise<number> {
  let added = 0;
  for (let start = 0; start < letters.length; start += BATCH) {
    // SQLite answers without a turn of the event loop: many lines would hold everybody else up.
    if (start > 0) await nextTurn();
    const rows = await transaction
      .insertInto('run_dead_letters')
      .values(
        letters.slice(start, start + BATCH).map((letter) => ({
          run_id: id,
          file: encodeText(letter.file),
          line: letter.line,
          reason: encodeText(letter.reason),
          raw: encodeText(letter.raw),
          created_at: createdAt,
        })),
      )
      .onConflict((conflict) => conflict.columns(['run_id', 'file', 'line']).doNothing())
      .returning('id')
      .execute();
    added += rows.length;
  }
  return added;
}

/** In the order of files and lines, which is an index of the table. */
export async function listDeadLetters(
  db: Kysely<Tables>,
  id: RunId,
  page: { readonly after: string | null; readonly limit: number },
): Promise<DeadLetterPage> {
  let query = db
    .selectFrom('run_dead_letters')
    .select(['file', 'line', sql<number>`length(raw)`.as('length')])
    .where('run_id', '=', id)
    .orderBy('file')
    .orderBy('line')
    .limit(page.limit + 1);
  if (page.after !== null) {
    const [file, line] = decodeCursor(page.after);
    query = query.where(sql<boolean>`(file, line) > (${encodeText(file)}, ${line})`);
  }
  const places = await query.execute();
  const shown = places.slice(0, countWithin(places.slice(0, page.limit)));
  const [first, last] = [shown[0], shown.at(-1)];
  if (first === undefined || last === undefined) return { deadLetters: [], nextCursor: null };
  const rows = await db
    .selectFrom('run_dead_letters')
    .selectAll()
    .where('run_id', '=', id)
    .where(sql<boolean>`(file, line) >= (${first.file}, ${first.line})`)
    .where(sql<boolean>`(file, line) <= (${last.file}, ${last.line})`)
    .orderBy('file')
    .orderBy('line')
    .execute();
  const deadLetters = rows.map((row) => ({
    id: row.id,
    file: decodeText(row.file),
    line: row.line,
    reason: decodeText(row.reason),
    raw: decodeText(row.raw),
    createdAt: row.created_at,
  }));
  const hasMore = shown.length < places.length;
  return {
    deadLetters,
    nextCursor: hasMore ? encodeCursor(decodeText(last.file), last.line) : null,
  };
}

/** How many of the first lines a page can hold: at least one. */
function countWithin(places: readonly { readonly length: number }[]): number {
  let characters = 0;
  for (const [index, { length }] of places.entries()) {
    characters += Number(length);
    if (index > 0 && characters > MAX_PAGE_CHARACTERS) return index;
  }
  return places.length;
}

const encodeCursor = (file: string, line: number): string =>
  Buffer.from(JSON.stringify([file, line])).toString('base64url');

function decodeCursor(cursor: string): [file: string, line: number] {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    parts = null;
  }
  if (Array.isArray(parts) && parts.length === 2) {
    const [file, line] = parts as readonly unknown[];
    if (typeof file === 'string' && Number.isSafeInteger(line)) return [file, line as number];
  }
  throw invalid(
    'The cursor is not one that this server gave out for this list. Start from the first page.',
  );
}
