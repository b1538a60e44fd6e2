import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BlobStore, openBlobStore } from '../../stores/blobs/index.ts';
import {
  type ColumnStore,
  createGroupCommitter,
  openColumnStore,
} from '../../stores/columns/index.ts';
import type { UserActor } from '../accounts/index.ts';
import { type Alerts, createAlerts } from '../alerts/index.ts';
import { createConsole } from '../console/index.ts';
import { createContents } from '../contents/index.ts';
import { createFileContentHolder, createFiles, type Files } from '../files/index.ts';
import { createIngest, type Ingest } from '../ingest/index.ts';
import { createLive, type LiveEvent } from '../live/index.ts';
import { createMetrics, type Metrics } from '../metrics/index.ts';
import { createProjects, type Project, type Projects } from '../projects/index.ts';
import { createRuns, forkedFrom, type Run, type Runs } from '../runs/index.ts';
import { openRoom, type Room } from '../testing/index.ts';
import { createLifecycle, type Lifecycle } from './index.ts';

const DAY = 24 * 3_600_000;

let room: Room;
let directory: string;
let columns: ColumnStore;
let blobs: BlobStore;
let ada: UserActor;
let bob: UserActor;
let projects: Projects;
let runs: Runs;
let metrics: Metrics;
let files: Files;
let alerts: Alerts;
let ingest: Ingest;
let lifecycle: Lifecycle;
let project: Project;
let projectNumber = 0;
const live = createLive();

beforeAll(async () => {
  room = await openRoom();
  const { metadata, accounts } = room;
  directory = await mkdtemp(join(tmpdir(), 'runloom-lifecycle-'));
  columns = await openColumnStore({ kind: 'embedded', directory: join(directory, 'columns') });
  blobs = await openBlobStore({ kind: 'files', directory: join(directory, 'blobs') });
  ada = await room.user('ada');
  bob = await room.user('bob');
  const clock = () => room.clock.now;
  let version = 1_700_000_000_000_000n;
  const versions = () => {
    version += 1n;
    return version;
  };
  projects = createProjects({ metadata, accounts });
  runs = createRuns({ metadata, projects, clock });
  metrics = createMetrics({ metadata, columns, versions });
  const holders = [createFileContentHolder(metadata)];
  const contents = createContents({ metadata, blobs, holders, clock });
  files = createFiles({ metadata, blobs, contents, secret: new Uint8Array(32), clock });
  alerts = createAlerts({ metadata, projects, runs, live, clock });
  const console = createConsole({ columns, versions });
  const committer = createGroupCommitter(columns);
  ingest = createIngest({ projects, runs, metrics, console, committer, live });
  lifecycle = createLifecycle({
    columns,
    projects,
    runs,
    metrics,
    files,
    belongings: [alerts],
    live,
    clock,
  });
}, 60_000);
afterAll(async () => {
  await columns.close();
  await blobs.close();
  await room.close();
  await rm(directory, { recursive: true });
});
beforeEach(async () => {
  projectNumber += 1;
  project = await projects.ensure(ada, 'ada', `looms-${projectNumber}`);
});

/** A finished run with three rows, a line, a file of its own, a file that others have too, and an alert. */
async function trained(name: string): Promise<Run> {
  const address = { entityName: 'ada', projectName: project.name };
  const { run } = await runs.upsert(ada, { ...address, name, config: '{"lr":{"value":0.1}}' });
  await upload(run, 'own.txt', `only ${project.name} ${name}`);
  await upload(run, 'shared.txt', 'what every run has');
  const lines = [0, 1, 2].map((step) => JSON.stringify({ _step: step, [`loss of ${name}`]: step }));
  await ingest.append(
    ada,
    { entity: 'ada', project: project.name, run: name },
    {
      history: { offset: 0, lines },
      output: [{ offset: 0, lines: ['hello'] }],
      complete: true,
      exitCode: 0,
    },
  );
  await alerts.raise(ada, {
    ...address,
    runName: name,
    title: 'Done',
    text: '',
    severity: 'INFO',
    waitMs: 0,
  });
  return found(name);
}

async function upload(run: Run, name: string, content: string): Promise<void> {
  const [first] = files.createUploads(run, [name]);
  const token = first?.uploadPath.split('/')[3] ?? '';
  await files.receiveUpload(token, Readable.from([Buffer.from(content)]), content.length);
}

async function found(name: string): Promise<Run> {
  const run = await runs.findIn(project, name);
  if (run === null) throw new Error(`no run ${name}`);
  return run;
}

async function listed(filter = ''): Promise<readonly string[]> {
  const page = await runs.list(project, {
    filter: filter === '' ? { kind: 'and', filters: [] } : configIs(filter),
  });
  return page.runs.map((run) => run.name).sort();
}

