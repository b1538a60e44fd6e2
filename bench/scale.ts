import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { SQL_ROW_KEY } from '../packages/server/src/domains/metrics/row-form.ts';
import { type ColumnStore, openColumnStore } from '../packages/server/src/stores/columns/index.ts';
import { createApi } from '../tests/support/api.ts';
import { TestServer } from '../tests/support/server.ts';
import { createWire } from '../tests/support/wire.ts';
import type { BenchOptions } from './options.ts';
import { processorSecondsOfTree } from './processes.ts';
import { quantile, report, round } from './report.ts';
import { CHART_REPEATS, fillRun, measureChart } from './series.ts';

const PROJECT = 'series';
const RUNS = 50;
const KEYS = 20;
const ROWS_PER_RUN = 100_000;
/** Those of the metrics and the records of the rows. */
const POINTS_PER_RUN = ROWS_PER_RUN * (KEYS + 1);
const RUNS_PER_STATEMENT = 8;
const MOST_SECONDS_OF_MERGES = 300;
const KEY_LISTS = 20;
/** Ids that no run of the server has. */
const FIRST_SOURCE = 2 ** 30;

type Row = Record<string, string | number>;

/**
 * Reads of one and of fifty runs in a store that holds nothing else, and in one that holds a billion
 * points of others beside them. Those are made by the engine itself, in minutes.
 */
export async function benchScale(options: BenchOptions): Promise<void> {
  const points = options.points ?? 1_000_000_000;
  const server = await TestServer.start();
  try {
    const wire = createWire(server.url, server.adminKey);
    await fillRun(wire, 'long', 1_000_000);
    const names = Array.from({ length: RUNS }, (_, index) => `short-${index}`);
    for (const name of names) await fillRun(wire, name, 20_000);
    const empty = await measure(server, names);
    await server.stop();
    const filled = await fill(join(server.dataDirectory, 'columns'), points);
    await server.start();
    const full = await measure(server, names);
    report({
      name: 'scale',
      what: `charts of 1,000 buckets in a store of nothing else and beside ${points.toLocaleString('en')} points of ${filled.runs.toLocaleString('en')} other runs (${filled.bytesPerPoint} bytes a point at the end, ${filled.parts} parts, filled at ${filled.rate.toLocaleString('en')} points/s)`,
      rows: empty.map((row, at) => {
        const { ms, processorMs } = full[at] ?? { ms: Number.NaN, processorMs: Number.NaN };
        return {
          chart: row.chart,
          'alone ms': row.ms,
          'beside them ms': ms,
          ratio: round(ms / row.ms, 2),
          'alone, processor ms': row.processorMs,
          'beside them, processor ms': processorMs,
          'processor ratio': round(processorMs / row.processorMs, 2),
        };
      }),
    });
  } finally {
    await server.dispose();
  }
}

/** Medians by the wall clock, and what server and engine spent on a request: the load of other programs is not in that. */
interface Measured {
  readonly chart: string;
  readonly ms: number;
  readonly processorMs: number;
}

async function measure(server: TestServer, names: readonly string[]): Promise<Measured[]> {
  const api = createApi(server.url, server.adminKey);
  const one = { runs: ['long'], keys: ['loss'], buckets: 1000 };
  const many = { runs: [...names], keys: ['loss'], buckets: 1000 };
  const ask = async (chart: string, request: Parameters<typeof measureChart>[2]) => {
    const processorAtStart = processorSecondsOfTree(server.pid);
    const row: Row = await measureChart(api, chart, request);
    return {
      chart,
      ms: Number(row['median ms']),
      processorMs: perRequest(processorSecondsOfTree(server.pid) - processorAtStart, CHART_REPEATS),
    };
  };
  return [
    await ask('1 run × 1,000,000 steps', () => one),
    await ask('… a random tenth of it', () => {
      const min = Math.floor(Math.random() * 900_000);
      return { ...one, range: { min, max: min + 100_000 } };
    }),
    await ask('… by relative time', () => ({ ...one, x: 'relative' })),
    await ask(`${RUNS} runs × 20,000 steps`, () => many),
    await listKeys(server),
  ];
}

const perRequest = (seconds: number, requests: number): number =>
  round((seconds * 1000) / requests);

