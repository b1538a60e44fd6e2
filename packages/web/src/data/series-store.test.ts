import { encodePanel, type PanelData, type PanelLine, type PanelsRequest } from '@runloom/model';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { RequestError } from './client.ts';
import { createFrameReader } from './series-frames.ts';
import type { PanelQuery } from './series-query.ts';
import { createSeriesStore, type SeriesStore } from './series-store.ts';

const query = (
  key: string,
  runs: readonly string[] = ['a', 'b'],
  range = null as null | { min: number; max: number },
): PanelQuery => ({
  entity: 'ada',
  project: 'mnist',
  runs,
  hiddenRuns: [],
  panel: { y: [{ key }], range, buckets: 1000 },
});

function lineOf(run: string, last: number): PanelLine {
  const head = { y: 0, count: 2, nanCount: 0, infinityCount: 0, backwards: false } as const;
  const columns = { x: Float64Array.of(0, last), value: Float64Array.of(1, 2) };
  return { ...head, smoothedOver: null, kind: 'points', run, columns };
}
const panelOf = (runs: readonly string[], last: number): PanelData => ({
  error: null,
  problems: [],
  span: { min: 0, max: last },
  grid: null,
  groups: [],
  lines: runs.map((run) => lineOf(run, last)),
});

/** A server that holds lines in memory. */
function createServer() {
  const server = {
    requests: [] as PanelsRequest[],
    last: 10,
    /** From the last panel to the end of the answer, milliseconds. */
    trailing: 0,
    failure: null as Error | null,
    aborted: 0,
    read: async (
      _entity: string,
      _project: string,
      request: PanelsRequest,
      signal: AbortSignal,
      onPanel: (index: number, panel: PanelData) => void,
    ): Promise<void> => {
      server.requests.push(request);
      const wait = (milliseconds: number) =>
        new Promise((resolve, reject) => {
          setTimeout(resolve, milliseconds);
          signal.addEventListener('abort', () => {
            server.aborted += 1;
            reject(signal.reason);
          });
        });
      await wait(20);
      if (server.failure) throw server.failure;
      request.panels.forEach((_, index) => {
        onPanel(index, panelOf(request.runs, server.last));
      });
      if (server.trailing > 0) await wait(server.trailing);
    },
  };
  return server;
}

let store: SeriesStore;
beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  store.close();
  vi.useRealTimers();
});

it('reads panels that come into view together with one request, and tells each', async () => {
  const server = createServer();
  store = createSeriesStore(server.read);
  const seen = vi.fn();
  store.watch(query('loss'), seen);
  store.watch(query('acc'), seen);
  await vi.advanceTimersByTimeAsync(100);
  expect(server.requests.map(({ panels }) => panels.length)).toEqual([2]);
  expect(seen).toHaveBeenCalledTimes(2);
  expect(store.read(query('acc')).data?.lines).toHaveLength(2);
});

it('keeps each range: going back to one that was shown asks for nothing', async () => {
  const server = createServer();
  store = createSeriesStore(server.read);
  const leave = store.watch(query('loss'), () => {});
  await vi.advanceTimersByTimeAsync(100);
  leave();
  const back = store.watch(query('loss', ['a', 'b'], { min: 1, max: 2 }), () => {});
  await vi.advanceTimersByTimeAsync(100);
  back();
  store.watch(query('loss'), () => {});
  expect(store.read(query('loss')).data).not.toBe(null);
  await vi.advanceTimersByTimeAsync(100);
  expect(server.requests).toHaveLength(2);
});

