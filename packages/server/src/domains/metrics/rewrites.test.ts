import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Run } from '../runs/index.ts';
import { type MetricsRoom, openMetricsRoom } from './metrics.testing.ts';
import type { XAxis } from './types.ts';

const STEPS = 600;

let room: MetricsRoom;
beforeAll(async () => {
  room = await openMetricsRoom();
});
afterAll(() => room?.close());

const row = (step: number, members: object): object => ({
  _step: step,
  _timestamp: 1_700_000_000 + step,
  ...members,
});
const steps = Array.from({ length: STEPS }, (_, step) => step);

/** What everybody who reads it is told. */
async function readAll(run: Run): Promise<unknown> {
  const series = (x: XAxis, buckets: number) =>
    room.metrics.readSeries({
      stream: 'history',
      runs: [run],
      keys: ['loss', 'early'],
      x,
      range: null,
      buckets,
    });
  const page = { minStep: 0n, maxStep: BigInt(STEPS), limit: STEPS };
  const answers = [
    await series('step', 50),
    await series('step', STEPS),
    await series('relative', 50),
    await room.metrics.readRows(run, 'history', {}),
    await room.metrics.readStepPage(run, page, ({ items }) => items.toString()),
    (await room.metrics.readRowPage(run, 'history', null, STEPS)).rows,
    await room.metrics.countRows(run, 'history'),
    await room.metrics.runKeys(run, 'history'),
  ];
  return JSON.parse(JSON.stringify(answers, (name, value) => (name === 'runId' ? null : value)));
}

describe('a run whose rows were sent again', () => {
  it('reads as one that was sent as it is now, also after the engine has merged it', async () => {
    const once = room.newRun();
    const again = room.newRun({ hasRewrites: true });
    const now = steps.map((step) =>
      row(step, step % 3 === 0 ? { loss: step / 7 } : { loss: 1 / (step + 1), text: `at ${step}` }),
    );
    await room.log(once, now);
    // Other values, values of a key that is gone, rows in parts that overlap.
    await room.log(
      again,
      steps.map((step) => row(step, { loss: -step, early: step, text: 'old' })),
    );
    await room.log(again, now.slice(0, 400));
    await room.log(again, now.slice(200));

    const expected = await readAll(once);
    expect(await readAll(again)).toEqual(expected);
    for (const table of ['history_points', 'history_objects'])
      await room.columns.command({ sql: `OPTIMIZE TABLE ${table} FINAL` });
    expect(await readAll(again)).toEqual(expected);
    expect(await readAll(once)).toEqual(expected);
  }, 120_000);
});
