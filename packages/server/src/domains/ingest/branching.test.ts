import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ColumnStore,
  createGroupCommitter,
  openColumnStore,
} from '../../stores/columns/index.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import { type Actor, createAccounts } from '../accounts/index.ts';
import { type Console, createConsole } from '../console/index.ts';
import { createLive } from '../live/index.ts';
import { createMetrics, type Metrics } from '../metrics/index.ts';
import { createProjects, type Project } from '../projects/index.ts';
import { createRuns, type Run, type Runs } from '../runs/index.ts';
import { openTestMetadata } from '../testing/index.ts';
import { createIngest } from './service.ts';
import type { Ingest, StreamChunk } from './types.ts';

let directory: string;
let metadata: MetadataStore;
let closeMetadata: () => Promise<void>;
let columns: ColumnStore;
let runs: Runs;
let metrics: Metrics;
let terminal: Console;
let ingest: Ingest;
let actor: Actor;
let project: Project;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'runloom-branching-'));
  ({ metadata, close: closeMetadata } = await openTestMetadata());
  columns = await openColumnStore({ kind: 'embedded', directory });
  const accounts = createAccounts({ metadata, secret: new Uint8Array(32) });
  const { user } = await accounts.ensureAdmin({});
  actor = { kind: 'user', userId: user.id, username: 'admin', isAdmin: true, via: 'key' };
  const projects = createProjects({ metadata, accounts });
  runs = createRuns({ metadata, projects });
  project = await projects.ensure(actor, 'admin', 'branches');
  let version = 1_700_000_000_000_000n;
  const versions = () => {
    version += 1n;
    return version;
  };
  metrics = createMetrics({ metadata, columns, versions });
  terminal = createConsole({ columns, versions });
  const committer = createGroupCommitter(columns);
  ingest = createIngest({
    projects,
    runs,
    metrics,
    console: terminal,
    committer,
    live: createLive(),
  });
});
afterAll(async () => {
  await columns.close();
  await closeMetadata();
  await rm(directory, { recursive: true });
});

const address = (run: string) => ({ entity: 'admin', project: 'branches', run });

async function start(name: string): Promise<Run> {
  const { run } = await runs.upsert(actor, {
    name,
    entityName: 'admin',
    projectName: 'branches',
  });
  return run;
}

async function found(name: string): Promise<Run> {
  const run = await runs.findIn(project, name);
  if (run === null) throw new Error(`no run ${name}`);
  return run;
}

const lines = (by: string, from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, at) =>
    JSON.stringify({ _step: from + at, _timestamp: 1.7e9 + from + at, value: from + at, by }),
  );

async function log(
  name: string,
  offset: number,
  rows: readonly string[],
  more: StreamChunk = {},
): Promise<void> {
  await ingest.append(actor, address(name), { history: { offset, lines: rows }, ...more });
}

async function fork(name: string, from: string, step: number): Promise<Run> {
  return ingest.fork(await start(name), await found(from), step);
}

/** Steps and writers, after a look at all ways to read a history: they must agree. */
async function history(name: string): Promise<string[]> {
  const run = await found(name);
  const rows = await metrics.readRows(run, 'history', {});
  const parsed = rows.map((row) => JSON.parse(row) as { _step: number; value: number; by: string });
  expect(await metrics.countRows(run, 'history')).toBe(rows.length);
  expect(run.historyLineCount).toBe(rows.length);
  const { lastStep, keys } = await metrics.historyKeys(run);
  expect(lastStep).toBe(parsed.at(-1)?._step ?? -1);
  expect(run.lastStep).toBe(parsed.at(-1)?._step ?? null);
  expect(JSON.parse(run.historyTail ?? 'null')).toEqual(parsed.at(-1) ?? null);
  for (const key of keys) expect([key.key, key.count]).toEqual([key.key, rows.length]);
  for (const buckets of [3, 1000]) {
    const [series] = await metrics.readSeries({
      stream: 'history',
      runs: [run],
      keys: ['value'],
      x: 'step',
      range: null,
      buckets,
    });
    expect(series?.count ?? 0).toBe(rows.length);
    if (series?.kind === 'points') {
      expect([...series.value]).toEqual(parsed.map((row) => row.value));
    }
  }
  return parsed.map((row) => `${row.by} ${row._step}`);
}

const steps = (by: string, from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, at) => `${by} ${from + at}`);

