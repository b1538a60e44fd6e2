import type { Kysely } from 'kysely';

/**
 * The metadata store: accounts, projects, runs and their relations. Each domain narrows `db` to the
 * tables it owns with `db.withTables<ItsTables>()`. Implementations: SQLite (`node:sqlite`) and
 * PostgreSQL; both pass the suite in `tests/contract/metadata`.
 *
 * Conventions, the same on both engines: ids are 64-bit integers that are never used again; times
 * are integers, milliseconds since the epoch (UTC); booleans are 0 or 1; JSON is text.
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
