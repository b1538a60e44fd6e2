import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ColumnStore, openColumnStore } from '../../stores/columns/index.ts';
import { type MetadataStore, openMetadataStore } from '../../stores/metadata/index.ts';
import type { Run, RunId } from '../runs/index.ts';
import { linesOf } from './lines.ts';
import { createMetrics } from './service.ts';
import type { HistoryKeys, Metrics, RowPage, RowPosition, Series, SeriesRequest } from './types.ts';

let directory: string;
let columns: ColumnStore;
let metadata: MetadataStore;
let metrics: Metrics;
let nextRun = 0;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'runloom-metrics-'));
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
  await columns.close();
  await metadata.close();
  await rm(directory, { recursive: true });
});

/** What reads need to know of a run. */
const newRun = (known: Partial<Run> = {}): Writable<Run> => {
  nextRun += 1;
  return {
    id: nextRun as RunId,
    hasRewrites: false,
    lineage: null,
    updatedAt: 1_700_000_000_000,
    startedAt: 1_700_000_000,
    createdAt: 1_700_000_000_000,
    historyLineCount: 0,
    firstStep: null,
    lastStep: null,
    firstTime: null,
    lastTime: null,
    ...known,
  } as Writable<Run>;
};

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Stores rows and moves the run on, as ingest does. */
async function log(
  run: Writable<Run>,
  rows: readonly (object | string)[],
  offset = 0,
): Promise<void> {
  const lines = rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row)));
  const decoded = metrics.decode({
    source: run.id,
    stream: 'history',
    offset,
    lines: linesOf(lines),
  });
  for (const { table, columns: names, block } of decoded.inserts) {
    await columns.insertNative(table, names, [block]);
  }
  run.historyLineCount += rows.length;
  run.firstStep ??= decoded.firstStep;
  run.lastStep = decoded.lastStep ?? run.lastStep;
  run.firstTime ??= decoded.firstTime;
  run.lastTime = decoded.lastTime ?? run.lastTime;
}

async function readOne(run: Run, request: Partial<SeriesRequest> = {}): Promise<Series> {
  const [series] = await metrics.readSeries({
    stream: 'history',
    runs: [run],
    keys: ['loss'],
    x: 'step',
    range: null,
    buckets: 100,
    ...request,
  });
  if (series === undefined) throw new Error('there is no series');
  return series;
}

const rowsOf = (count: number, value: (step: number) => number): object[] =>
  Array.from({ length: count }, (_, step) => ({
    _step: step,
    _timestamp: 1_700_000_000 + step / 4,
    _runtime: step / 4,
    loss: value(step),
  }));

