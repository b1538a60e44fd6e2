import type { Series, SeriesRequest, SeriesResponse } from '@runloom/model';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { RequestError } from './client.ts';
import { createSeriesStore, type SeriesQuery, type SeriesStore } from './series-store.ts';

const ALL = {
  entity: 'ada',
  project: 'mnist',
  stream: 'history',
  x: 'step',
  xKey: null,
  range: null,
  buckets: 1000,
} as const;
const panel = (key: string, runs: readonly string[] = ['a', 'b']): SeriesQuery => ({
  ...ALL,
  key,
  runs,
});

/** A server that holds lines in memory; `width` is the last step of a line. */
function createServer(widthOf: (run: string, key: string) => number = () => 10) {
  const requests: (SeriesRequest & { signal: AbortSignal })[] = [];
  const server = {
    requests,
    delayMs: 20,
    failure: null as Error | null,
    read: async (
      _entity: string,
      _project: string,
      request: SeriesRequest,
      signal: AbortSignal,
    ): Promise<SeriesResponse> => {
      requests.push({ ...request, signal });
      await new Promise((resolve, reject) => {
        setTimeout(resolve, server.delayMs);
        signal.addEventListener('abort', () => reject(signal.reason));
      });
      if (server.failure) throw server.failure;
      const series = request.runs.flatMap((run) =>
        request.keys.map((key) => seriesOf(run, key, widthOf(run, key), request.buckets ?? 1000)),
      );
      return { series };
    },
  };
  return server;
}

function seriesOf(run: string, key: string, width: number, buckets: number): Series {
  const head = { run, key, count: width, nanCount: 0, infinityCount: 0 };
  const x = [0, width];
  if (width <= buckets) return { ...head, kind: 'points', x, value: [1, 2] };
  const two = [1, 2];
  const columns = { min: two, max: two, first: two, last: two, mean: two, counts: two };
  return { ...head, kind: 'buckets', x, ...columns, nans: [0, 0] };
}

let store: SeriesStore;
beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  store.close();
  vi.useRealTimers();
});

it('reads the lines of panels that come into view together with one request', async () => {
  const server = createServer();
  store = createSeriesStore(server.read);
  const seen = vi.fn();
  store.watch(panel('loss'), seen);
  store.watch(panel('accuracy'), seen);
  expect(store.read(panel('loss')).map(({ columns }) => columns)).toEqual([null, null]);
  await vi.advanceTimersByTimeAsync(100);
  expect(server.requests.map(({ runs, keys }) => ({ runs, keys }))).toEqual([
    { runs: ['a', 'b'], keys: ['loss', 'accuracy'] },
  ]);
  expect(seen).toHaveBeenCalledTimes(2);
  expect(store.read(panel('loss')).map(({ run, columns }) => [run, columns?.count])).toEqual([
    ['a', 10],
    ['b', 10],
  ]);
});

it('keeps what it read: a panel that comes back asks for nothing', async () => {
  const server = createServer();
  store = createSeriesStore(server.read);
  const stop = store.watch(panel('loss'), () => {});
  await vi.advanceTimersByTimeAsync(100);
  stop();
  store.watch(panel('loss', ['b']), () => {});
  await vi.advanceTimersByTimeAsync(5000);
  expect(server.requests.length).toBe(1);
});

it('reads a run that grows again once a second, only that run and only while it is shown', async () => {
  const server = createServer();
  store = createSeriesStore(server.read);
  const stop = store.watch(panel('loss'), () => {});
  await vi.advanceTimersByTimeAsync(2000);
  for (let event = 0; event < 40; event += 1) {
    store.touch('ada', 'mnist', 'history', 'b');
    store.touch('ada', 'mnist', 'system', 'a');
    store.touch('ada', 'other', 'history', 'a');
    await vi.advanceTimersByTimeAsync(100);
  }
  const again = server.requests.slice(1);
  expect(again.length).toBeGreaterThanOrEqual(4);
  expect(again.length).toBeLessThanOrEqual(5);
  expect(again.every(({ runs }) => runs.join() === 'b')).toBe(true);
  stop();
  store.touch('ada', 'mnist', 'history', 'b');
  await vi.advanceTimersByTimeAsync(3000);
  expect(server.requests.length).toBe(again.length + 1);
});

