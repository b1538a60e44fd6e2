import type { Kysely } from 'kysely';

/**
 * The metadata store: accounts, projects, runs and their relations. Each domain narrows `db` to the
 * tables it owns with `db.withTables<ItsTables>()`. Implementations: SQLite (`node:sqlite`) and
 * PostgreSQL; both pass the suite in `tests/contract/metadata`.
 *
 * Conventions, the same on both engines: ids are 64-bit integers that are never used again; times
 * are integers, milliseconds since the epoch (UTC); booleans are 0 or 1; JSON is text. 64-bit
 * integers, counts and sums are read as numbers, exact to 2^53.
 *
 * Text is compared and sorted by its UTF-8 bytes and `like` minds case; name its `escape` character,
 * and where nulls go in an order (`nullsLast()`), since the engines' defaults differ. Text with NUL or
 * an unpaired surrogate is refused with RunloomError('invalid'): encode what may hold them.
 *
 * A transaction that reads a row in order to change it reads it with `forUpdate()`. Inside of it use
 * only the transaction it gives: a write by `db` would wait for its end. After a failed statement a
 * transaction takes no other and can't be committed; to go on after a conflict use `onConflict` or a
 * savepoint. A broken unique constraint is seen by `isUniqueViolation`; lost connections, deadlocks,
 * locks and full disks are RunloomError('unavailable'). Generated ids are read by `returning`.
 */
export interface MetadataStore {
  readonly engine: 'sqlite' | 'postgres';
  // biome-ignore lint/complexity/noBannedTypes: an empty schema, narrowed by each domain
  readonly db: Kysely<{}>;
  /** Brings the schema to the newest version; throws when the store is newer than this program. */
  migrate(): Promise<void>;
  ping(): Promise<void>;
  close(): Promise<void>;
}