describe('a forked run', () => {
  it('has the history of its parent up to the step, and so have its own forks', async () => {
    await start('p');
    await log('p', 0, lines('p', 0, 10));
    expect(await fork('c', 'p', 5)).toMatchObject({ historyLineCount: 6, lastStep: 5 });
    await log('c', 6, lines('c', 6, 9));
    await fork('g', 'c', 7);
    await log('g', 8, lines('g', 8, 9));
    expect(await history('c')).toEqual([...steps('p', 0, 6), ...steps('c', 6, 9)]);
    expect(await history('g')).toEqual([...steps('p', 0, 6), 'c 6', 'c 7', 'g 8']);
    expect(await history('p')).toEqual(steps('p', 0, 10));
  });

  it('is drawn beside its parent in one request', async () => {
    await start('p2');
    await log('p2', 0, lines('p', 0, 300));
    await fork('c2', 'p2', 99);
    await log('c2', 100, lines('c', 100, 150));
    const asked = [await found('p2'), await found('c2')];
    const series = await metrics.readSeries({
      stream: 'history',
      runs: asked,
      keys: ['value'],
      x: 'relative',
      range: null,
      buckets: 10,
    });
    expect(series.map(({ runId, count }) => [runId, count])).toEqual([
      [asked[0]?.id, 300],
      [asked[1]?.id, 150],
    ]);
  });

  it('is drawn against a key of its own rows and of those it inherited', async () => {
    await start('p6');
    await log('p6', 0, lines('p', 0, 6));
    await fork('c6', 'p6', 2);
    await log('c6', 3, lines('c', 3, 5));
    const [series] = await metrics.readSeries({
      stream: 'history',
      runs: [await found('c6')],
      keys: ['value'],
      x: 'step',
      xKey: 'value',
      range: null,
      buckets: 100,
    });
    expect([...(series?.x ?? [])]).toEqual([0, 1, 2, 3, 4]);
  });

  it('sees rows that the parent sends again, and none that it logs beyond the step', async () => {
    await start('p3');
    await log('p3', 0, lines('p', 0, 5));
    await fork('c3', 'p3', 2);
    await log('p3', 5, lines('again', 1, 8));
    const rows = await metrics.readRows(await found('c3'), 'history', {});
    expect(rows.map((row) => JSON.parse(row).by)).toEqual(['p', 'again', 'again']);
  });

  it('counts its own rows from where it writes again what it took over', async () => {
    await start('p4');
    await log('p4', 0, lines('p', 0, 10));
    await fork('c4', 'p4', 8);
    await log('c4', 0, lines('c', 4, 6));
    const rows = await metrics.readRows(await found('c4'), 'history', {});
    expect(rows.map((row) => JSON.parse(row).by)).toEqual(['p', 'p', 'p', 'p', 'c', 'c']);
  });

  it('keeps its history when its row of settings is sent again', async () => {
    await start('p5');
    await log('p5', 0, lines('p', 0, 3));
    await fork('c5', 'p5', 1);
    await log('c5', 2, lines('c', 2, 3));
    await fork('c5', 'p5', 0);
    expect(await history('c5')).toEqual(['p 0', 'p 1', 'c 2']);
  });
});

describe('a rewound run', () => {
  it('goes on after the step at the line it is told, time and again', async () => {
    await start('r');
    await log('r', 0, lines('a', 0, 10), { output: [{ offset: 0, lines: ['old', 'old'] }] });
    const { run } = await ingest.rewind(actor, address('r'), 3);
    expect(run).toMatchObject({ historyLineCount: 4, lastStep: 3, logLineCount: 0 });
    expect(JSON.parse(run.summary)).toMatchObject({ value: 3, by: 'a' });
    expect(await history('r')).toEqual(steps('a', 0, 4));
    await log('r', 4, lines('b', 4, 7), { output: [{ offset: 0, lines: ['new'] }] });
    await log('r', 4, lines('b', 4, 7));
    expect(await history('r')).toEqual([...steps('a', 0, 4), ...steps('b', 4, 7)]);
    expect((await terminal.tail(await found('r'), 10)).map(({ text }) => text)).toEqual(['new']);
    await ingest.rewind(actor, address('r'), 4);
    await log('r', 5, lines('c', 5, 6));
    expect(await history('r')).toEqual([...steps('a', 0, 4), 'b 4', 'c 5']);
  });

  it('leaves to earlier forks what it takes back, and gives later ones what holds', async () => {
    await start('r2');
    await log('r2', 0, lines('a', 0, 10));
    await fork('before', 'r2', 8);
    await ingest.rewind(actor, address('r2'), 2);
    await log('r2', 3, lines('b', 3, 6));
    await fork('after', 'r2', 4);
    expect(await history('before')).toEqual(steps('a', 0, 9));
    expect(await history('after')).toEqual([...steps('a', 0, 3), 'b 3', 'b 4']);
  });

  it('may begin anew, before its first step', async () => {
    await start('r3');
    await log('r3', 0, lines('a', 0, 3));
    await ingest.rewind(actor, address('r3'), -1);
    expect(await history('r3')).toEqual([]);
    await log('r3', 0, lines('b', 0, 2));
    expect(await history('r3')).toEqual(['b 0', 'b 1']);
  });
});