const configIs = (path: string) =>
  ({ kind: 'exists', field: { kind: 'config', path }, orNull: true }) as const;

async function rowCounts(run: Run): Promise<readonly number[]> {
  const tables = ['history_points', 'console_lines'];
  const counts: number[] = [];
  for (const table of tables) {
    const [row] = await columns.query<{ count: string }>({
      sql: `SELECT count() AS count FROM ${table} WHERE run = {run:UInt64}`,
      params: { run: run.id },
    });
    counts.push(Number(row?.count));
  }
  return counts;
}

describe('a deleted run', () => {
  it('is found nowhere, and comes back whole', async () => {
    const run = await trained('a');
    await trained('b');
    expect(await listed('lr')).toEqual(['a', 'b']);
    await runs.remove(ada, run.id);
    expect(await runs.findIn(project, 'a')).toBeNull();
    expect(await listed()).toEqual(['b']);
    expect(await listed('lr')).toEqual(['b']);
    expect(await runs.count([project], configIs('lr'))).toBe(1);
    expect(await runs.listTrash(project)).toMatchObject([{ run: { name: 'a' } }]);

    expect(await runs.restore(ada, project, run.id)).toMatchObject({
      name: 'a',
      state: 'finished',
    });
    expect(await listed('lr')).toEqual(['a', 'b']);
    expect(await metrics.readRows(await found('a'), 'history', {})).toHaveLength(3);
    expect(await runs.listTrash(project)).toEqual([]);
  });

  it('is deleted as often as somebody says so, and stays in the trash since the first time', async () => {
    const run = await trained('a');
    await runs.remove(ada, run.id);
    const before = await runs.listTrash(project);
    room.clock.now += 1_000;
    expect(await runs.remove(ada, run.id)).toMatchObject({ run: { name: 'a' }, project });
    expect(await runs.listTrash(project)).toEqual(before);
    await expect(runs.remove(bob, run.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(runs.remove(ada, 999_999 as Run['id'])).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('can’t come back while another has its name', async () => {
    const run = await trained('a');
    await runs.remove(ada, run.id);
    await trained('a');
    await expect(runs.restore(ada, project, run.id)).rejects.toMatchObject({ code: 'conflict' });
    await expect(runs.restore(ada, project, 999_999 as Run['id'])).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('can be deleted, taken back and removed only by who may write', async () => {
    const run = await trained('a');
    await expect(runs.remove(bob, run.id)).rejects.toMatchObject({ code: 'not_found' });
    await runs.remove(ada, run.id);
    await expect(runs.restore(bob, project, run.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(lifecycle.purge(bob, project, run.id)).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('a run removed for good', () => {
  it('frees its rows and the contents that nobody else has, and says how much', async () => {
    const a = await trained('a');
    const b = await trained('b');
    expect(await rowCounts(a)).toEqual([6, 1]);
    await expect(lifecycle.purge(ada, project, a.id)).rejects.toMatchObject({ code: 'not_found' });
    await runs.remove(ada, a.id);
    const own = await files.find(a, 'own.txt');
    const shared = await files.find(a, 'shared.txt');

    const freed = await lifecycle.purge(ada, project, a.id);
    expect(freed).toMatchObject({ runs: 1, files: 2, fileBytes: own?.sizeBytes });
    expect(freed.rowBytes).toBeGreaterThan(100);
    expect(await rowCounts(a)).toEqual([0, 0]);
    expect(await blobs.stat(own?.digest ?? '')).toBeNull();
    expect(await blobs.stat(shared?.digest ?? '')).not.toBeNull();
    expect(await alerts.list(a)).toMatchObject({ totalCount: 0 });
    expect(await runs.listTrash(project)).toEqual([]);

    expect(await rowCounts(b)).toEqual([6, 1]);
    expect(await metrics.readRows(b, 'history', {})).toHaveLength(3);
    expect((await files.list(b)).totalCount).toBe(2);
  });

  it('goes 7 days after it was deleted, or its project was', async () => {
    room.clock.now += 30 * DAY;
    await lifecycle.purgeExpired();
    const a = await trained('a');
    await trained('b');
    await runs.remove(ada, a.id);
    room.clock.now += 7 * DAY;
    expect(await lifecycle.purgeExpired()).toMatchObject({ runs: 0 });
    room.clock.now += 1;
    expect(await lifecycle.purgeExpired()).toMatchObject({ runs: 1, files: 2 });
    expect(await lifecycle.purgeExpired()).toMatchObject({ runs: 0 });
    expect(await listed()).toEqual(['b']);

    await projects.remove(ada, 'ada', project.name);
    room.clock.now += 8 * DAY;
    expect(await lifecycle.purgeExpired()).toMatchObject({ runs: 1, files: 2 });
  });

  it('leaves rows that a fork of it has inherited, until the fork goes too', async () => {
    const parent = await trained('parent');
    const config = JSON.stringify({
      _wandb: { value: { branch_point: { run_id: 'parent', step: 1 } } },
    });
    await runs.upsert(ada, {
      entityName: 'ada',
      projectName: project.name,
      name: 'fork',
    });
    const fork = await found('fork');
    await runs.reshapeHistory(fork.id, () => ({ lineage: forkedFrom(parent, 1, 2), config }));
    await runs.remove(ada, parent.id);
    await lifecycle.purge(ada, project, parent.id);
    expect(await metrics.readRows(await found('fork'), 'history', {})).toHaveLength(2);
    await runs.remove(ada, fork.id);
    expect((await lifecycle.purge(ada, project, fork.id)).rowBytes).toBeGreaterThan(0);
    expect(await rowCounts(parent)).toEqual([0, 0]);
  });
});

describe('an upload', () => {
  it('of a content that is being removed is told to come again, and is there after that', async () => {
    const a = await trained('a');
    const b = await trained('b');
    const content = `only ${project.name} a`;
    await runs.remove(ada, a.id);
    const outcomes = await Promise.allSettled([
      lifecycle.purge(ada, project, a.id),
      ...Array.from({ length: 20 }, (_, index) => upload(b, `copy-${index}.txt`, content)),
    ]);
    expect(outcomes[0]?.status).toBe('fulfilled');
    await upload(b, 'again.txt', content);
    const file = await files.find(b, 'again.txt');
    expect(await blobs.stat(file?.digest ?? '')).not.toBeNull();
  });
});

describe('a moved run', () => {
  it('has all it had, in the other project', async () => {
    const events: LiveEvent[] = [];
    const run = await trained('a');
    const stop = live.subscribe(project.id, (event) => events.push(event));
    expect(await listed('lr')).toEqual(['a']);
    const target = { entityName: 'ada', projectName: `${project.name}-other` };
    const moved = await lifecycle.move(ada, project, 'a', target);
    stop();
    expect(events).toMatchObject([{ kind: 'removed', runName: 'a' }]);
    expect(moved.project.name).toBe(target.projectName);
    expect(await listed()).toEqual([]);
    expect(await listed('lr')).toEqual([]);
    const there = await runs.findIn(moved.project, 'a');
    expect(there).toMatchObject({ id: run.id, config: run.config });
    expect(await runs.count([moved.project], configIs('lr'))).toBe(1);
    expect((await metrics.listKeys(moved.project.id)).history).toContain('loss of a');
  });

  it('must be over, its name free, and both projects the mover’s', async () => {
    await trained('a');
    const other = { entityName: 'ada', projectName: `${project.name}-other` };
    await runs.upsert(ada, { ...other, name: 'a' });
    await expect(lifecycle.move(ada, project, 'a', other)).rejects.toMatchObject({
      code: 'conflict',
    });
    await runs.upsert(ada, { entityName: 'ada', projectName: project.name, name: 'alive' });
    await expect(lifecycle.move(ada, project, 'alive', other)).rejects.toThrow(/still running/);
    const foreign = { entityName: 'bob', projectName: 'x' };
    await expect(lifecycle.move(ada, project, 'a', foreign)).rejects.toMatchObject({
      code: expect.stringMatching(/forbidden|not_found/),
    });
    await expect(lifecycle.move(bob, project, 'a', other)).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('a state set by hand', () => {
  const address = () => ({ entityName: 'ada', projectName: project.name });

  it.each([
    ['pending', ['running', 'failed', 'crashed', 'preempted'], ['finished', 'killed', 'pending']],
    ['failed', ['pending', 'running'], ['finished', 'crashed', 'preempted', 'killed']],
  ] as const)('%s', async (state, allowed, refused) => {
    for (const from of [...allowed, ...refused]) {
      const { run } = await runs.upsert(ada, {
        ...address(),
        name: `${state}-${from}`,
        state: from,
      });
      const outcome = runs.setState(ada, run.id, state);
      if ((allowed as readonly string[]).includes(from)) {
        expect(await outcome).toMatchObject({ state });
        expect(await found(run.name)).toMatchObject({ state });
      } else {
        await expect(outcome).rejects.toMatchObject({
          code: 'conflict',
          message: expect.stringContaining('invalid state transition'),
        });
        expect(await found(run.name)).toMatchObject({ state: from });
      }
    }
  });

  it('is refused for runs of sweeps', async () => {
    const { run } = await runs.upsert(ada, { ...address(), name: 'swept', sweepName: 's1' });
    await expect(runs.setState(ada, run.id, 'failed')).rejects.toThrow(/sweep/);
  });
});
