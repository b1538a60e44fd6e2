import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ColumnEngineError,
  type ColumnStore,
  createGroupCommitter,
  openColumnStore,
} from '../../../packages/server/src/stores/columns/index.ts';
import { type Engine, engines } from './engines.ts';
import { POINT_COLUMNS, POINTS, pointsBlock } from './points.ts';

for (const { name, start } of engines) {
  describe(`writes to the column store on ${name}`, () => {
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

    it('fails of a call with a bad block all of it, once its good ones are stored', async () => {
      const committer = createGroupCommitter(store);
      const good = pointsBlock({ run: 4n, values: [1, 2] });
      const inserts = [good, Buffer.from('\x06\x01bad')].map((block) => ({
        table: POINTS,
        columns: POINT_COLUMNS,
        block,
      }));
      await expect(committer.append(inserts)).rejects.toBeInstanceOf(ColumnEngineError);
      expect(await countOf(4n)).toBe(2);
    });

    it('acknowledges a call only when its rows can be read', async () => {
      const committer = createGroupCommitter(store);
      const read = Array.from({ length: 30 }, async (_, call) => {
        const block = pointsBlock({ run: BigInt(1000 + call), values: Array(20).fill(call) });
        await committer.append([{ table: POINTS, columns: POINT_COLUMNS, block }]);
        return countOf(BigInt(1000 + call));
      });
      expect(await Promise.all(read)).toEqual(Array(30).fill(20));
    });

    it('takes a million rows in one block, and keeps each', async () => {
      const values = Float64Array.from({ length: 1_000_000 }, (_, step) => Math.sin(step));
      await store.insertNative(POINTS, POINT_COLUMNS, [pointsBlock({ run: 5n, values })]);
      expect(await countOf(5n)).toBe(1_000_000);
      const bytes = await store.queryBytes(
        { sql: `SELECT value FROM ${POINTS} WHERE run = 5 ORDER BY step` },
        'RowBinary',
      );
      expect(Buffer.compare(bytes, new Uint8Array(values.buffer))).toBe(0);
    });

    it('asks to come back once too much waits, and takes the rest', async () => {
      const block = pointsBlock({ run: 6n, values: Array(1000).fill(1) });
      const committer = createGroupCommitter(store, { maxPendingBytes: block.byteLength * 3 });
      const calls = Array.from({ length: 10 }, (_, call) => {
        const values = Array(1000).fill(call);
        const rows = pointsBlock({ run: 6n, firstStep: call * 1000, values });
        return committer.append([{ table: POINTS, columns: POINT_COLUMNS, block: rows }]);
      });
      const ends = await Promise.allSettled(calls);
      const refused = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
      expect(refused).toHaveLength(7);
      for (const error of refused) {
        expect(error).toMatchObject({ code: 'unavailable', retryAfterSeconds: 1 });
      }
      expect(await countOf(6n)).toBe(3000);
      await committer.append([{ table: POINTS, columns: POINT_COLUMNS, block }]);
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
  });
}