describe('a series', () => {
  it('is sent whole when it has no more points than the chart has buckets', async () => {
    const run = newRun();
    await log(
      run,
      rowsOf(100, (step) => step / 3),
    );
    const series = await readOne(run);
    expect(series.kind).toBe('points');
    if (series.kind !== 'points') return;
    expect([...series.x]).toEqual(Array.from({ length: 100 }, (_, step) => step));
    expect([...series.value]).toEqual(Array.from({ length: 100 }, (_, step) => step / 3));
  });

  it('shows a spike of one step in a hundred thousand', async () => {
    const run = newRun();
    await log(
      run,
      rowsOf(100_000, (step) => (step === 77_777 ? 1e9 : Math.sin(step))),
    );
    const series = await readOne(run, { buckets: 500 });
    expect(series.count).toBe(100_000);
    if (series.kind !== 'buckets') throw new Error('expected buckets');
    expect(series.max.length).toBeLessThanOrEqual(500);
    expect(series.max.length).toBeGreaterThan(470);
    const spike = series.max.indexOf(1e9);
    expect(series.x[spike]).toBeGreaterThanOrEqual(77_777);
    expect(series.x[spike - 1]).toBeLessThan(77_777);
  });

  it('has in each bucket what all of its points give', async () => {
    const run = newRun();
    const values = Array.from(
      { length: 5003 },
      (_, step) => Math.fround(Math.cos(step * 7)) * step,
    );
    await log(
      run,
      rowsOf(values.length, (step) => values[step] ?? 0),
    );
    const series = await readOne(run, { buckets: 100 });
    if (series.kind !== 'buckets') throw new Error('expected buckets');
    const width = (series.x[0] ?? 0) + 1;
    expect(values.length / width).toBeGreaterThan(90);
    for (let bucket = 0; bucket < series.x.length; bucket += 1) {
      const own = values.slice(bucket * width, (bucket + 1) * width);
      expect(series.x[bucket]).toBe(Math.min((bucket + 1) * width, values.length) - 1);
      expect(series.counts[bucket]).toBe(own.length);
      expect(series.min[bucket]).toBe(Math.min(...own));
      expect(series.max[bucket]).toBe(Math.max(...own));
      expect(series.first[bucket]).toBe(own[0]);
      expect(series.last[bucket]).toBe(own.at(-1));
      const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
      expect(series.mean[bucket]).toBeCloseTo(mean, 8);
    }
  });

  it('counts NaN and infinities and leaves them out of what is drawn', async () => {
    const run = newRun();
    await log(
      run,
      Array.from({ length: 400 }, (_, step) => {
        const value = step < 5 ? 'NaN' : step === 200 ? 'Infinity' : step % 2 ? 'NaN' : '2';
        return `{"_step":${step},"loss":${value}}`;
      }),
    );
    const series = await readOne(run, { buckets: 100 });
    expect([series.count, series.nanCount, series.infinityCount]).toEqual([400, 203, 1]);
    if (series.kind !== 'buckets') throw new Error('expected buckets');
    expect(series.max[0]).toBeNaN();
    expect(series.max[1]).toBe(2);
    expect(series.nans[0]).toBe(5);
  });

  it('is cut to the range, ends included, in units of the axis', async () => {
    const run = newRun();
    await log(
      run,
      rowsOf(1000, (step) => step),
    );
    const bySteps = await readOne(run, { range: { min: 10, max: 20 } });
    const bySeconds = await readOne(run, { x: 'relative', range: { min: 2.5, max: 5 } });
    const byClock = await readOne(run, {
      x: 'wall',
      range: { min: 1_700_000_002.5, max: 1_700_000_005 },
    });
    for (const series of [bySteps, bySeconds, byClock]) {
      if (series.kind !== 'points') throw new Error('expected points');
      expect([...series.value]).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]);
    }
    expect(bySeconds.x[0]).toBe(2.5);
    expect(byClock.x[10]).toBe(1_700_000_005);
  });

  it('lies on the same buckets as the other lines of its request', async () => {
    const short = newRun();
    const long = newRun();
    await log(
      short,
      rowsOf(500, (step) => step),
    );
    await log(
      long,
      rowsOf(1000, (step) => step),
    );
    const request = { stream: 'history', keys: ['loss'], x: 'step', range: null } as const;
    const series = await metrics.readSeries({ ...request, runs: [long, short], buckets: 100 });
    expect(series.map((one) => one.runId)).toEqual([long.id, short.id]);
    // The bucket that the short one ends in is the last of its line.
    expect([...(series[1]?.x ?? [])].slice(0, 45)).toEqual([...(series[0]?.x ?? [])].slice(0, 45));
    expect(series[1]?.x.at(-1)).toBe(499);
  });

  it('mixes whole and bucketed lines in one answer, with steps at both ends of 64 bits', async () => {
    const few = newRun();
    const many = newRun();
    await log(few, [
      '{"_step":-9223372036854775808,"loss":1}',
      '{"_step":9223372036854775807,"loss":2}',
    ]);
    await log(
      many,
      rowsOf(300, (step) => step),
    );
    const request = { stream: 'history', keys: ['loss'], x: 'step', range: null } as const;
    const series = await metrics.readSeries({ ...request, runs: [few, many], buckets: 10 });
    expect(series.map(({ kind, count }) => [kind, count])).toEqual([
      ['points', 2],
      ['buckets', 300],
    ]);
  });

  it('counts rows that were sent again once, the last one winning', async () => {
    const run = newRun({ hasRewrites: true });
    await log(
      run,
      rowsOf(50, () => 1),
    );
    await log(
      run,
      rowsOf(50, () => 2),
      50,
    );
    const series = await readOne(run);
    expect(series.count).toBe(50);
    if (series.kind === 'points') expect(new Set(series.value)).toEqual(new Set([2]));
    expect(await metrics.countRows(run, 'history')).toBe(50);
    expect(await metrics.lastStep(run.id, 'history')).toBe(49);
  });

  it('lies on buckets of time when time is asked for', async () => {
    const run = newRun();
    await log(
      run,
      rowsOf(1000, (step) => step),
    );
    const series = await readOne(run, { x: 'relative', buckets: 100 });
    if (series.kind !== 'buckets') throw new Error('expected buckets');
    expect([...series.counts].reduce((sum, count) => sum + count, 0)).toBe(1000);
    expect(series.x.at(-1)).toBe(999 / 4);
    expect(series.x.length).toBeLessThanOrEqual(100);
    expect(series.x.length).toBeGreaterThan(90);
  });

  it('lies on the values of another key when that is the axis', async () => {
    const run = newRun();
    await log(
      run,
      Array.from({ length: 1000 }, (_, step) => ({
        _step: step,
        ...(step % 2 === 0 && { epoch: step / 1000 - 0.25 }),
        ...(step % 3 === 0 && { loss: step }),
      })),
    );
    const both = Array.from({ length: 167 }, (_, at) => at * 6);
    const whole = await readOne(run, { xKey: 'epoch', buckets: 1000 });
    if (whole.kind !== 'points') throw new Error('expected points');
    expect([...whole.value]).toEqual(both);
    expect([...whole.x]).toEqual(both.map((step) => step / 1000 - 0.25));
    const series = await readOne(run, { xKey: 'epoch', buckets: 10 });
    if (series.kind !== 'buckets') throw new Error('expected buckets');
    expect(series.count).toBe(167);
    expect(series.x.length).toBe(10);
    expect(series.x.at(-1)).toBe(0.746);
    // Values grow with x: each bucket's largest is that of its last point.
    expect([...series.max]).toEqual([...series.x].map((x) => Math.round((x + 0.25) * 1000)));
    const range = { min: 0, max: 0.05 };
    const part = await readOne(run, { xKey: 'epoch', buckets: 1000, range });
    expect([...part.x]).toEqual(
      both.map((step) => step / 1000 - 0.25).filter((x) => x >= 0 && x <= 0.05),
    );
    const none = { runs: [run], keys: ['loss'], x: 'step', range: null, buckets: 10 } as const;
    expect(await metrics.readSeries({ ...none, stream: 'history', xKey: 'absent' })).toEqual([]);
  });

  it('keeps keys that no identifier could be', async () => {
    const run = newRun();
    const keys = ["a'b", 'a"b', 'a\\b', 'a\nb', '\u0000', '\ud800', '😀', '__proto__', '', '%s'];
    await log(run, [
      `{"_step":0,${keys.map((key, at) => `${JSON.stringify(key)}:${at}`).join(',')}}`,
    ]);
    const series = await metrics.readSeries({
      stream: 'history',
      runs: [run],
      keys,
      x: 'step',
      range: null,
      buckets: 10,
    });
    expect(series.map((one) => one.key)).toEqual(keys);
  });
});

