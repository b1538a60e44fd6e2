import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ColumnStore, openColumnStore } from '../../stores/columns/index.ts';
import { type MetadataStore, openMetadataStore } from '../../stores/metadata/index.ts';
import type { Run, RunId } from '../runs/index.ts';
import { linesOf } from './lines.ts';
import { createMetrics } from './service.ts';
import type { Metrics, XAxis } from './types.ts';

const STEPS = 600;

let directory: string;
let columns: ColumnStore;
let metadata: MetadataStore;
let metrics: Metrics;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'runloom-rewrites-'));
  columns = await openColumnStore({ kind: 'embedded', directory: join(directory, 'columns') });
  metadata = openMetadataStore({ kind: 'sqlite', file: join(directory, 'metadata.sqlite') });
  await metadata.migrate();
  let version = 1_700_000_000_000_000n;
  metrics = createMetrics({
    columns,
    metadata,
    versions: () => {
      version += 1_000_000n;
      return version;
    },
  });
});
afterAll(async () => {
  await columns?.close();
  await metadata?.close();
  await rm(directory, { recursive: true });
});

const runOf = (id: number, hasRewrites: boolean): Run =>
  ({
    id: id as RunId,
    name: 'run',
    hasRewrites,
    lineage: null,
    updatedAt: 1_700_000_000_000,
    startedAt: 1_700_000_000,
    createdAt: 1_700_000_000_000,
    historyLineCount: STEPS,
    firstStep: 0,
    lastStep: STEPS - 1,
    firstTime: 1_700_000_000e6,
    lastTime: (1_700_000_000 + STEPS - 1) * 1e6,
  }) as Run;

/** Stores rows as ingest does; those that stand there already are replaced. */
async function log(run: Run, rows: readonly object[]): Promise<void> {
  const lines = { source: run.id, stream: 'history', offset: 0 } as const;
  const given = { ...lines, lines: linesOf(rows.map((row) => JSON.stringify(row))) };
  const gone = run.hasRewrites ? await metrics.takeBackReplaced(given) : [];
  for (const { table, columns: names, block } of [...metrics.decode(given).inserts, ...gone]) {
    await columns.insertNative(table, names, [block]);
  }
}

const row = (step: number, members: object): object => ({
  _step: step,
  _timestamp: 1_700_000_000 + step,
  ...members,
});
const steps = Array.from({ length: STEPS }, (_, step) => step);

/** What everybody who reads it is told. */
async function readAll(run: Run): Promise<unknown> {
  const series = (x: XAxis, buckets: number) =>
    metrics.readSeries({
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
    await metrics.readRows(run, 'history', {}),
    (await metrics.readStepPage(run, page)).items.toString(),
    (await metrics.readRowPage(run, 'history', null, STEPS)).rows,
    await metrics.countRows(run, 'history'),
    await metrics.runKeys(run, 'history'),
  ];
  return JSON.parse(JSON.stringify(answers, (name, value) => (name === 'runId' ? null : value)));
}

describe('a run whose rows were sent again', () => {
  it('reads as one that was sent as it is now, also after the engine has merged it', async () => {
    const once = runOf(1, false);
    const again = runOf(2, true);
    const now = steps.map((step) =>
      row(step, step % 3 === 0 ? { loss: step / 7 } : { loss: 1 / (step + 1), text: `at ${step}` }),
    );
    await log(once, now);
    // Other values, values of a key that is gone, rows in parts that overlap.
    await log(
      again,
      steps.map((step) => row(step, { loss: -step, early: step, text: 'old' })),
    );
    await log(again, now.slice(0, 400));
    await log(again, now.slice(200));

    const expected = await readAll(once);
    expect(await readAll(again)).toEqual(expected);
    for (const table of ['history_points', 'history_objects'])
      await columns.command({ sql: `OPTIMIZE TABLE ${table} FINAL` });
    expect(await readAll(again)).toEqual(expected);
    expect(await readAll(once)).toEqual(expected);
  }, 120_000);
});
