import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MetricsRoom, openMetricsRoom } from './metrics.testing.ts';
import { createMetrics } from './service.ts';
import type { HistoryKeys } from './types.ts';

let room: MetricsRoom;
beforeAll(async () => {
  room = await openMetricsRoom();
});
afterAll(() => room?.close());

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
      const byName = ({ keys }: HistoryKeys) =>
        keys.toSorted((a, b) => (`${a.key} ${a.type}` < `${b.key} ${b.type}` ? -1 : 1));
      expect(told.lastStep).toBe(fresh.lastStep);
      expect(byName(told)).toEqual(byName(fresh));
    }
    const { keys } = await room.metrics.historyKeys(run);
    expect(keys.find(({ key }) => key === 'note')).toMatchObject({
      count: 2,
      lastValue: { path: 'b' },
    });
  });

  it('of a run without rows are none', async () => {
    expect(await room.metrics.historyKeys(room.newRun())).toEqual({ lastStep: -1, keys: [] });
  });
});
