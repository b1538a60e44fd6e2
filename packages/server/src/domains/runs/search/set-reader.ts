import { type Kysely, sql } from 'kysely';
import type { SearchTables } from './tables.ts';

/**
 * Runs a query that joins sets of runs. PostgreSQL is kept from reading a set again for each run of
 * another: it guesses sets to be small that are not, and would take a minute where a hash takes 50 ms.
 */
export async function readSets<T>(
  db: Kysely<SearchTables>,
  isSqlite: boolean,
  read: (db: Kysely<SearchTables>) => Promise<T>,
): Promise<T> {
  if (isSqlite) return read(db);
  return db.transaction().execute(async (transaction) => {
    await sql`set local enable_nestloop = off`.execute(transaction);
    // Its guesses of cost would have it compile what runs for less time than that takes.
    await sql`set local jit = off`.execute(transaction);
    return read(transaction);
  });
}
