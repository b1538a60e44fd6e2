import { join } from 'node:path';
import { linesOf } from '../packages/server/src/domains/metrics/index.ts';
import { encodeRows } from '../packages/server/src/domains/metrics/row-blocks.ts';
import { decodeRows } from '../packages/server/src/domains/metrics/row-decoder.ts';
import { type ColumnStore, openColumnStore } from '../packages/server/src/stores/columns/index.ts';
import { createApi } from '../tests/support/api.ts';
import { TestServer } from '../tests/support/server.ts';
import { createWire } from '../tests/support/wire.ts';
import type { BenchOptions } from './options.ts';
import { quantile, report, round } from './report.ts';
import { fillRun, measureChart } from './series.ts';

const PROJECT = 'series';
const RUNS = 50;
const KEYS = 20;
const ROWS_PER_BLOCK = 2000;
const BLOCKS_PER_INSERT = 8;
const ROWS_PER_RUN = 100_000;
/** Ids that no run of the server has. */
const FIRST_SOURCE = 2 ** 30;

type Row = Record<string, string | number>;

/**
 * Reads of one and of fifty runs in a store that holds nothing else, and in one that holds a billion
 * points of others beside them. Those go straight into the engine, in the blocks the server writes.
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
        const now = full[at]?.ms ?? Number.NaN;
        return {
          chart: row.chart,
          'alone ms': row.ms,
          'beside them ms': now,
          ratio: round(now / row.ms, 2),
        };
      }),
    });
  } finally {
    await server.dispose();
  }
}

async function measure(
  server: TestServer,
  names: readonly string[],
): Promise<{ chart: string; ms: number }[]> {
  const api = createApi(server.url, server.adminKey);
  const one = { runs: ['long'], keys: ['loss'], buckets: 1000 };
  const many = { runs: [...names], keys: ['loss'], buckets: 1000 };
  const ask = async (chart: string, request: Parameters<typeof measureChart>[2]) => {
    const row: Row = await measureChart(api, chart, request);
    return { chart, ms: Number(row['median ms']) };
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

async function listKeys(server: TestServer): Promise<{ chart: string; ms: number }> {
  const api = createApi(server.url, server.adminKey);
  const times: number[] = [];
  for (let repeat = 0; repeat < 20; repeat += 1) {
    const before = performance.now();
    await api.send('GET', `/api/v1/runs/admin/${PROJECT}/long/metric-keys`);
    times.push(performance.now() - before);
  }
  return { chart: 'keys of the run', ms: round(quantile(times, 0.5)) };
}

async function fill(
  directory: string,
  points: number,
): Promise<{ runs: number; rate: number; bytesPerPoint: number; parts: number }> {
  const store = await openColumnStore({ kind: 'embedded', directory });
  const startedAt = performance.now();
  try {
    const pointsOfInsert = ROWS_PER_BLOCK * KEYS * BLOCKS_PER_INSERT;
    let waiting: Promise<void> = Promise.resolve();
    let block = 0;
    for (let done = 0; done < points; done += pointsOfInsert) {
      const blocks = [];
      let names: readonly string[] = [];
      for (let each = 0; each < BLOCKS_PER_INSERT; each += 1) {
        const [insert] = blockOf(block);
        block += 1;
        if (insert === undefined) continue;
        blocks.push(insert.block);
        names = insert.columns;
      }
      // One is written while the next is built.
      await waiting;
      waiting = store.insertNative('history_points', names, blocks);
      if (block % 2000 < BLOCKS_PER_INSERT) await progress(store, done + pointsOfInsert);
    }
    await waiting;
    const seconds = (performance.now() - startedAt) / 1000;
    const { bytes, parts } = await sizeOf(store);
    return {
      runs: Math.ceil((block * ROWS_PER_BLOCK) / ROWS_PER_RUN),
      rate: Math.round(points / seconds),
      bytesPerPoint: round(bytes / points, 2),
      parts,
    };
  } finally {
    await store.close();
  }
}

/** Rows of a run among others, as a training loop gives them; the same noise for all of them. */
function blockOf(index: number) {
  const blocksOfRun = ROWS_PER_RUN / ROWS_PER_BLOCK;
  const source = FIRST_SOURCE + Math.floor(index / blocksOfRun);
  const firstStep = (index % blocksOfRun) * ROWS_PER_BLOCK;
  const decoded = template();
  for (let row = 0; row < decoded.rows.count; row += 1) {
    decoded.rows.steps[row] = BigInt(firstStep + row);
    decoded.rows.clocks[row] = 1.7e9 + (firstStep + row) / 10 + Math.random() / 100;
  }
  for (let at = 0; at < decoded.points.count; at += 1) {
    decoded.points.values[at] = Math.fround(2 + (Math.random() + Math.random() - 1) / 10);
  }
  return encodeRows(source, 'history', decoded, BigInt(index + 1));
}

let known: ReturnType<typeof decodeRows> | undefined;

function template(): ReturnType<typeof decodeRows> {
  const row = `{"_step":0,"_timestamp":1,${Array.from({ length: KEYS }, (_, key) => `"metric_${key}":${key}`).join(',')}}`;
  const lines = Array.from({ length: ROWS_PER_BLOCK }, () => row);
  known ??= decodeRows('history', 0, linesOf(lines), 0n);
  return known;
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