describe('a shared run', () => {
  const write = (name: string, writer: string, offset: number, count: number) => {
    const rows = Array.from({ length: count }, (_, at) =>
      JSON.stringify({ _timestamp: 1.7e9 + offset + at, value: offset + at, by: writer }),
    );
    const output = rows.map((_, at) =>
      JSON.stringify({
        ts: `2026-01-01T00:00:0${offset + at}.${writer.charCodeAt(0)}`,
        content: `${writer} ${offset + at}`,
        label: writer,
      }),
    );
    return ingest.append(actor, address(name), {
      writer,
      history: { offset, lines: rows },
      output: [{ offset, lines: output }],
      summary: JSON.stringify({ [`of_${writer}`]: offset + count }),
    });
  };

  it('keeps the rows and lines of all writers, each once', async () => {
    await start('s');
    await Promise.all([write('s', 'x', 0, 3), write('s', 'y', 0, 2)]);
    await write('s', 'x', 3, 1);
    await write('s', 'y', 0, 2);
    const run = await found('s');
    const rows = await metrics.readRows(run, 'history', {});
    const read = rows.map((row) => JSON.parse(row) as { value: number; by: string });
    expect(read.map((row) => row.value)).toEqual([0, 0, 1, 1, 2, 3]);
    expect(read.filter((row) => row.by === 'y')).toHaveLength(2);
    expect(run.historyLineCount).toBe(6);
    const page = await metrics.readRowPage(run, 'history', null, 3);
    const rest = await metrics.readRowPage(run, 'history', page.next, 3);
    expect([...page.rows, ...rest.rows]).toEqual(rows);
    expect(JSON.parse(run.summary)).toEqual({ of_x: 4, of_y: 2 });
    const printed = await terminal.read(run, { from: 0, limit: 10 });
    expect(printed.map(({ number, label, text }) => [number, label, text])).toEqual([
      [0, 'x', 'x 0'],
      [1, 'y', 'y 0'],
      [2, 'x', 'x 1'],
      [3, 'y', 'y 1'],
      [4, 'x', 'x 2'],
      [5, 'x', 'x 3'],
    ]);
    const [series] = await metrics.readSeries({
      stream: 'history',
      runs: [run],
      keys: ['value'],
      x: 'step',
      range: null,
      buckets: 10,
    });
    expect(series?.count).toBe(6);
  });

  it('goes on when one of its writers has ended, and ends as that one said', async () => {
    await start('s2');
    await write('s2', 'x', 0, 1);
    await write('s2', 'y', 0, 1);
    await ingest.append(actor, address('s2'), { writer: 'x', complete: true, exitCode: 0 });
    expect((await found('s2')).state).toBe('finished');
    await ingest.append(actor, address('s2'), { writer: 'y' });
    expect(await found('s2')).toMatchObject({ state: 'running', exitCode: 0 });
  });
});

describe('a step that is sent again', () => {
  it('loses what the new row no longer has, numbers and others', async () => {
    await start('again');
    await log('again', 0, [
      '{"_step":0,"loss":1,"acc":2,"note":"x","nest":{"a":1,"b":2}}',
      '{"_step":1,"loss":1,"acc":2}',
    ]);
    await log('again', 0, ['{"_step":0,"loss":5,"nest":{"b":3},"acc":"text"}']);
    const run = await found('again');
    const { keys } = await metrics.historyKeys(run);
    const known = keys.map(({ key, type, count }) => `${key} ${type} ${count}`).sort();
    expect(known).toEqual([
      '_step number 2',
      'acc number 1',
      'acc string 1',
      'loss number 2',
      'nest.b number 1',
    ]);
    const series = await metrics.readSeries({
      stream: 'history',
      runs: [run],
      keys: ['acc', 'loss', 'nest.a'],
      x: 'step',
      range: null,
      buckets: 10,
    });
    expect(series.map(({ key, count }) => [key, count])).toEqual([
      ['acc', 1],
      ['loss', 2],
    ]);
    expect(await metrics.readRows(run, 'history', { keys: ['note'] })).toEqual([]);
    // What was gone may come back.
    await log('again', 0, ['{"_step":0,"loss":5,"note":"back"}']);
    expect(await metrics.readRows(await found('again'), 'history', { keys: ['note'] })).toEqual([
      '{"_step":0,"loss":5,"note":"back"}',
    ]);
  });

  it('within one request counts once, as the last row has it', async () => {
    await start('twice');
    await log('twice', 0, ['{"_step":0,"a":1}', '{"_step":1,"a":1}', '{"_step":0,"b":1}']);
    const { keys } = await metrics.historyKeys(await found('twice'));
    expect(keys.map(({ key, count }) => `${key} ${count}`).sort()).toEqual([
      '_step 2',
      'a 1',
      'b 1',
    ]);
  });
});

describe('monotonic keys', () => {
  it('never went down, whatever their ends', async () => {
    await start('mono');
    await log(
      'mono',
      0,
      [3, 1, 2].map((value, step) =>
        JSON.stringify({
          _step: step,
          up: step,
          flat: 1,
          down: -step,
          dip: [0, -1, 5][step],
          value,
        }),
      ),
    );
    await log('mono', 3, ['{"_step":3,"up":3,"flat":1,"down":-3,"dip":6,"value":0}']);
    await log('mono', 4, ['{"_step":4,"up":4,"flat":1,"down":-4,"dip":7,"value":9}']);
    const { keys } = await metrics.historyKeys(await found('mono'));
    const monotonic = keys.filter((key) => key.monotonic).map((key) => key.key);
    expect(monotonic.sort()).toEqual(['_step', 'flat', 'up']);
  });
});
