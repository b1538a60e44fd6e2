import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { linesOf } from './lines.ts';
import { type MetricsRoom, openMetricsRoom } from './metrics.testing.ts';
import { createMetrics } from './service.ts';
import type { HistoryKey } from './types.ts';

let room: MetricsRoom;
beforeAll(async () => {
  room = await openMetricsRoom();
});
afterAll(() => room?.close());

const byName = (keys: readonly HistoryKey[]) =>
  keys.toSorted((a, b) => (`${a.key} ${a.type}` < `${b.key} ${b.type}` ? -1 : 1));

describe('keys', () => {
  it('tell their types, counts and last values', async () => {
    const run = room.newRun();
    await room.log(run, [
      { _step: 0, _timestamp: 1, loss: 1, nest: { b: 1 }, note: 'first' },
      { _step: 5, _timestamp: 2, loss: 0.5, nest: { b: 2 }, note: 'last' },
      { _step: 7, _timestamp: 3, loss: 0.25 },
    ]);
    const { lastStep, keys } = await room.metrics.historyKeys(run);
    const known = new Map(keys.map((key) => [key.key, [key.type, key.count, key.lastValue]]));
    expect(lastStep).toBe(7);
    expect(known).toEqual(
      new Map<string, unknown>([
        ['loss', ['number', 3, 0.25]],
        ['nest.b', ['number', 2, 2]],
        ['note', ['string', 2, 'last']],
        ['_step', ['number', 3, 7]],
        ['_timestamp', ['number', 3, 3]],
      ]),
    );
  });

  it('of a run that grows are what one who never asked before is told', async () => {
    const run = room.newRun();
    const chunks = [
      [{ _step: 0, up: 1, down: 5, sometimes: 'text', only: 1 }],
      [
        { _step: 1, up: 1, down: 4, sometimes: 2 },
        { _step: 2, up: 3, down: 4, sometimes: 3, note: { _type: 'html-file', path: 'a' } },
      ],
      [],
      [{ _step: 7, up: 2, down: 6, sometimes: 'later', note: { _type: 'html-file', path: 'b' } }],
      ['{"_step":8,"up":NaN,"new":[1]}'],
    ];
    for (const chunk of chunks) {
      await room.log(run, chunk);
      const told = await room.metrics.historyKeys({ ...run });
      const stranger = createMetrics({ ...room, versions: () => 1n });
      const fresh = await stranger.historyKeys(run);
      expect(told.lastStep).toBe(fresh.lastStep);
      expect(byName(told.keys)).toEqual(byName(fresh.keys));
    }
    const { keys } = await room.metrics.historyKeys(run);
    expect(keys.find(({ key }) => key === 'note')).toMatchObject({
      count: 2,
      lastValue: { path: 'b' },
    });
  });

  it.each([
    ['with times', true],
    ['without times', false],
  ])(
    'of a run to which numbers come, %s, are told without asking the store again',
    async (_what, isTimed) => {
      const run = room.newRun();
      let queries = 0;
      const counting: typeof room.columns = {
        ...room.columns,
        queryBytes(query, format) {
          queries += 1;
          return room.columns.queryBytes(query, format);
        },
      };
      const told = createMetrics({ ...room, columns: counting, versions: () => 1n });
      const value = fc.oneof(
        fc.double({ noNaN: true }).map((number) => JSON.stringify(number) ?? '0'),
        fc.integer().map(String),
        fc.constantFrom('NaN', 'Infinity', '-Infinity', '1.0', '-0.0'),
      );
      const row = fc.dictionary(fc.constantFrom('a', 'b/c', 'd.e', '__proto__', 'ü'), value);
      const chunks = fc.array(fc.array(row, { minLength: 1, maxLength: 4 }), { maxLength: 5 });
      const [first, ...others] = fc.sample(chunks, { numRuns: 12, seed: 7 }).flat();
      let step = 0;
      const add = async (members: Record<string, string>[] = []): Promise<void> => {
        const texts = members.map((one) => {
          step += 3;
          const named = Object.entries(one).map(
            ([name, text]) => `,${JSON.stringify(name)}:${text}`,
          );
          const time = isTimed ? `,"_timestamp":${step / 2}` : '';
          return `{"_step":${step}${time}${named.join('')}}`;
        });
        const before = run.lastStep;
        await room.log(run, texts);
        const lines = linesOf(texts);
        const decoded = told.decode({ source: run.id, stream: 'history', offset: 0, lines });
        told.noteRows(run.id, { before, decoded });
      };
      await add(first);
      await told.historyKeys({ ...run });
      const asked = queries;
      for (const [at, chunk] of others.entries()) {
        await add(chunk);
        // Of two chunks at once now and then.
        if (at % 3 === 2) continue;
        const { lastStep, keys } = await told.historyKeys({ ...run });
        const fresh = await createMetrics({ ...room, versions: () => 1n }).historyKeys(run);
        expect(lastStep).toBe(fresh.lastStep);
        expect(byName(keys)).toEqual(byName(fresh.keys));
      }
      expect(others.length).toBeGreaterThan(10);
      expect(queries).toBe(asked);
      // A text is looked up in the store, and all is well after it.
      await add([{ a: '"text"' }]);
      await add([{ a: '5' }]);
      const fresh = await createMetrics({ ...room, versions: () => 1n }).historyKeys(run);
      expect(byName((await told.historyKeys({ ...run })).keys)).toEqual(byName(fresh.keys));
      expect(queries).toBeGreaterThan(asked);
    },
  );

  it('of a run of very many keys are told without asking the store at all', async () => {
    const run = room.newRun();
    const asking = vi.spyOn(room.columns, 'queryBytes');
    const names = Array.from({ length: 12_000 }, (_, at) => `layer/${at}`);
    const rows = (from: number, values: readonly number[]): string[] =>
      values.map((value, at) => {
        const members = names.map((name, place) => `"${name}":${place % 3 === 0 ? -value : value}`);
        return `{"_step":${from + at},"_timestamp":${from + at},${members.join(',')}}`;
      });
    for (const chunk of [rows(0, [1]), rows(1, [2, 3]), rows(3, [2.5])]) {
      const before = { ...run };
      await room.log(run, chunk);
      asking.mockClear();
      // Who found the run before the rows came is told of those before.
      if (before.lastStep !== null) {
        expect((await room.metrics.historyKeys(before)).lastStep).toBe(before.lastStep);
      }
      const told = await room.metrics.historyKeys({ ...run });
      expect(asking).not.toHaveBeenCalled();
      const fresh = await createMetrics({ ...room, versions: () => 1n }).historyKeys(run);
      expect(told.lastStep).toBe(fresh.lastStep);
      expect(byName(told.keys)).toEqual(byName(fresh.keys));
    }
    asking.mockRestore();
  });

  it('of a run without rows are none', async () => {
    expect(await room.metrics.historyKeys(room.newRun())).toEqual({ lastStep: -1, keys: [] });
  });
});
