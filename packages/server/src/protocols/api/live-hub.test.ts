import type { LiveMessage } from '@runloom/model';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLive, type LiveEvent } from '../../domains/live/index.ts';
import type { ProjectId } from '../../domains/projects/index.ts';
import type { RunId } from '../../domains/runs/index.ts';
import { createLog } from '../../platform/logging.ts';
import { createLiveHub } from './live-hub.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const projectId = 1 as ProjectId;
const points = (run: number, lastStep: number, newKeys: string[] = []): LiveEvent => ({
  kind: 'points',
  projectId,
  runId: run as RunId,
  runName: `r${run}`,
  stream: 'history',
  lastStep,
  newKeys,
});

function openRoom() {
  const live = createLive();
  let described = 0;
  const hub = createLiveHub({
    live,
    log: createLog('silent'),
    describe: async (event): Promise<LiveMessage> => {
      described += 1;
      if (event.kind !== 'points') throw new Error('the store is away');
      const { runName: run, stream, lastStep, newKeys } = event;
      return { kind: 'points', run, stream, lastStep, newKeys: [...newKeys] };
    },
  });
  const watch = () => {
    const seen: { run?: string; lastStep?: number; newKeys?: string[]; kind: string }[] = [];
    const stop = hub.watch(
      { projectId, prefix: null },
      {
        send(text) {
          for (const part of text.split('\n\n').filter(Boolean)) {
            seen.push(JSON.parse(part.replace(/^data: /, '')));
          }
        },
      },
    );
    return { seen, stop };
  };
  return { live, watch, described: () => described };
}

test('the first event is told at once, then at most one message a run and kind in 250 ms', async () => {
  const { live, watch } = openRoom();
  const { seen } = watch();
  live.publish(points(1, 0));
  await vi.advanceTimersByTimeAsync(0);
  expect(seen.map(({ lastStep }) => lastStep)).toEqual([0]);
  for (let step = 1; step <= 100; step += 1) {
    live.publish(points(1, step, [`k${step % 3}`]));
    live.publish(points(2, step));
    await vi.advanceTimersByTimeAsync(10);
  }
  await vi.advanceTimersByTimeAsync(250);
  const first = seen.filter(({ run }) => run === 'r1');
  expect(first.length).toBeLessThanOrEqual(6);
  expect(first.at(-1)?.lastStep).toBe(100);
  expect(seen.filter(({ run }) => run === 'r2').at(-1)?.lastStep).toBe(100);
  expect(new Set(first.flatMap(({ newKeys }) => newKeys))).toEqual(new Set(['k0', 'k1', 'k2']));
});

test('many watchers are told the same text, written once', async () => {
  const { live, watch, described } = openRoom();
  const all = Array.from({ length: 50 }, watch);
  live.publish(points(1, 3));
  await vi.advanceTimersByTimeAsync(0);
  expect(described()).toBe(1);
  expect(all.every(({ seen }) => seen.length === 1)).toBe(true);
});

test('when an event can not be told, watchers are asked to fetch afresh', async () => {
  const { live, watch } = openRoom();
  const { seen } = watch();
  live.publish({ kind: 'files', projectId, runId: 1 as RunId, runName: 'r1' });
  await vi.advanceTimersByTimeAsync(0);
  expect(seen).toEqual([{ kind: 'hello' }]);
});

test('after the last watcher nothing is held', async () => {
  const { live, watch, described } = openRoom();
  const { stop } = watch();
  live.publish(points(1, 1));
  stop();
  await vi.advanceTimersByTimeAsync(1000);
  expect(live.subscriberCount).toBe(0);
  expect(described()).toBe(0);
  const again = watch();
  live.publish(points(1, 2));
  await vi.advanceTimersByTimeAsync(0);
  expect(again.seen).toHaveLength(1);
});
