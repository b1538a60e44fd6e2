import { Kysely, SqliteAdapter, SqliteIntrospector, sql } from 'kysely';
import { GuardedDriver } from '../guarded-driver.ts';
import { type MigrationEngine, migrate } from '../migrate.ts';
import { migrations } from '../migrations/index.ts';
import type { MetadataStore } from '../types.ts';
import { SqliteDriver } from './driver.ts';
import { translateSqliteError } from './errors.ts';
import { StrictSqliteQueryCompiler } from './query-compiler.ts';

/** The metadata store in one SQLite file, opened (and made, with its folder) by the first use. */
export function openSqliteStore(file: string): MetadataStore {
  // biome-ignore lint/complexity/noBannedTypes: an empty schema, narrowed by each domain
  const db = new Kysely<{}>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new GuardedDriver(new SqliteDriver(file), translateSqliteError),
      createIntrospector: (database) => new SqliteIntrospector(database),
      createQueryCompiler: () => new StrictSqliteQueryCompiler(),
    },
  });
  return {
    engine: 'sqlite',
    db,
    migrate: () => migrate(db, sqliteMigrations, migrations),
    async ping() {
      await sql`select 1`.execute(db);
    },
    close: () => db.destroy(),
  };
}

/** Transactions begin with SQLite's only write lock, so none is taken beside it. */
const sqliteMigrations: MigrationEngine = {
  types: {
    id: ['integer', (column) => column.primaryKey().autoIncrement()],
    integer: 'integer',
    text: 'text',
  },
  lock: async () => {},
};
