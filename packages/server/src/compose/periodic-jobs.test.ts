import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EMPTY_DOCUMENT } from '@runloom/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sessionActor, type UserActor } from '../domains/accounts/index.ts';
import type { Project } from '../domains/projects/index.ts';
import { createLog } from '../platform/logging.ts';
import { openStores, type Stores } from '../stores.ts';
import { removeOfGoneProjects } from './periodic-jobs.ts';
import { type Rooms, wireRooms } from './rooms.ts';

const DAY_MS = 86_400_000;
let directory: string;
let stores: Stores;
let rooms: Rooms;
let ada: UserActor;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'runloom-rooms-'));
  const log = createLog('error');
  stores = await openStores(
    {
      metadata: { kind: 'sqlite', file: join(directory, 'metadata.sqlite') },
      columns: { kind: 'embedded', directory: join(directory, 'columns') },
      blobs: { kind: 'files', directory: join(directory, 'blobs') },
    },
    log,
  );
  rooms = await wireRooms({
    config: { publicUrl: null, allowedHosts: [], outboundAllowedHosts: [], runTimeoutMs: 300_000 },
    stores,
    secret: new Uint8Array(32).fill(7),
    log,
  });
  ada = sessionActor((await rooms.accounts.ensureAdmin({})).user);
}, 60_000);
afterAll(async () => {
  await rooms.reportDomain.stop();
  await stores.close();
  await rm(directory, { recursive: true });
});

const TABLES = [
  'evaluation_runs',
  'evaluation_run_trials',
  'monitors',
  'monitor_versions',
  'monitor_scores',
  'monitor_values',
  'monitor_days',
  'monitor_watches',
  'reports',
  'report_versions',
  'report_threads',
  'report_comments',
] as const;
type Tables = Record<(typeof TABLES)[number] | 'projects', Record<string, unknown>>;
const db = () => stores.metadata.db.withTables<Tables>();

async function counts(): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const table of TABLES) {
    found[table] = (await db().selectFrom(table).selectAll().execute()).length;
  }
  return found;
}

/** One thing of each kind in a project. Numbers of rows tell projects apart. */
async function furnish({ id, entityName, name }: Project): Promise<void> {
  const by = { created_by: ada.userId, created_at: 1 };
  const put = (table: keyof Tables, values: Record<string, unknown>) =>
    db().insertInto(table).values(values).execute();
  await put('evaluation_runs', {
    ...{ id, project_id: id, call_id: `c${id}`, trace_id: 't', name: 'n', plan: '{}' },
    ...{ state: 'done', total: 1, done: 1, failed: 0, faults: 0, problem: null, ended_at: 2 },
    ...by,
  });
  await put('evaluation_run_trials', {
    ...{ run_id: id, place: 0, trial: 0, state: 'done', attempts: 1 },
    ...{ failure: null, message: null, retry_at: null },
  });
  await put('monitors', {
    ...{ id, project_id: id, name: 'm', version: 1, spec: '{}', published: '{}', active: 1 },
    ...{ since: 0, updated_at: 1 },
    ...by,
  });
  await put('monitor_versions', {
    ...{ monitor_id: id, version: 1, spec: '{}', active: 1 },
    ...by,
  });
  await put('monitor_scores', {
    ...{ id, monitor_id: id, call_id: `c${id}`, scorer: 's', state: 'scored', attempts: 1 },
    ...{ call_ended_at: 1 },
  });
  await put('monitor_values', {
    ...{ score_id: id, key: 'k', monitor_id: id, call_ended_at: 1, value: 1, is_flag: 0 },
  });
  const { report } = await rooms.reportDomain.reports.create(
    ada,
    { entityName, projectName: name },
    {
      ...{ title: 'Why', description: '', document: EMPTY_DOCUMENT },
      ...{ isDraft: false, visibility: 'project' },
    },
  );
  const said = { thread: 'a'.repeat(16), block: null, quote: '', body: 'Because.' };
  await rooms.reportDomain.comments.add(ada, report.id, said);
}

it('what evaluations, monitors and reports kept of a deleted project goes a week after it', async () => {
  const [kept, gone] = [
    await rooms.projects.ensure(ada, 'admin', 'kept'),
    await rooms.projects.ensure(ada, 'admin', 'gone'),
  ];
  await furnish(kept);
  const before = await counts();
  await furnish(gone);
  const all = await counts();
  const now = Date.now();
  await db().updateTable('projects').set({ deleted_at: now }).where('id', '=', gone.id).execute();
  await removeOfGoneProjects(rooms, now + 6 * DAY_MS);
  expect(await counts()).toEqual(all);
  await removeOfGoneProjects(rooms, now + 8 * DAY_MS);
  expect(await counts()).toEqual(before);
  await removeOfGoneProjects(rooms, now + 8 * DAY_MS);
  expect(await counts()).toEqual(before);
});
