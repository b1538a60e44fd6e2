import type { Kysely } from 'kysely';

/** The store or a transaction of it, as any room sees it: what one room begins another can join. */
export interface AnyDatabase {
  readonly withTables: unknown;
}

/** The room's own tables in another room's transaction. */
export function withTables<Tables extends object>(db: AnyDatabase): Kysely<Tables> {
  // Every handle that rooms pass on is Kysely's, and which tables it names is a matter of types alone.
  return db as Kysely<Tables>;
}
