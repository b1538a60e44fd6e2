import type { Kysely, Transaction } from 'kysely';
import type { NumberedMigration } from './migrations/index.ts';
import type { ColumnTypes } from './migrations/migration.ts';

type MigrationTables = {
  schema_migrations: { number: number; name: string; applied_at: number };
};

// biome-ignore lint/complexity/noBannedTypes: an empty schema, as the store's
type AnyTransaction = Transaction<{}>;

/** What an engine brings to a migration: its column types, and a lock held to the end of the transaction. */
export interface MigrationEngine {
  readonly types: ColumnTypes;
  lock(transaction: AnyTransaction): Promise<void>;
}

/** The store was written by a newer program; this one must not touch it. */
export class NewerSchemaError extends Error {
  constructor(found: number, known: number) {
    super(
      `The metadata store has schema ${found}, this program knows up to ${known}. ` +
        'Start the newer version of Runloom that wrote it, or restore a backup.',
    );
    this.name = 'NewerSchemaError';
  }
}

/**
 * Applies what is missing of `migrations`, each in a transaction of its own that also records it in
 * `schema_migrations`. Repeatable, and safe when several processes start at once: each looks under
 * the lock again.
 * @throws NewerSchemaError when the store holds a number past the last of `migrations`
 */
export async function migrate(
  // biome-ignore lint/complexity/noBannedTypes: the schema is what the steps make
  db: Kysely<{}>,
  engine: MigrationEngine,
  migrations: readonly NumberedMigration[],
): Promise<void> {
  const known = migrations.at(-1)?.number ?? 0;
  await db.transaction().execute(async (transaction) => {
    await engine.lock(transaction);
    await transaction.schema
      .createTable('schema_migrations')
      .ifNotExists()
      .addColumn('number', engine.types.integer, (c) => c.primaryKey())
      .addColumn('name', engine.types.text, (c) => c.notNull())
      .addColumn('applied_at', engine.types.integer, (c) => c.notNull())
      .execute();
    const found = await newest(transaction);
    if (found > known) throw new NewerSchemaError(found, known);
  });
  for (const { number, name, migration } of migrations) {
    await db.transaction().execute(async (transaction) => {
      await engine.lock(transaction);
      if (await isApplied(transaction, number)) return;
      await migration.up(transaction, engine.types);
      await transaction
        .withTables<MigrationTables>()
        .insertInto('schema_migrations')
        .values({ number, name, applied_at: Date.now() })
        .execute();
    });
  }
}

/** By its own number, not by the newest: branches of one program may bring their steps in any order. */
async function isApplied(transaction: AnyTransaction, number: number): Promise<boolean> {
  const row = await transaction
    .withTables<MigrationTables>()
    .selectFrom('schema_migrations')
    .select('number')
    .where('number', '=', number)
    .executeTakeFirst();
  return row !== undefined;
}

async function newest(transaction: AnyTransaction): Promise<number> {
  const row = await transaction
    .withTables<MigrationTables>()
    .selectFrom('schema_migrations')
    .select((eb) => eb.fn.max('number').as('number'))
    .executeTakeFirst();
  return row?.number ?? 0;
}
