import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ColumnStore,
  openColumnStore,
} from '../../../packages/server/src/stores/columns/index.ts';
import { type Engine, engines } from './engines.ts';
import { POINT_COLUMNS, POINTS, pointsBlock } from './points.ts';

/** Without any of these a power cut takes rows that were acknowledged (DESIGN.md, "The three stores"). */
const DURABLE = {
  fsync_after_insert: '1',
  fsync_part_directory: '1',
  min_rows_to_fsync_after_merge: '1',
  min_compressed_bytes_to_fsync_after_merge: '1',
};

for (const { name, start } of engines) {
  describe(`durability of the column store on ${name}`, () => {
    let engine: Engine;
    let store: ColumnStore;

    beforeAll(async () => {
      engine = await start();
      store = await openColumnStore(await engine.createConfig());
    });
    afterAll(async () => {
      await store?.close();
      await engine?.stop();
    });

    const countedBy = async (events: readonly string[]): Promise<Record<string, number>> => {
      const rows = await store.query<{ event: string; value: string }>({
        sql: 'SELECT event, value FROM system.events WHERE event IN {events:Array(String)}',
        params: { events },
      });
      return Object.fromEntries(rows.map(({ event, value }) => [event, Number(value)]));
    };

    it('has every table sync its inserts and merges, and none that only lives in memory', async () => {
      const tables = await store.query<{ name: string; engine: string; full: string }>({
        sql: `SELECT name, engine, engine_full AS full FROM system.tables
          WHERE database = currentDatabase() ORDER BY name`,
      });

      expect(tables.map((table) => table.name)).toEqual(
        expect.arrayContaining([POINTS, 'history_objects', 'console_lines', 'runloom_migrations']),
      );
      for (const table of tables) {
        expect(table.engine, table.name).toBe('ReplacingMergeTree');
        expect(settingsOf(table.full), table.name).toMatchObject(DURABLE);
      }
    });

    it('asks the disk to sync each insert before it is acknowledged', async () => {
      const insert = (step: number) =>
        store.insertNative(POINTS, POINT_COLUMNS, [
          pointsBlock({ run: 1n, firstStep: step, values: [1] }),
        ]);
      await insert(0);

      const before = await countedBy(['FileSync', 'DirectorySync']);
      for (let step = 1; step <= 5; step += 1) await insert(step);
      const after = await countedBy(['FileSync', 'DirectorySync']);

      const more = (event: string): number => (after[event] ?? 0) - (before[event] ?? 0);
      expect(more('FileSync')).toBeGreaterThanOrEqual(5);
      expect(more('DirectorySync')).toBeGreaterThanOrEqual(5);
    });

    it('asks the disk to sync a merge', async () => {
      for (let step = 0; step < 2; step += 1) {
        const block = pointsBlock({ run: 2n, firstStep: step, values: [1] });
        await store.insertNative(POINTS, POINT_COLUMNS, [block]);
      }
      const before = await countedBy(['FileSync', 'DirectorySync']);

      await store.command({ sql: `OPTIMIZE TABLE ${POINTS} FINAL` });

      const after = await countedBy(['FileSync', 'DirectorySync']);
      expect(after['FileSync']).toBeGreaterThan(before['FileSync'] ?? 0);
      expect(after['DirectorySync']).toBeGreaterThan(before['DirectorySync'] ?? 0);
    });
  });
}

/** `… SETTINGS a = 1, b = 2` as an object. */
function settingsOf(engine: string): Record<string, string> {
  const [, settings = ''] = engine.split(' SETTINGS ');
  return Object.fromEntries(
    settings.split(', ').map((assignment) => assignment.split(' = ') as [string, string]),
  );
}
