import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSeriesRoom, type SeriesRoom } from './room.testing.ts';

/** Enough that times are put beside points where every row has them. */
const STEPS = 21_000;

let room: SeriesRoom;
beforeAll(async () => {
  room = await openSeriesRoom();
});
afterAll(() => room?.close());

it('long lines over time are the same whether times are joined or stand beside them', async () => {
  const runs = [room.newRun(), room.newRun()];
  for (const [index, run] of runs.entries()) {
    const rows = Array.from({ length: STEPS }, (_, step) => ({
      _step: step * (index + 1),
      _timestamp: 1_700_000_000 + step / 8 + ((step * 7919) % 100) / 1000,
      loss: step % 500 === 0 ? 'NaN' : Math.sin(step) * (index + 1),
      ...(step % 2 === index ? { half: step } : {}),
    })).map((row) => JSON.stringify(row).replace('"NaN"', 'NaN'));
    await room.log(run, rows.slice(0, STEPS / 2));
    await room.log(run, rows.slice(STEPS / 2));
  }
  const ofMerged = runs.map((run) => ({ ...run, hasRewrites: true }));
  for (const x of ['relative', 'wall'] as const) {
    for (const key of ['loss', 'half']) {
      const panel = { y: [{ key }], x, buckets: 200 };
      const beside = await room.panel(runs, panel);
      expect(beside.lines.map(({ kind, count }) => ({ kind, count }))).toEqual(
        runs.map(() => ({ kind: 'buckets', count: key === 'loss' ? STEPS : STEPS / 2 })),
      );
      expect(beside).toEqual(await room.panel(ofMerged, panel));
    }
  }
}, 120_000);