it('shows a new point within a tenth of a second when nothing was read just before', async () => {
  const server = createServer();
  store = createSeriesStore(server.read);
  store.watch(panel('loss'), () => {});
  await vi.advanceTimersByTimeAsync(5000);
  store.touch('ada', 'mnist', 'history', 'a');
  await vi.advanceTimersByTimeAsync(100);
  expect(server.requests.length).toBe(2);
});

it('reads again what grew while it was being read', async () => {
  const server = createServer();
  server.delayMs = 500;
  store = createSeriesStore(server.read);
  store.watch(panel('loss', ['a']), () => {});
  await vi.advanceTimersByTimeAsync(100);
  store.touch('ada', 'mnist', 'history', 'a');
  await vi.advanceTimersByTimeAsync(3000);
  expect(server.requests.length).toBe(2);
});

it('breaks off what nobody waits for any more', async () => {
  const server = createServer();
  server.delayMs = 1000;
  store = createSeriesStore(server.read);
  const stop = store.watch(panel('loss'), () => {});
  await vi.advanceTimersByTimeAsync(100);
  stop();
  expect(server.requests[0]?.signal.aborted).toBe(true);
  store.watch(panel('loss'), () => {});
  await vi.advanceTimersByTimeAsync(2000);
  expect(server.requests.length).toBe(2);
  expect(store.read(panel('loss'))[0]?.columns?.count).toBe(10);
});

it('asks apart for a line whose buckets came too wide, once', async () => {
  const widths: Readonly<Record<string, number>> = { long: 1_000_000, short: 5000 };
  const server = createServer((_run, key) => widths[key] ?? 0);
  store = createSeriesStore(server.read);
  store.watch(panel('long'), () => {});
  store.watch(panel('short'), () => {});
  await vi.advanceTimersByTimeAsync(3000);
  expect(server.requests.map(({ keys }) => keys)).toEqual([['long', 'short'], ['short']]);
  store.touchAll('ada', 'mnist');
  await vi.advanceTimersByTimeAsync(3000);
  expect(server.requests.map(({ keys }) => keys).slice(2)).toEqual([['long'], ['short']]);
});

it('tells why a line could not be read, and tries again when the fault may pass', async () => {
  const server = createServer();
  server.failure = new RequestError('unavailable', 'Runloom is starting.', { status: 503 });
  store = createSeriesStore(server.read);
  store.watch(panel('loss'), () => {});
  await vi.advanceTimersByTimeAsync(100);
  expect(store.read(panel('loss'))[0]?.error?.message).toBe('Runloom is starting.');
  server.failure = null;
  await vi.advanceTimersByTimeAsync(2000);
  expect(store.read(panel('loss'))[0]).toMatchObject({ error: null, columns: { count: 10 } });
});

it('does not try again by itself what is forbidden', async () => {
  const server = createServer();
  server.failure = new RequestError('forbidden', 'No access.', { status: 403 });
  store = createSeriesStore(server.read);
  store.watch(panel('loss'), () => {});
  await vi.advanceTimersByTimeAsync(60_000);
  expect(server.requests.length).toBe(1);
  server.failure = null;
  store.retry(panel('loss'));
  await vi.advanceTimersByTimeAsync(100);
  expect(store.read(panel('loss'))[0]?.columns?.count).toBe(10);
});

it('reads a line anew over the values of another metric, apart from those over steps', async () => {
  const server = createServer();
  store = createSeriesStore(server.read);
  store.watch(panel('loss'), () => {});
  store.watch({ ...panel('loss'), xKey: 'epoch' }, () => {});
  await vi.advanceTimersByTimeAsync(100);
  expect(server.requests.map(({ xKey, keys }) => [xKey, keys])).toEqual([
    [null, ['loss']],
    ['epoch', ['loss']],
  ]);
});
