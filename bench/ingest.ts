import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createApi } from '../tests/support/api.ts';
import { TestServer } from '../tests/support/server.ts';
import { createWire } from '../tests/support/wire.ts';
import type { LoadPlan, LoadResult } from './load.ts';
import { askedParts, type BenchOptions } from './options.ts';
import { memoryOfTree, processorSecondsOfTree } from './processes.ts';
import { quantile, report, round } from './report.ts';

const KEYS_PER_ROW = 20;
const RUNS = 16;

const LOADS = [
  { rowsPerRequest: 1000, seconds: 25 },
  { rowsPerRequest: 100, seconds: 15 },
  { rowsPerRequest: 10, seconds: 15 },
];

/**
 * Points a second that the server takes and acknowledges as durable, from 16 runs at once.
 * @param options `only` are rows a request
 * @throws RangeError for a number of rows that is none of those measured
 */
export async function benchIngest(options: BenchOptions): Promise<void> {
  const sizes = LOADS.map(({ rowsPerRequest }) => String(rowsPerRequest));
  const isAsked = askedParts(options, 'ingest', sizes);
  const rows = [];
  for (const { rowsPerRequest, seconds } of LOADS) {
    if (!isAsked(String(rowsPerRequest))) continue;
    rows.push(await measure(rowsPerRequest, options.seconds ?? seconds));
  }
  report({
    name: 'ingest',
    what: `${RUNS} runs at once through file_stream, ${KEYS_PER_ROW} keys a row, one request under way per run, acknowledged when durable; load on the same machine; then every point counted`,
    rows,
  });
}

async function measure(
  rowsPerRequest: number,
  seconds: number,
): Promise<Record<string, string | number>> {
  const server = await TestServer.start();
  try {
    const wire = createWire(server.url, server.adminKey);
    const runs = Array.from({ length: RUNS }, (_, index) => `run-${index}`);
    for (const run of runs) await wire.createRun({ entity: 'admin', project: 'ingest', run });
    const plan: LoadPlan = {
      url: server.url,
      key: server.adminKey,
      project: 'ingest',
      runs,
      keysPerRow: KEYS_PER_ROW,
      rowsPerRequest,
      seconds,
    };
    const before = processorSecondsOfTree(server.pid);
    const memory = watchMemory(server.pid);
    const load = await runLoad(plan);
    const peakMiB = memory.stop();
    const serverSeconds = processorSecondsOfTree(server.pid) - before;
    const points = load.rows * KEYS_PER_ROW;
    const counted = await countPoints(server, runs);
    return {
      'rows a request': rowsPerRequest,
      seconds: round(load.seconds),
      points,
      'points/s': Math.round(points / load.seconds),
      'MB/s': round(load.bytes / load.seconds / 1e6),
      'ack median ms': round(quantile(load.latenciesMs, 0.5)),
      'ack p95 ms': round(quantile(load.latenciesMs, 0.95)),
      refused: Object.values(load.refusals).reduce((sum, count) => sum + count, 0),
      'server cpu s': round(serverSeconds),
      'load cpu s': round(load.processorSeconds),
      'peak PSS MiB': Math.round(peakMiB),
      'read back': counted === points ? 'all' : `${counted}`,
    };
  } finally {
    await server.dispose();
  }
}

/** The most memory that a process and everything below it hold together, looked at every second. */
function watchMemory(pid: number): { stop(): number } {
  let peak = 0;
  const look = (): void => {
    const total = memoryOfTree(pid).reduce((sum, { pssMiB }) => sum + pssMiB, 0);
    peak = Math.max(peak, total);
  };
  const timer = setInterval(look, 1000);
  return {
    stop() {
      clearInterval(timer);
      look();
      return peak;
    },
  };
}

async function runLoad(plan: LoadPlan): Promise<LoadResult> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [new URL('load.ts', import.meta.url).pathname, JSON.stringify(plan)],
    { maxBuffer: 64 << 20 },
  );
  return JSON.parse(stdout) as LoadResult;
}

/** All points of all keys, as a chart would count them. */
async function countPoints(server: TestServer, runs: readonly string[]): Promise<number> {
  const api = createApi(server.url, server.adminKey);
  let count = 0;
  for (const run of runs) {
    const rows = await api.send('GET', `/api/v1/projects/admin/ingest/metric-keys`);
    const { history } = JSON.parse(rows.text) as { history: string[] };
    const { series } = await api.series('admin', 'ingest', {
      runs: [run],
      keys: history.filter((key) => !key.startsWith('_')),
      buckets: 10,
    });
    count += series.reduce((sum, each) => sum + each.count, 0);
  }
  return count;
}