it('reads only the run that grew, and leaves the lines of others as they are', async () => {
  const server = createServer();
  store = createSeriesStore(server.read);
  store.watch(query('loss'), () => {});
  await vi.advanceTimersByTimeAsync(100);
  const before = store.read(query('loss')).data?.lines ?? [];
  server.last = 20;
  store.touch('ada', 'mnist', 'history', 'b');
  await vi.advanceTimersByTimeAsync(3000);
  expect(server.requests.at(-1)).toMatchObject({ runs: ['b'], hiddenRuns: ['a'] });
  const { lines = [], span } = store.read(query('loss')).data ?? {};
  expect(lines[0]).toBe(before[0]);
  expect(lines[1]?.columns['x']?.[1]).toBe(20);
  expect(span).toEqual({ min: 0, max: 20 });
});

it('reads all again where a change of one run may change every line', async () => {
  const server = createServer();
  store = createSeriesStore(server.read);
  const smooth = { kind: 'twema', weight: 0.5 } as const;
  const smoothed = { ...query('loss'), panel: { ...query('loss').panel, smoothing: smooth } };
  store.watch(smoothed, () => {});
  await vi.advanceTimersByTimeAsync(100);
  store.touch('ada', 'mnist', 'history', 'b');
  await vi.advanceTimersByTimeAsync(3000);
  expect(server.requests.at(-1)?.runs).toEqual(['a', 'b']);
});

it('does not touch what is of another stream, run or project', async () => {
  const server = createServer();
  store = createSeriesStore(server.read);
  store.watch(query('loss'), () => {});
  await vi.advanceTimersByTimeAsync(100);
  store.touch('ada', 'mnist', 'system', 'a');
  store.touch('ada', 'mnist', 'history', 'other');
  store.touch('ada', 'cifar', 'history', 'a');
  await vi.advanceTimersByTimeAsync(3000);
  expect(server.requests).toHaveLength(1);
});

it('tells why it failed, and tries again by itself after a passing fault', async () => {
  const server = createServer();
  store = createSeriesStore(server.read);
  server.failure = new RequestError('unavailable', 'Soon.', { status: 503, retryAfterMs: 500 });
  store.watch(query('loss'), () => {});
  await vi.advanceTimersByTimeAsync(100);
  expect(store.read(query('loss')).error?.message).toBe('Soon.');
  server.failure = null;
  await vi.advanceTimersByTimeAsync(5000);
  expect(store.read(query('loss'))).toMatchObject({ error: null, data: { error: null } });
});

it('breaks off what nobody waits for any more', async () => {
  const server = createServer();
  store = createSeriesStore(server.read);
  const leave = store.watch(query('loss'), () => {});
  await vi.advanceTimersByTimeAsync(10);
  leave();
  await vi.advanceTimersByTimeAsync(100);
  expect(server.aborted).toBe(1);
  store.watch(query('loss'), () => {});
  await vi.advanceTimersByTimeAsync(100);
  expect(store.read(query('loss')).data?.lines).toHaveLength(2);
});

it('keeps what is here when it is left before the answer has ended', async () => {
  const server = createServer();
  server.trailing = 50;
  store = createSeriesStore(server.read);
  const leave = store.watch(query('loss'), () => {});
  await vi.advanceTimersByTimeAsync(40);
  leave();
  store.watch(query('loss'), () => {});
  await vi.advanceTimersByTimeAsync(3000);
  expect(store.read(query('loss')).data?.lines).toHaveLength(2);
  expect(server.aborted).toBe(0);
  expect(server.requests).toHaveLength(1);
});

it('takes an answer in pieces of any size, panel by panel', () => {
  store = createSeriesStore(createServer().read);
  const sent = [panelOf(['a'], 1), panelOf(['a', 'ü'], 2), panelOf([], 3)];
  const bytes = sent.map(encodePanel).flatMap((frame) => [...frame]);
  for (const size of [1, 7, 64, 100_000]) {
    const frames = createFrameReader();
    const got: PanelData[] = [];
    for (let at = 0; at < bytes.length; at += size) {
      got.push(...frames.take(Uint8Array.from(bytes.slice(at, at + size))));
    }
    expect(got).toEqual(sent);
    expect(frames.pendingBytes).toBe(0);
  }
});
