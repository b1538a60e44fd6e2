import { join } from 'node:path';
import { type ColumnStore, openColumnStore } from '../packages/server/src/stores/columns/index.ts';
import { TestServer } from '../tests/support/server.ts';
import { createWire } from '../tests/support/wire.ts';
import { report, round } from './report.ts';

const POINTS = 1_000_000;
const POINTS_PER_REQUEST = 40_000;

/** A loss that falls, with the noise of its batches. */
const loss = (step: number): number =>
  Math.exp(-step / 3e4) + 0.05 * (Math.random() + Math.random() - 1);

const KINDS: Readonly<Record<string, (step: number) => number>> = {
  'from 32-bit floats': (step) => Math.fround(loss(step)),
  'any 64 bits': loss,
  'four decimals': (step) => Math.round(loss(step) * 1e4) / 1e4,
};

/**
 * What a point takes on disk, in all tables together, by the kind of its value and the metrics of a
 * row. Rows are as the client sends them: with `_timestamp` and `_runtime`, a tenth of a second apart
 * with a hundredth of jitter, at the resolution of their clocks.
 */
export async function benchDisk(): Promise<void> {
  const rows = [];
  for (const [values, valueAt] of Object.entries(KINDS)) {
    for (const metrics of [1, 20, 100]) rows.push(await measure(values, valueAt, metrics));
  }
  report({
    name: 'disk',
    what: `bytes a point on disk after ${POINTS.toLocaleString('en')} points through file_stream, all tables of the column store together; a point is a metric's value, and what rows cost (time, run time, step) is divided among their metrics`,
    rows,
  });
}

async function measure(values: string, valueAt: (step: number) => number, metrics: number) {
  const server = await TestServer.start();
  try {
    const rows = POINTS / metrics;
    const body = await send(server, rows, metrics, valueAt);
    await server.stop();
    const store = await openColumnStore({
      kind: 'embedded',
      directory: join(server.dataDirectory, 'columns'),
    });
    try {
      const sent = await sizeOf(store);
      await store.command({ sql: 'OPTIMIZE TABLE history_points FINAL' });
      const merged = await sizeOf(store);
      return {
        values,
        'metrics a row': metrics,
        'as sent, B/point': round(body / POINTS),
        'after ingest': round(sent / POINTS, 2),
        merged: round(merged / POINTS, 2),
        'merged, B per number sent': round(merged / (rows * (metrics + 2)), 2),
      };
    } finally {
      await store.close();
    }
  } finally {
    await server.dispose();
  }
}

async function send(
  server: TestServer,
  rows: number,
  metrics: number,
  valueAt: (step: number) => number,
): Promise<number> {
  const wire = createWire(server.url, server.adminKey);
  const address = { entity: 'admin', project: 'disk', run: 'run' };
  await wire.createRun(address);
  const rowsPerRequest = POINTS_PER_REQUEST / metrics;
  let bytes = 0;
  for (let first = 0; first < rows; first += rowsPerRequest) {
    const lines = Array.from({ length: rowsPerRequest }, (_, at) => {
      const step = first + at;
      const runtime = step / 10 + Math.random() / 100;
      const values = Array.from(
        { length: metrics },
        (_, key) => `"metric_${key}":${valueAt(step)}`,
      );
      return `{"_step":${step},"_timestamp":${1.7e9 + runtime},"_runtime":${runtime.toFixed(9)},${values.join(',')}}`;
    });
    bytes += lines.reduce((sum, line) => sum + line.length, 0);
    const answer = await wire.postRows(address, first, lines);
    if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text}`);
  }
  return bytes;
}

async function sizeOf(store: ColumnStore): Promise<number> {
  const [row] = await store.query<{ bytes: string }>({
    sql: `SELECT sum(bytes_on_disk) AS bytes FROM system.parts
      WHERE active AND database = currentDatabase() AND table != 'runloom_migrations'`,
  });
  return Number(row?.bytes ?? 0);
}
