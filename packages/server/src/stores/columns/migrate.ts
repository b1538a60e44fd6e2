import { BASELINE_NUMBER, baseline } from './migrations/baseline.ts';
import type { NumberedColumnMigration } from './migrations/index.ts';
import { encodeNativeBlock } from './native.ts';
import type { ColumnStore } from './types.ts';

/** The store was written by a newer program; this one must not touch it. */
export class NewerColumnSchemaError extends Error {
  constructor(found: number, known: number) {
    super(
      `The column store has schema ${found}, this program knows up to ${known}. ` +
        'Start the newer version of Runloom that wrote it, or restore a backup.',
    );
    this.name = 'NewerColumnSchemaError';
  }
}

const CREATE = `
  CREATE TABLE IF NOT EXISTS runloom_migrations (number UInt32, name String, applied_at Int64)
  ENGINE = ReplacingMergeTree ORDER BY number
  SETTINGS fsync_after_insert=1, fsync_part_directory=1,
    min_rows_to_fsync_after_merge=1, min_compressed_bytes_to_fsync_after_merge=1`;

/**
 * Applies what is missing of `migrations` and records each in `runloom_migrations`; an empty store
 * begins with their outcome. The engine has
 * no transactions: a step that was interrupted runs again from its start, so each of its statements
 * is repeatable; so is the record, when two programs start at once.
 * @throws NewerColumnSchemaError when the store holds a number past the last of `migrations`
 */
export const migrateColumns = async (
  store: ColumnStore,
  migrations: readonly NumberedColumnMigration[],
): Promise<void> => {
  await store.command({ sql: CREATE });
  const [row] = await store.query<{ newest: number }>({
    sql: 'SELECT max(number) AS newest FROM runloom_migrations',
  });
  const newest = row?.newest ?? 0;
  const known = migrations.at(-1)?.number ?? 0;
  if (newest > known) throw new NewerColumnSchemaError(newest, known);
  const missing = migrations.filter(({ number }) => number > newest);
  // What is begun on a baseline and interrupted goes on step by step: those find all there already.
  const hasBaseline = missing.some(({ number }) => number === BASELINE_NUMBER);
  const startsFresh = newest === 0 && hasBaseline && (await isEmpty(store));
  if (startsFresh) {
    for (const sql of baseline.statements) await store.command({ sql });
    const covered = missing.filter(({ number }) => number <= BASELINE_NUMBER);
    await note(store, covered);
  }
  for (const step of missing) {
    if (startsFresh && step.number <= BASELINE_NUMBER) continue;
    for (const sql of step.migration.statements) await store.command({ sql });
    await note(store, [step]);
  }
};

async function isEmpty(store: ColumnStore): Promise<boolean> {
  const tables = await store.query<{ name: string }>({
    sql: `SELECT name FROM system.tables
      WHERE database = currentDatabase() AND name != 'runloom_migrations'`,
  });
  return tables.length === 0;
}

async function note(
  store: ColumnStore,
  applied: readonly NumberedColumnMigration[],
): Promise<void> {
  const block = encodeNativeBlock(applied.length, [
    { name: 'number', type: 'UInt32', values: Uint32Array.from(applied, ({ number }) => number) },
    { name: 'name', type: 'String', values: applied.map(({ name }) => name) },
    { name: 'applied_at', type: 'Int64', fill: BigInt(Date.now()) * 1000n },
  ]);
  await store.insertNative('runloom_migrations', ['number', 'name', 'applied_at'], [block]);
}