async function listKeys(server: TestServer): Promise<Measured> {
  const api = createApi(server.url, server.adminKey);
  const times: number[] = [];
  const processorAtStart = processorSecondsOfTree(server.pid);
  for (let repeat = 0; repeat < KEY_LISTS; repeat += 1) {
    const before = performance.now();
    await api.send('GET', `/api/v1/runs/admin/${PROJECT}/long/metric-keys`);
    times.push(performance.now() - before);
  }
  return {
    chart: 'keys of the run',
    ms: round(quantile(times, 0.5)),
    processorMs: perRequest(processorSecondsOfTree(server.pid) - processorAtStart, KEY_LISTS),
  };
}

/**
 * Runs as training loops give them, made by the engine itself: rows of a clock and of `KEYS` metrics,
 * each a curve with noise of its own in 32-bit floats. A statement makes a few runs, a part of the table each.
 */
const FILL = `INSERT INTO history_points (run, key, step, bits, version)
  WITH
    {source:UInt64} + intDiv(number, ${POINTS_PER_RUN}) AS source,
    intDiv(number % ${POINTS_PER_RUN}, ${ROWS_PER_RUN}) AS place,
    toInt64(number % ${ROWS_PER_RUN}) AS row,
    rand(1) / 4294967295 AS noise, rand(2) / 4294967295 AS more
  SELECT source, if(place = 0, ${SQL_ROW_KEY}, concat('metric_', leftPad(toString(place), 2, '0'))), row,
    reinterpretAsUInt64(if(place = 0, 1.7e9 + row / 10 + noise / 100,
      toFloat64(toFloat32(1 + 10 / (10 + row / 1000) + (noise + more - 1) / 10)))),
    {source:UInt64}
  FROM numbers({points:UInt64})
  SETTINGS max_threads = 1, max_block_size = 65536,
    min_insert_block_size_rows = ${POINTS_PER_RUN}, min_insert_block_size_bytes = 0`;

async function fill(
  directory: string,
  points: number,
): Promise<{ runs: number; rate: number; bytesPerPoint: number; parts: number }> {
  const store = await openColumnStore({ kind: 'embedded', directory });
  try {
    const runCount = Math.max(1, Math.round(points / POINTS_PER_RUN));
    const startedAt = performance.now();
    for (let done = 0; done < runCount; done += RUNS_PER_STATEMENT) {
      const runs = Math.min(RUNS_PER_STATEMENT, runCount - done);
      const params = { source: FIRST_SOURCE + done, points: runs * POINTS_PER_RUN };
      await store.command({ sql: FILL, params });
      await progress(store, (done + runs) * POINTS_PER_RUN);
    }
    const rate = Math.round((runCount * POINTS_PER_RUN * 1000) / (performance.now() - startedAt));
    await merged(store);
    const { bytes, parts } = await sizeOf(store);
    return {
      runs: runCount,
      rate,
      bytesPerPoint: round(bytes / (runCount * POINTS_PER_RUN), 2),
      parts,
    };
  } finally {
    await store.close();
  }
}

/** Waits until nothing is merged any more, as in a store that took its points over weeks; not for ever. */
async function merged(store: ColumnStore): Promise<void> {
  for (let waited = 0; waited < MOST_SECONDS_OF_MERGES; waited += 1) {
    const [row] = await store.query<{ running: string }>({
      sql: 'SELECT count() AS running FROM system.merges',
    });
    if (row?.running === '0') return;
    await setTimeout(1000);
  }
}

async function sizeOf(store: ColumnStore): Promise<{ bytes: number; parts: number }> {
  const [row] = await store.query<{ bytes: string; parts: string }>({
    sql: `SELECT sum(bytes_on_disk) AS bytes, count() AS parts FROM system.parts
      WHERE active AND table = 'history_points'`,
  });
  return { bytes: Number(row?.bytes ?? 0), parts: Number(row?.parts ?? 0) };
}

async function progress(store: ColumnStore, points: number): Promise<void> {
  const { bytes, parts } = await sizeOf(store);
  process.stderr.write(
    `${(points / 1e6).toFixed(0)} M points, ${(bytes / 1e9).toFixed(2)} GB, ${parts} parts\n`,
  );
}
