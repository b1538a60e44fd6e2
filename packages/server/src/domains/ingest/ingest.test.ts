import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ColumnStore,
  createGroupCommitter,
  openColumnStore,
  type TableInsert,
} from '../../stores/columns/index.ts';

import type { MetadataStore } from '../../stores/metadata/types.ts';
import { type Actor, createAccounts } from '../accounts/index.ts';
import { createConsole } from '../console/index.ts';
import { createLive, type LiveEvent } from '../live/index.ts';
import { createMetrics, type Metrics } from '../metrics/index.ts';
import { createProjects, type Project, type Projects } from '../projects/index.ts';
import { createRuns, type Run, type Runs } from '../runs/index.ts';
import { openTestMetadata } from '../testing/index.ts';
import { createIngest } from './service.ts';
import type { Ingest, StreamChunk } from './types.ts';

let directory: string;
let metadata: MetadataStore;
let closeMetadata: () => Promise<void>;
let columns: ColumnStore;
let projects: Projects;
let runs: Runs;
let metrics: Metrics;
let actor: Actor;
let project: Project;
const events: LiveEvent[] = [];
const live = createLive();

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'runloom-ingest-'));
  ({ metadata, close: closeMetadata } = await openTestMetadata());
  columns = await openColumnStore({ kind: 'embedded', directory });
  const accounts = createAccounts({ metadata, secret: new Uint8Array(32) });
  const { user } = await accounts.ensureAdmin({});
  actor = { kind: 'user', userId: user.id, username: 'admin', isAdmin: true, via: 'key' };
  projects = createProjects({ metadata, accounts });
  runs = createRuns({ metadata, projects });
  project = await projects.ensure(actor, 'admin', 'looms');
  let version = 1_700_000_000_000_000n;
  metrics = createMetrics({
    metadata,
    columns,
    versions: () => {
      version += 1n;
      return version;
    },
  });
  live.subscribe(project.id, (event) => events.push(event));
});
afterAll(async () => {
  await columns.close();
  await closeMetadata();
  await rm(directory, { recursive: true });
});

/** A server process: what it remembers goes with it, the stores stay. */
function startProcess(
  append: (inserts: readonly TableInsert[]) => Promise<void> = createGroupCommitter(columns).append,
): Ingest {
  const committer = { append, drain: async () => {}, pendingBytes: 0 };
  const console = createConsole({ columns, versions: () => 1n });
  return createIngest({ projects, runs, metrics, console, committer, live });
}

const address = (run: string) => ({ entity: 'admin', project: 'looms', run });
const startRun = async (name: string) => {
  await runs.upsert(actor, { name, entityName: 'admin', projectName: 'looms' });
};
async function found(name: string): Promise<Run> {
  const run = await runs.findIn(project, name);
  if (run === null) throw new Error(`no run ${name}`);
  return run;
}

function rowsFrom(first: number, count: number, extra: object = {}): StreamChunk {
  const lines = Array.from({ length: count }, (_, at) =>
    JSON.stringify({
      _step: first + at,
      _timestamp: 1_700_000_000 + first + at,
      loss: 1,
      ...extra,
    }),
  );
  return { history: { offset: first, lines } };
}

async function storedCounts(name: string): Promise<{ rows: number; points: number }> {
  const run = await found(name);
  const [series] = await metrics.readSeries({
    stream: 'history',
    runs: [run],
    keys: ['loss'],
    x: 'step',
    range: null,
    buckets: 10,
  });
  return { rows: await metrics.countRows(run, 'history'), points: series?.count ?? 0 };
}

