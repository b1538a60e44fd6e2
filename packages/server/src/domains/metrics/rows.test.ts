import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MetricsRoom, openMetricsRoom } from './metrics.testing.ts';
import type { RowPage, RowPosition } from './types.ts';

let room: MetricsRoom;
beforeAll(async () => {
  room = await openMetricsRoom();
});
afterAll(() => room?.close());

const rowsOf = (count: number, value: (step: number) => number): object[] =>
  Array.from({ length: count }, (_, step) => ({
    _step: step,
    _timestamp: 1_700_000_000 + step / 4,
    _runtime: step / 4,
    loss: value(step),
  }));

describe('rows', () => {
  it('come back as they were sent, in step order', async () => {
    const run = room.newRun();
    const rows = ['{"_step":1,"a":NaN}', '{"_step":2,"b":9007199254740993,"c":"x\\ny"}'];
    await room.log(run, rows);
    expect(await room.metrics.readRows(run, 'history', {})).toEqual(rows);
    expect(await room.metrics.readRows(run, 'history', { minStep: 2n, maxStep: 3n })).toEqual([
      rows[1],
    ]);
    expect(await room.metrics.readRows(run, 'history', { maxStep: 2n })).toEqual([rows[0]]);
    expect(await room.metrics.readRows(run, 'history', { limit: 1 })).toEqual([rows[0]]);
  });

  it('come page by page, each once, whatever the steps and the size of pages', async () => {
    const run = room.newRun();
    const limit = 2n ** 63n;
    const steps = [-limit, -5n, 0n, 1n, 2n, 3n, 10n ** 9n, limit - 2n, limit - 1n];
    const rows = steps.map((step) => `{"_step":${step}}`);
    // Lines without a step stand at their numbers.
    await room.log(run, [...rows, '{"a":1}', '{"a":2}']);
    const expected = [...rows.slice(0, 6), '{"a":1}', '{"a":2}', ...rows.slice(6)];
    for (const size of [1, 2, 3, 11, 12]) {
      const read: string[] = [];
      let after: RowPosition | null = null;
      do {
        const page: RowPage = await room.metrics.readRowPage(run, 'history', after, size);
        read.push(...page.rows);
        after = page.next;
      } while (after !== null);
      expect(read).toEqual(expected);
    }
  });

  it('come by ranges of steps in turn as they are, also after a change', async () => {
    const run = room.newRun();
    const steps = [0, 1, 2, 5, 6, 7, 30, 31, 32, 33, 34, 35, 200];
    await room.log(
      run,
      steps.map((_step) => ({ _step })),
    );
    const read = async (from: number, to: number): Promise<unknown[]> => {
      const page = { minStep: BigInt(from), maxStep: BigInt(to), limit: 100 };
      const rows = await room.metrics.readStepPage(run, page, ({ items, count }) => {
        const texts = JSON.parse(`[${items}]`) as string[];
        expect(texts).toHaveLength(count);
        return texts;
      });
      return rows.map((row) => (JSON.parse(row) as { _step: number })._step);
    };
    const all: unknown[] = [];
    for (let from = 0; from < 300; from += 3) all.push(...(await read(from, from + 3)));
    expect(all).toEqual(steps);
    expect(await read(297, 300)).toEqual([]);
    expect(await read(1, 7)).toEqual([1, 2, 5, 6]);
    await room.log(run, [{ _step: 8 }]);
    run.updatedAt += 1;
    expect(await read(7, 9)).toEqual([7, 8]);
  });

  it('come to several who walk at once as they are', async () => {
    const run = room.newRun();
    const count = 96;
    await room.log(
      run,
      rowsOf(count, (step) => step / 3),
    );
    const walk = async (size: number): Promise<string[]> => {
      const texts: string[] = [];
      for (let from = 0; from < count; from += size) {
        const page = { minStep: BigInt(from), maxStep: BigInt(from + size), limit: size };
        const read = await room.metrics.readStepPage(run, page, ({ items }) => items.toString());
        texts.push(...(JSON.parse(`[${read}]`) as string[]));
      }
      return texts;
    };
    const expected = await room.metrics.readRows(run, 'history', {});
    const walks = [3, 3, 4, 8, 8, 100].map((size) => walk(size));
    for (const texts of await Promise.all(walks)) expect(texts).toEqual(expected);
  });

  it('are sampled evenly and the same each time, ends included', async () => {
    const run = room.newRun();
    await room.log(
      run,
      rowsOf(1000, (step) => step),
    );
    const sample = await room.metrics.readRows(run, 'history', { samples: 5 });
    const steps = sample.map((row) => (JSON.parse(row) as { _step: number })._step);
    expect(steps).toEqual([0, 250, 500, 749, 999]);
    expect(await room.metrics.readRows(run, 'history', { samples: 5 })).toEqual(sample);
  });

  it('are chosen by the keys they must have', async () => {
    const run = room.newRun();
    await room.log(run, [
      { _step: 0, loss: 1 },
      { _step: 1, loss: 2, acc: 3, note: 'x' },
      { _step: 2, acc: 4 },
    ]);
    const keys = ['_step', 'loss', 'acc', 'note'];
    const rows = await room.metrics.readRows(run, 'history', { keys });
    expect(rows.map((row) => JSON.parse(row))).toEqual([{ _step: 1, loss: 2, acc: 3, note: 'x' }]);
  });
});
