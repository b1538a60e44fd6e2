import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ColumnEngineError,
  type ColumnStore,
  type ColumnStoreConfig,
  createGroupCommitter,
  migrateColumns,
  NewerColumnSchemaError,
  openColumnStore,
} from '../../../packages/server/src/stores/columns/index.ts';
import { columnMigrations } from '../../../packages/server/src/stores/columns/migrations/index.ts';
import { type Engine, engines } from './engines.ts';
import { POINT_COLUMNS, POINTS, pointsBlock } from './points.ts';

for (const { name, start } of engines) {
  describe(`writes to the column store on ${name}`, () => {
    let engine: Engine;
    let config: ColumnStoreConfig;
    let store: ColumnStore;

    beforeAll(async () => {
      engine = await start();
      config = await engine.createConfig();
      store = await openColumnStore(config);
    });
    afterAll(async () => {
      await store?.close();
      await engine?.stop();
    });

    const countOf = async (run: bigint): Promise<number> => {
      const [row] = await store.query<{ points: string }>({
        sql: `SELECT count() AS points FROM ${POINTS} FINAL WHERE run = {run:UInt64}`,
        params: { run },
      });
      return Number(row?.points);
    };

    it.each([
      ['no block', Buffer.from('this is no block, nor are these two lines\n\nDROP TABLE x')],
      ['half a block', pointsBlock({ run: 1n, values: [1, 2, 3] }).subarray(0, 60)],
    ])('refuses rows that it can not read: %s', async (_, block) => {
      await expect(store.insertNative(POINTS, POINT_COLUMNS, [block])).rejects.toBeInstanceOf(
        ColumnEngineError,
      );
      expect(await countOf(1n)).toBe(0);
    });

    it('refuses rows for a table or column that is not there', async () => {
      const block = pointsBlock({ run: 1n, values: [1] });
      await expect(store.insertNative('nowhere', POINT_COLUMNS, [block])).rejects.toMatchObject({
        engineCode: 60,
      });
      await expect(store.insertNative(POINTS, ['run; DROP'], [block])).rejects.toThrow(TypeError);
      await expect(store.insertNative('a FORMAT CSV', ['run'], [block])).rejects.toThrow(TypeError);
    });

    it('shares inserts, and a bad block fails only the call that brought it', async () => {
      const committer = createGroupCommitter(store);
      const bad = { table: POINTS, columns: POINT_COLUMNS, block: Buffer.from('\x06\x01bad') };
      const calls = Array.from({ length: 40 }, (_, call) => {
        const block = pointsBlock({ run: 2n, firstStep: call * 10, values: Array(10).fill(call) });
        const good = { table: POINTS, columns: POINT_COLUMNS, block };
        return committer.append(call === 25 ? [bad] : [good]);
      });
      const ends = await Promise.allSettled(calls);
      const failed = ends.flatMap((end, call) => (end.status === 'rejected' ? [call] : []));
      expect(failed).toEqual([25]);
      expect(await countOf(2n)).toBe(390);
      expect(committer.pendingBytes).toBe(0);
    });

    it('deletes rows before the command is answered', async () => {
      const values = [1, 2, 3];
      await store.insertNative(POINTS, POINT_COLUMNS, [pointsBlock({ run: 3n, values })]);
      await store.command({
        sql: `ALTER TABLE ${POINTS} DELETE WHERE run = {run:UInt64} AND step > {step:Int64}`,
        params: { run: 3n, step: 0 },
      });
      expect(await countOf(3n)).toBe(1);
    });

    it('records each migration once, and migrates again without a change', async () => {
      await migrateColumns(store, columnMigrations);
      const again = await openColumnStore(
        config.kind === 'remote' ? config : await engine.createConfig(),
      );
      const rows = await again.query({ sql: 'SELECT number, name FROM runloom_migrations' });
      await again.close();
      expect(rows).toEqual(columnMigrations.map(({ number, name }) => ({ number, name })));
    });

    it('starts a migration again that was interrupted, and refuses a newer store', async () => {
      const next = columnMigrations.length + 1;
      const create = 'CREATE TABLE IF NOT EXISTS later (a Int8) ENGINE = MergeTree ORDER BY a';
      const step = (statements: readonly string[]) => [
        ...columnMigrations,
        { number: next, name: 'later', migration: { statements } },
      ];
      await expect(migrateColumns(store, step([create, 'CREATE TABLE (']))).rejects.toMatchObject({
        engineCode: 62,
      });
      await migrateColumns(store, step([create]));
      await expect(migrateColumns(store, columnMigrations)).rejects.toThrow(NewerColumnSchemaError);
    });
  });
}