describe('rows', () => {
  it('come back as they were sent, in step order', async () => {
    const run = newRun();
    const rows = ['{"_step":1,"a":NaN}', '{"_step":2,"b":9007199254740993,"c":"x\\ny"}'];
    await log(run, rows);
    expect(await metrics.readRows(run, 'history', {})).toEqual(rows);
    expect(await metrics.readRows(run, 'history', { minStep: 2n, maxStep: 3n })).toEqual([rows[1]]);
    expect(await metrics.readRows(run, 'history', { maxStep: 2n })).toEqual([rows[0]]);
    expect(await metrics.readRows(run, 'history', { limit: 1 })).toEqual([rows[0]]);
  });

  it('come page by page, each once, whatever the steps and the size of pages', async () => {
    const run = newRun();
    const limit = 2n ** 63n;
    const steps = [-limit, -5n, 0n, 1n, 2n, 3n, 10n ** 9n, limit - 2n, limit - 1n];
    const rows = steps.map((step) => `{"_step":${step}}`);
    // Lines without a step stand at their numbers.
    await log(run, [...rows, '{"a":1}', '{"a":2}']);
    const expected = [...rows.slice(0, 6), '{"a":1}', '{"a":2}', ...rows.slice(6)];
    for (const size of [1, 2, 3, 11, 12]) {
      const read: string[] = [];
      let after: RowPosition | null = null;
      do {
        const page: RowPage = await metrics.readRowPage(run, 'history', after, size);
        read.push(...page.rows);
        after = page.next;
      } while (after !== null);
      expect(read).toEqual(expected);
    }
  });

  it('come by ranges of steps in turn as they are, also after a change', async () => {
    const run = newRun();
    const steps = [0, 1, 2, 5, 6, 7, 30, 31, 32, 33, 34, 35, 200];
    await log(
      run,
      steps.map((_step) => ({ _step })),
    );
    const read = async (from: number, to: number): Promise<unknown[]> => {
      const page = { minStep: BigInt(from), maxStep: BigInt(to), limit: 100 };
      const { items, count } = await metrics.readStepPage(run, page);
      const rows = JSON.parse(`[${items}]`) as string[];
      expect(rows).toHaveLength(count);
      return rows.map((row) => (JSON.parse(row) as { _step: number })._step);
    };
    const all: unknown[] = [];
    for (let from = 0; from < 300; from += 3) all.push(...(await read(from, from + 3)));
    expect(all).toEqual(steps);
    expect(await read(297, 300)).toEqual([]);
    expect(await read(1, 7)).toEqual([1, 2, 5, 6]);
    await log(run, [{ _step: 8 }]);
    run.updatedAt += 1;
    expect(await read(7, 9)).toEqual([7, 8]);
  });

  it('are sampled evenly and the same each time, ends included', async () => {
    const run = newRun();
    await log(
      run,
      rowsOf(1000, (step) => step),
    );
    const sample = await metrics.readRows(run, 'history', { samples: 5 });
    const steps = sample.map((row) => (JSON.parse(row) as { _step: number })._step);
    expect(steps).toEqual([0, 250, 500, 749, 999]);
    expect(await metrics.readRows(run, 'history', { samples: 5 })).toEqual(sample);
  });

  it('are chosen by the keys they must have', async () => {
    const run = newRun();
    await log(run, [
      { _step: 0, loss: 1 },
      { _step: 1, loss: 2, acc: 3, note: 'x' },
      { _step: 2, acc: 4 },
    ]);
    const keys = ['_step', 'loss', 'acc', 'note'];
    const rows = await metrics.readRows(run, 'history', { keys });
    expect(rows.map((row) => JSON.parse(row))).toEqual([{ _step: 1, loss: 2, acc: 3, note: 'x' }]);
  });
});

