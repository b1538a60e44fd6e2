import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ColumnStore,
  type ColumnStoreConfig,
  createGroupCommitter,
  openColumnStore,
} from '../../../packages/server/src/stores/columns/index.ts';
import { waitFor } from '../../support/waiting.ts';
import { type Engine, engines } from './engines.ts';
import { POINT_COLUMNS, POINTS, pointsBlock } from './points.ts';

const WRITERS = 4;
const ROWS = 500;
const KILLS = 5;

for (const { name, start } of engines) {
  describe(`the column store when its engine is killed, on ${name}`, () => {
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

    const isBack = () => store.ping().then(() => true);
    const stepsOf = async (run: number): Promise<ReadonlySet<number>> => {
      const rows = await store.query<{ step: string }>({
        sql: `SELECT step FROM ${POINTS} FINAL WHERE run = {run:UInt64}`,
        params: { run },
      });
      return new Set(rows.map(({ step }) => Number(step)));
    };

    it('has every acknowledged row, and answers nothing but "come back" in the meantime', async () => {
      const committer = createGroupCommitter(store);
      const acknowledged = Array.from({ length: WRITERS }, () => new Set<number>());
      const refused: unknown[] = [];
      let done = false;
      const writers = acknowledged.map(async (steps, writer) => {
        for (let firstStep = 0; !done; firstStep += ROWS) {
          const block = pointsBlock({
            run: BigInt(writer),
            firstStep,
            values: Array(ROWS).fill(1),
          });
          try {
            await committer.append([{ table: POINTS, columns: POINT_COLUMNS, block }]);
            for (let step = firstStep; step < firstStep + ROWS; step += 1) steps.add(step);
          } catch (error) {
            refused.push(error);
            await waitFor(isBack, { until: 'the engine is back' });
          }
        }
      });

      for (let kill = 0; kill < KILLS; kill += 1) {
        const before = acknowledged.map((steps) => steps.size);
        await waitFor(() => acknowledged.every((steps, at) => steps.size > (before[at] ?? 0)), {
          until: 'each writer goes on',
          intervalMs: 5,
        });
        await engine.kill(config);
        await engine.revive();
        await waitFor(isBack, { until: 'the engine is back' });
      }
      done = true;
      await Promise.all(writers);

      expect(refused.length).toBeGreaterThan(0);
      for (const error of refused) expect(error).toMatchObject({ code: 'unavailable' });
      for (const [writer, steps] of acknowledged.entries()) {
        expect(steps.size).toBeGreaterThanOrEqual(KILLS * ROWS);
        const stored = await stepsOf(writer);
        expect([...steps].filter((step) => !stored.has(step))).toEqual([]);
        // A batch whose answer was lost may be there too, but whole.
        expect(stored.size % ROWS).toBe(0);
      }
    });

    it('asks readers, writers and commands to come back while there is no engine', async () => {
      const values = [1, 2, 3];
      await store.insertNative(POINTS, POINT_COLUMNS, [pointsBlock({ run: 100n, values })]);
      const running = store.query({ sql: 'SELECT sleepEachRow(1) FROM numbers(20)' });
      // Looked at further down; until then nobody waits for it.
      running.catch(() => {});
      await engine.kill(config);

      const block = pointsBlock({ run: 100n, firstStep: 3, values });
      const ends = await Promise.allSettled([
        running,
        store.ping(),
        store.query({ sql: 'SELECT 1' }),
        store.queryBytes({ sql: 'SELECT 1' }, 'RowBinary'),
        store.insertNative(POINTS, POINT_COLUMNS, [block]),
        store.command({ sql: `TRUNCATE TABLE ${POINTS}` }),
      ]);
      for (const end of ends) {
        const reason = { code: 'unavailable', retryAfterSeconds: 1 };
        expect(end).toMatchObject({ status: 'rejected', reason });
      }

      await engine.revive();
      await waitFor(isBack, { until: 'the engine is back' });
      expect([...(await stepsOf(100))].sort()).toEqual([0, 1, 2]);
      await store.insertNative(POINTS, POINT_COLUMNS, [block]);
      expect((await stepsOf(100)).size).toBe(6);
    });
  });
}