describe('rows of a run', () => {
  it('are in the next answer, with the counts the client resumes from', async () => {
    await startRun('plain');
    const ingest = startProcess();
    await ingest.append(actor, address('plain'), rowsFrom(0, 50));
    await ingest.append(actor, address('plain'), rowsFrom(50, 50));
    const run = await found('plain');
    expect(run).toMatchObject({ historyLineCount: 100, lastStep: 99, hasRewrites: false });
    expect(JSON.parse(run.historyTail ?? '')).toMatchObject({ _step: 99 });
    expect(await storedCounts('plain')).toEqual({ rows: 100, points: 100 });
  });

  it('count once when the same request comes again', async () => {
    await startRun('again');
    const ingest = startProcess();
    for (let time = 0; time < 3; time += 1) {
      await ingest.append(actor, address('again'), rowsFrom(0, 50));
    }
    expect((await found('again')).historyLineCount).toBe(50);
    expect(await storedCounts('again')).toEqual({ rows: 50, points: 50 });
  });

  it('count once when the process that took them was killed before it answered', async () => {
    await startRun('killed');
    const { append } = createGroupCommitter(columns);
    const dying = startProcess(async (inserts) => {
      await append(inserts);
      throw new Error('killed');
    });
    await expect(dying.append(actor, address('killed'), rowsFrom(0, 50))).rejects.toThrow('killed');
    const next = startProcess();
    await next.append(actor, address('killed'), rowsFrom(0, 50));
    expect((await found('killed')).historyLineCount).toBe(50);
    expect(await storedCounts('killed')).toEqual({ rows: 50, points: 50 });
  });

  it('count once although every process dies right after writing them again', async () => {
    await startRun('never answered');
    const { append } = createGroupCommitter(columns);
    for (let life = 0; life < 3; life += 1) {
      const dying = startProcess(async (inserts) => {
        await append(inserts);
        throw new Error('killed');
      });
      await dying.append(actor, address('never answered'), rowsFrom(0, 50)).catch(() => {});
    }
    expect(await storedCounts('never answered')).toEqual({ rows: 50, points: 50 });
  });

  it('count once when two requests with the same rows are under way at a time', async () => {
    await startRun('twins');
    const ingest = startProcess();
    await Promise.all([
      ingest.append(actor, address('twins'), rowsFrom(0, 500)),
      ingest.append(actor, address('twins'), rowsFrom(0, 500)),
    ]);
    expect((await found('twins')).historyLineCount).toBe(500);
    expect(await storedCounts('twins')).toEqual({ rows: 500, points: 500 });
  });

  it('sent again from the start at other offsets leave the place to resume from', async () => {
    await startRun('synced');
    const ingest = startProcess();
    await ingest.append(actor, address('synced'), rowsFrom(0, 100));
    await ingest.append(actor, address('synced'), rowsFrom(0, 10, { loss: 2 }));
    const run = await found('synced');
    expect(run).toMatchObject({ historyLineCount: 100, lastStep: 99 });
    expect(JSON.parse(run.historyTail ?? '')).toMatchObject({ _step: 99 });
    expect(await storedCounts('synced')).toEqual({ rows: 100, points: 100 });
    const [row] = await metrics.readRows(run, 'history', { limit: 1 });
    expect(JSON.parse(row ?? '')).toMatchObject({ _step: 0, loss: 2 });
  });
});

describe('an answer', () => {
  it('waits until the rows are durable, and nobody is told before', async () => {
    await startRun('slow');
    const { append } = createGroupCommitter(columns);
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let reached = () => {};
    const committing = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const ingest = startProcess(async (inserts) => {
      reached();
      await held;
      await append(inserts);
    });
    let answered = false;
    const answer = ingest.append(actor, address('slow'), rowsFrom(0, 5)).then(() => {
      answered = true;
    });
    await committing;
    events.length = 0;
    expect((await found('slow')).historyLineCount).toBe(0);
    expect(answered).toBe(false);
    letGo();
    await answer;
    expect((await found('slow')).historyLineCount).toBe(5);
    expect(events.map((event) => event.kind)).toEqual(['run', 'points']);
  });

  it('is a passing fault while the engine is away; the rows can be sent again', async () => {
    await startRun('away');
    const { append } = createGroupCommitter(columns);
    let isAway = true;
    const ingest = startProcess(async (inserts) => {
      if (isAway) throw new Error('away');
      await append(inserts);
    });
    await expect(ingest.append(actor, address('away'), rowsFrom(0, 5))).rejects.toThrow('away');
    expect((await found('away')).historyLineCount).toBe(0);
    isAway = false;
    await ingest.append(actor, address('away'), rowsFrom(0, 5));
    expect(await storedCounts('away')).toEqual({ rows: 5, points: 5 });
  });

  it('is "not found" for a run that was never started, and "forbidden or not found" for a stranger', async () => {
    const ingest = startProcess();
    await expect(ingest.append(actor, address('nobody'), rowsFrom(0, 1))).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(
      ingest.append({ kind: 'anonymous' }, address('plain'), rowsFrom(0, 1)),
    ).rejects.toMatchObject({ code: expect.stringMatching(/not_found|forbidden|unauthenticated/) });
  });
});

describe('what can’t be read', () => {
  it('becomes dead letters, once, while the good rows around it are kept', async () => {
    await startRun('bad lines');
    const ingest = startProcess();
    const chunk: StreamChunk = {
      history: {
        offset: 0,
        lines: ['{"_step":0,"loss":1}', '{"_step":1,"loss":', '[]', '{"_step":3,"loss":4}'],
      },
      summary: 'not json',
    };
    await ingest.append(actor, address('bad lines'), chunk);
    await ingest.append(actor, address('bad lines'), chunk);
    const page = { after: null, limit: 100 };
    const { deadLetters } = await runs.listDeadLetters(project, 'bad lines', page);
    expect(deadLetters.map(({ file, line, raw }) => ({ file, line, raw }))).toEqual([
      { file: 'wandb-history.jsonl', line: 1, raw: '{"_step":1,"loss":' },
      { file: 'wandb-history.jsonl', line: 2, raw: '[]' },
      { file: 'wandb-summary.json', line: 0, raw: 'not json' },
    ]);
    expect(await storedCounts('bad lines')).toEqual({ rows: 2, points: 2 });
  });
});