describe('keys', () => {
  it('tell their types, counts and last values', async () => {
    const run = newRun();
    await log(run, [
      { _step: 0, _timestamp: 1, loss: 1, nest: { b: 1 }, note: 'first' },
      { _step: 5, _timestamp: 2, loss: 0.5, nest: { b: 2 }, note: 'last' },
      { _step: 7, _timestamp: 3, loss: 0.25 },
    ]);
    const { lastStep, keys } = await metrics.historyKeys(run);
    const known = new Map(keys.map((key) => [key.key, [key.type, key.count, key.lastValue]]));
    expect(lastStep).toBe(7);
    expect(known).toEqual(
      new Map<string, unknown>([
        ['loss', ['number', 3, 0.25]],
        ['nest.b', ['number', 2, 2]],
        ['note', ['string', 2, 'last']],
        ['_step', ['number', 3, 7]],
        ['_timestamp', ['number', 3, 3]],
      ]),
    );
  });

  it('of a run that grows are what one who never asked before is told', async () => {
    const run = newRun();
    const chunks = [
      [{ _step: 0, up: 1, down: 5, sometimes: 'text', only: 1 }],
      [
        { _step: 1, up: 1, down: 4, sometimes: 2 },
        { _step: 2, up: 3, down: 4, sometimes: 3, note: { _type: 'html-file', path: 'a' } },
      ],
      [],
      [{ _step: 7, up: 2, down: 6, sometimes: 'later', note: { _type: 'html-file', path: 'b' } }],
      ['{"_step":8,"up":NaN,"new":[1]}'],
    ];
    let offset = 0;
    for (const chunk of chunks) {
      await log(run, chunk, offset);
      offset += chunk.length;
      const told = await metrics.historyKeys({ ...run });
      const stranger = createMetrics({ metadata, columns, versions: () => 1n });
      const fresh = await stranger.historyKeys(run);
      const byName = ({ keys }: HistoryKeys) =>
        keys.toSorted((a, b) => (`${a.key} ${a.type}` < `${b.key} ${b.type}` ? -1 : 1));
      expect(told.lastStep).toBe(fresh.lastStep);
      expect(byName(told)).toEqual(byName(fresh));
    }
    const { keys } = await metrics.historyKeys(run);
    expect(keys.find(({ key }) => key === 'note')).toMatchObject({
      count: 2,
      lastValue: { path: 'b' },
    });
  });

  it('of a run without rows are none', async () => {
    expect(await metrics.historyKeys(newRun())).toEqual({ lastStep: -1, keys: [] });
  });
});
