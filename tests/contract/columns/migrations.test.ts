import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ColumnStore,
  encodeNativeBlock,
  migrateColumns,
  NewerColumnSchemaError,
  openColumnStore,
} from '../../../packages/server/src/stores/columns/index.ts';
import { columnMigrations } from '../../../packages/server/src/stores/columns/migrations/index.ts';
import { type Engine, engines } from './engines.ts';
import { POINT_COLUMNS, POINTS, pointsBlock } from './points.ts';

const NEXT = (columnMigrations.at(-1)?.number ?? 0) + 1;

/** The program's own migrations, and one after them. */
const withNext = (statements: readonly string[]) => [
  ...columnMigrations,
  { number: NEXT, name: 'next', migration: { statements } },
];

for (const { name, start } of engines) {
  describe(`migrations of the column store on ${name}`, () => {
    let engine: Engine;

    beforeAll(async () => {
      engine = await start();
    });
    afterAll(async () => {
      await engine?.stop();
    });

    const applied = (store: ColumnStore) =>
      store.query({ sql: 'SELECT number, name FROM runloom_migrations ORDER BY number' });
    const known = columnMigrations.map((step) => ({ number: step.number, name: step.name }));

    it('are numbered one after the other', () => {
      const numbers = columnMigrations.map(({ number }) => number);
      expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    });

    it('make of an empty store at once what they make of it step by step', async () => {
      const shape = (store: ColumnStore) =>
        store.query({
          sql: `SELECT table, name, type, default_kind, default_expression, compression_codec,
              is_in_sorting_key
            FROM system.columns WHERE database = currentDatabase() ORDER BY table, name`,
        });
      const fresh = await openColumnStore(await engine.createConfig());
      const stepped = await openColumnStore(await engine.createConfig());
      const tables = await stepped.query<{ name: string }>({
        sql: 'SELECT name FROM system.tables WHERE database = currentDatabase()',
      });
      for (const { name: table } of tables)
        await stepped.command({ sql: `DROP TABLE ${table} SYNC` });
      // A store that is not empty takes every step.
      await stepped.command({
        sql: 'CREATE TABLE IF NOT EXISTS other (a Int8) ENGINE = MergeTree ORDER BY a',
      });
      await migrateColumns(stepped, columnMigrations);
      await stepped.command({ sql: 'DROP TABLE other SYNC' });

      expect(await shape(stepped)).toEqual(await shape(fresh));
      expect(await applied(stepped)).toEqual(await applied(fresh));
      await fresh.close();
      await stepped.close();
    });

    it('do nothing when the store is opened again, and keep what is there', async () => {
      const config = await engine.createConfig();
      const store = await openColumnStore(config);
      await store.insertNative(POINTS, POINT_COLUMNS, [pointsBlock({ run: 1n, values: [1, 2] })]);
      await migrateColumns(store, columnMigrations);
      await store.close();

      const again = await openColumnStore(config);

      expect(await applied(again)).toEqual(known);
      const sql = `SELECT count() AS points FROM ${POINTS}`;
      expect(await again.query({ sql })).toEqual([{ points: '2' }]);
      await again.close();
    });

    it('can run twice at the same time', async () => {
      const store = await openColumnStore(await engine.createConfig());
      const later = withNext([
        'CREATE TABLE IF NOT EXISTS later (a Int8) ENGINE = MergeTree ORDER BY a',
      ]);

      await Promise.all([1, 2, 3].map(() => migrateColumns(store, later)));

      const sql = 'SELECT DISTINCT number FROM runloom_migrations ORDER BY number';
      expect(await store.query<{ number: number }>({ sql })).toHaveLength(later.length);
      await store.close();
    });

    it('continue with the one that was interrupted, and end what it began', async () => {
      const store = await openColumnStore(await engine.createConfig());
      const create = 'CREATE TABLE IF NOT EXISTS later (a Int8) ENGINE = MergeTree ORDER BY a';
      const widen = 'ALTER TABLE later ADD COLUMN IF NOT EXISTS b Int8';

      const interrupted = migrateColumns(store, withNext([create, 'ALTER TABLE (', widen]));
      await expect(interrupted).rejects.toMatchObject({ engineCode: 62 });
      expect(await applied(store)).toEqual(known);
      await migrateColumns(store, withNext([create, widen]));

      expect(await applied(store)).toEqual([...known, { number: NEXT, name: 'next' }]);
      expect(await store.query({ sql: 'SELECT a, b FROM later' })).toEqual([]);
      await store.close();
    });

    it('refuse a store that a newer program wrote, say what to do, and leave it as it is', async () => {
      const config = await engine.createConfig();
      const store = await openColumnStore(config);
      const block = encodeNativeBlock(1, [
        { name: 'number', type: 'UInt32', fill: 9999 },
        { name: 'name', type: 'String', fill: 'from-the-future' },
        { name: 'applied_at', type: 'Int64', fill: 1n },
      ]);
      await store.insertNative('runloom_migrations', ['number', 'name', 'applied_at'], [block]);
      await store.close();

      for (let start = 0; start < 2; start += 1) {
        const opened = openColumnStore(config);
        await expect(opened).rejects.toBeInstanceOf(NewerColumnSchemaError);
        await expect(opened).rejects.toThrow(/schema 9999.*newer version/s);
      }
    });
  });
}
