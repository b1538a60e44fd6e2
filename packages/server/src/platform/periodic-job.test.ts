import { expect, test, vi } from 'vitest';
import { createLog } from './logging.ts';
import { startPeriodicJob } from './periodic-job.ts';

const log = createLog('silent');

test('a failure does not end the job, and two runs never overlap', async () => {
  let running = 0;
  let runs = 0;
  const job = startPeriodicJob({
    name: 'test',
    intervalMs: 1,
    firstAfterMs: 1,
    log,
    work: async () => {
      running += 1;
      expect(running).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      runs += 1;
      if (runs === 1) throw new Error('once');
    },
  });
  await vi.waitFor(() => expect(runs).toBeGreaterThan(2));
  await job.stop();
});

test('stopping waits for the run in progress, and no other follows', async () => {
  const { promise: gate, resolve: openTheGate } = Promise.withResolvers<void>();
  const steps: string[] = [];
  const job = startPeriodicJob({
    name: 'test',
    intervalMs: 1,
    firstAfterMs: 0,
    log,
    work: async () => {
      steps.push('begun');
      await gate;
      steps.push('ended');
    },
  });
  await vi.waitFor(() => expect(steps).toEqual(['begun']));
  const stopped = job.stop();
  openTheGate();
  await stopped;
  expect(steps).toEqual(['begun', 'ended']);
});
