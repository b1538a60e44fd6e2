import {
  Kysely,
  PostgresAdapter,
  PostgresDriver,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
} from 'kysely';
import { Pool } from 'pg';
import { GuardedDriver } from '../guarded-driver.ts';
import { type MigrationEngine, migrate } from '../migrate.ts';
import { migrations } from '../migrations/index.ts';
import type { MetadataStore } from '../types.ts';
import { translatePostgresError } from './errors.ts';
import { valueTypes } from './value-types.ts';

const POOL_SIZE = 20;
const CONNECT_TIMEOUT_MS = 10_000;
const STATEMENT_TIMEOUT_MS = 30_000;
const LOCK_TIMEOUT_MS = 10_000;
/** A transaction whose owner went silent must not hold its locks for ever. */
const IDLE_TRANSACTION_TIMEOUT_MS = 60_000;

/** The key of the advisory lock under which migrations run: any number that is ours alone. */
const MIGRATION_LOCK = 7_221_902_461;

/** The metadata store in a PostgreSQL database; connects at the first use. */
export function openPostgresStore(url: string): MetadataStore {
  const pool = new Pool({
    connectionString: url,
    max: POOL_SIZE,
    types: valueTypes,
    application_name: 'runloom',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    lock_timeout: LOCK_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_TRANSACTION_TIMEOUT_MS,
    keepAlive: true,
  });
  // A connection that breaks is dropped by the pool and the next query fails or gets another; without
  // a listener (in the pool, or held by a transaction between two statements) it would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  // biome-ignore lint/complexity/noBannedTypes: an empty schema, narrowed by each domain
  const db = new Kysely<{}>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new GuardedDriver(new PostgresDriver({ pool }), translatePostgresError),
      createIntrospector: (database) => new PostgresIntrospector(database),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
  return {
    engine: 'postgres',
    db,
    migrate: () => migrate(db, postgresMigrations, migrations),
    async ping() {
      await sql`select 1`.execute(db);
    },
    close: () => db.destroy(),
  };
}

const postgresMigrations: MigrationEngine = {
  types: {
    id: ['bigint', (column) => column.primaryKey().generatedByDefaultAsIdentity()],
    integer: 'bigint',
    text: sql`text collate "C"`,
  },
  async lock(transaction) {
    // A step may take longer than a query of a request may, and so may the wait for another process's steps.
    await sql`set local statement_timeout = 0`.execute(transaction);
    await sql`set local lock_timeout = 0`.execute(transaction);
    await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(transaction);
  },
};
