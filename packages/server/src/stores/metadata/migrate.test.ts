import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type MigrationEngine, migrate } from './migrate.ts';
import type { NumberedMigration } from './migrations/index.ts';
import { openSqliteStore } from './sqlite/store.ts';
import type { MetadataStore } from './types.ts';

const engine: MigrationEngine = {
  types: { id: ['integer', (column) => column.primaryKey()], integer: 'integer', text: 'text' },
  lock: async () => {},
};

describe('migrate', () => {
  let directory: string;
  let store: MetadataStore;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'runloom-migrate-'));
    store = openSqliteStore(join(directory, 'metadata.db'));
  });
  afterEach(async () => {
    await store.close();
    rmSync(directory, { recursive: true, force: true });
  });

  const step = (number: number, after: () => void = () => {}): NumberedMigration => ({
    number,
    name: `step-${number}`,
    migration: {
      async up(db, { integer }) {
        await db.schema.createTable(`made_by_${number}`).addColumn('a', integer).execute();
        after();
      },
    },
  });
  const names = async (query: ReturnType<typeof sql<{ name: string }>>) =>
    (await query.execute(store.db)).rows.map(({ name }) => name);
  const tables = () =>
    names(
      sql`select name from sqlite_schema where name like 'made\\_by%' escape '\\' order by name`,
    );
  const applied = () => names(sql`select name from schema_migrations order by number`);

  it('takes the steps that are missing, in order', async () => {
    await migrate(store.db, engine, [step(1)]);

    await migrate(store.db, engine, [step(1), step(2), step(3)]);

    expect(await tables()).toEqual(['made_by_1', 'made_by_2', 'made_by_3']);
    expect(await applied()).toEqual(['step-1', 'step-2', 'step-3']);
  });

  it('takes a step that comes late, with a smaller number than those that were taken', async () => {
    await migrate(store.db, engine, [step(1), step(70)]);

    await migrate(store.db, engine, [step(1), step(50), step(70)]);

    expect(await applied()).toEqual(['step-1', 'step-50', 'step-70']);
  });

  it('leaves nothing of a step that fails, keeps those before it, and takes it the next time', async () => {
    const failing = step(2, () => {
      throw new Error('no luck');
    });

    await expect(migrate(store.db, engine, [step(1), failing, step(3)])).rejects.toThrow('no luck');

    expect(await tables()).toEqual(['made_by_1']);
    expect(await applied()).toEqual(['step-1']);
    await migrate(store.db, engine, [step(1), step(2), step(3)]);
    expect(await tables()).toEqual(['made_by_1', 'made_by_2', 'made_by_3']);
  });
});
