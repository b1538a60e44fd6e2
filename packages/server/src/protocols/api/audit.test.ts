import { AuditPage, AuditReportView } from '@runloom/model';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_KEY, openRoom, type Room } from './room.testing.ts';

let room: Room;
let ada: string;
let eve: string;

beforeAll(async () => {
  room = await openRoom();
  ada = await room.user('ada');
  eve = await room.user('eve');
});
afterAll(() => room.close());

const page = async (query = '') =>
  AuditPage.parse((await room.admin('GET', `/audit?limit=1000${query}`)).json);
const newest = async (count: number) =>
  (await page()).entries
    .slice(0, count)
    .map(({ actor, action, resource, outcome }) => [actor.name, action, resource.name, outcome]);
const as = (key: string, method: string, path: string, body?: unknown) =>
  room.call(method, `/api/v1${path}`, { key, ...(body === undefined ? {} : { body }) });
const graphql = (key: string, query: string, variables: unknown = {}) =>
  room.call('POST', '/graphql', { key, body: { query, variables } });

describe('the audit log', () => {
  it('holds changes by the API with who, by which key, from where, and no secret', async () => {
    const password = 'a very secret password';
    const apiKey = 'secret-key-of-grace-0123456789-0123456789-0123';
    await room.admin('PUT', '/admin/users/grace', { password, apiKey, displayName: 'Grace' });
    const put = await room.admin('PUT', '/admin/users/grace', { isAdmin: false });
    expect(await newest(2)).toEqual([
      ['admin', 'user:update', 'grace', 'done'],
      ['admin', 'user:create', 'grace', 'done'],
    ]);
    const [updated, created] = (await page()).entries;
    expect(created?.details).toEqual({ displayName: 'Grace', given: ['apiKey', 'password'] });
    expect(created?.actor).toMatchObject({ via: 'key', key: ADMIN_KEY.slice(0, 12) });
    expect(created?.address).toBe('127.0.0.1');
    expect(updated?.request).toBe(put.headers.get('x-request-id'));
    const text = JSON.stringify(await page());
    expect(text).not.toContain(password);
    expect(text).not.toContain(apiKey);
    expect(text).not.toContain(ADMIN_KEY);
  });

  it('holds what the stock client changes, a project that comes by itself, and no data of runs', async () => {
    await room.startRun(ada, { entity: 'ada', project: 'vision', run: 'one' });
    expect(await newest(2)).toEqual(
      expect.arrayContaining([
        ['ada', 'run:create', 'ada/vision/one', 'done'],
        ['ada', 'project:create', 'ada/vision', 'done'],
      ]),
    );
    const before = await page();
    await room.startRun(ada, { entity: 'ada', project: 'vision', run: 'one' });
    const body = {
      files: { 'wandb-history.jsonl': { offset: 0, content: ['{"_step":0,"loss":1}'] } },
    };
    expect((await room.stream(ada, 'ada/vision/one', body)).status).toBe(200);
    await as(ada, 'POST', '/projects/ada/vision/runs/rows', {});
    expect((await page()).entries).toHaveLength(before.entries.length);

    const run = await graphql(
      ada,
      '{ project(name: "vision", entityName: "ada") { run(name: "one") { id } } }',
    );
    const id = run.json.data.project.run.id;
    const update =
      'mutation U($id: String!) { upsertBucket(input: { id: $id, displayName: "best" }) { inserted } }';
    await graphql(ada, update, { id });
    await graphql(
      ada,
      'mutation D($id: ID!) { deleteRun(input: { id: $id }) { clientMutationId } }',
      { id },
    );
    expect(await newest(2)).toEqual([
      ['ada', 'run:delete', 'ada/vision/one', 'done'],
      ['ada', 'run:update', 'ada/vision/one', 'done'],
    ]);
    expect((await page()).entries[1]?.details).toMatchObject({ displayName: 'best' });
  });

  it('holds what clients of Weave delete', async () => {
    const deleted = await room.call('POST', '/traces/calls/delete', {
      key: ada,
      body: { project_id: 'ada/vision', call_ids: [crypto.randomUUID(), crypto.randomUUID()] },
    });
    expect(deleted.status).toBe(200);
    expect(await newest(1)).toEqual([['ada', 'call:delete', 'ada/vision', 'done']]);
    expect((await page()).entries[0]?.details).toEqual({ count: 2 });
  });

  it('holds refusals once, under what was asked for, also of what is said not to exist', async () => {
    const refusals = async () => (await page('&outcome=denied')).entries;
    let count = (await refusals()).length;
    const oneMore = async () => {
      count += 1;
      await expect.poll(async () => (await refusals()).length).toBe(count);
    };
    expect((await as(eve, 'DELETE', '/projects/ada/vision')).status).toBe(404);
    await oneMore();
    expect((await refusals())[0]).toMatchObject({
      actor: { name: 'eve' },
      action: 'project:delete',
      resource: { name: 'ada/vision' },
      details: { needed: 'project:read', code: 'not_found' },
    });
    expect((await as(eve, 'GET', '/projects/ada/vision')).status).toBe(404);
    await oneMore();
    expect((await refusals())[0]?.action).toBe('project:read');
    await graphql(eve, '{ project(name: "vision", entityName: "ada") { id } }');
    await oneMore();
    expect((await as(eve, 'PUT', '/admin/users/eve', { isAdmin: true })).status).toBe(403);
    await oneMore();
    expect((await refusals())[0]).toMatchObject({
      action: 'access:denied',
      actor: { name: 'eve' },
    });
    expect((await as('x'.repeat(40), 'GET', '/api-keys')).status).toBe(401);
    await oneMore();
    expect((await refusals())[0]).toMatchObject({
      actor: { name: null, via: 'nobody', key: null },
    });
    // What does not exist is no secret that was kept.
    expect((await as(eve, 'GET', '/projects/ada/nothing')).status).toBe(404);
    expect(await refusals()).toHaveLength(count);
  });

  it('holds who signs in, who fails to, and by what, but never what was typed', async () => {
    const password = 'correct horse battery';
    await room.admin('PUT', '/admin/users/lin', { password });
    const signIn = (body: unknown) => room.call('POST', '/api/v1/session', { body });
    expect((await signIn({ username: 'lin', password })).status).toBe(200);
    expect((await page()).entries[0]).toMatchObject({
      actor: { name: 'lin', via: 'session' },
      action: 'user:login',
      resource: { kind: 'user', name: 'lin' },
      details: { method: 'password' },
    });
    expect((await signIn({ username: 'LIN', password: 'wrong password' })).status).toBe(401);
    expect((await signIn({ username: password, password: 'lin' })).status).toBe(401);
    const denied = async () =>
      (await page('&outcome=denied&action=user:login')).entries.map(
        ({ resource }) => resource.name,
      );
    await expect.poll(denied).toEqual(['', 'lin']);
    expect(JSON.stringify(await page())).not.toContain(password);
  });

  it('knows the project of what an address names by a number alone', async () => {
    await room.admin('PUT', '/admin/organizations/lab');
    await room.admin('PUT', '/admin/organizations/lab/teams/optics');
    await room.admin('PUT', '/projects/optics/lenses', {});
    const made = await room.admin('POST', '/projects/optics/lenses/reports', { title: 'Why' });
    expect(made.status).toBe(200);
    expect((await room.admin('DELETE', `/reports/${made.json.id}`)).status).toBe(204);
    const { entries } = await page('&organization=lab');
    expect(entries[0]).toMatchObject({
      action: 'report:delete',
      organization: 'lab',
      resource: { kind: 'report', name: made.json.id },
      details: { project: 'optics/lenses' },
    });
    expect(entries[1]).toMatchObject({
      action: 'report:create',
      resource: { kind: 'report', name: made.json.id },
      details: { project: 'optics/lenses', title: 'Why' },
    });
    expect(entries.map(({ action }) => action)).toEqual([
      'report:delete',
      'report:create',
      'project:create',
      'team:create',
      'organization:create',
    ]);
  });

  it('verifies, and goes out as JSON lines and CSV that no spreadsheet runs', async () => {
    const report = await room.admin('POST', '/audit/verification', {});
    expect(AuditReportView.parse(report.json)).toMatchObject({ isIntact: true, problems: [] });
    await room.admin('PUT', '/admin/users/mary', { displayName: '=1+1' });
    const lines = (await room.admin('GET', '/audit/export')).text.trim().split('\n');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ format: 'runloom-audit-1', complete: true });
    const entries = (await page()).entries;
    expect(lines).toHaveLength(entries.length + 1);
    const csv = await room.admin('GET', '/audit/export?format=csv&actor=ada');
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(csv.text.split('\r\n')[0]).toContain('sequence,time,actor');
    for (const path of ['/audit', '/audit/export', '/audit/head']) {
      expect((await as(ada, 'GET', path)).status).toBe(403);
    }
    expect((await room.call('GET', '/api/v1/audit', {})).status).toBe(401);
  });

  it.each(['limit=0', 'limit=many', 'from=yesterday', 'outcome=maybe'])(
    'says what is wrong with %s',
    async (query) => {
      const answer = await room.admin('GET', `/audit?${query}`);
      expect(answer.status).toBe(400);
      expect(answer.json.error.message).toContain(query.split('=')[0]);
    },
  );

  it('lets nothing be answered as done that it could not take', async () => {
    const { db } = room.stores.metadata;
    await sql`alter table audit_head rename to audit_head_away`.execute(db);
    try {
      const refused = await room.admin('PUT', '/admin/users/ken', {});
      expect(refused.status).toBe(503);
      expect(refused.headers.get('retry-after')).toBe('1');
      expect(refused.json.error.message).toContain('audit log');
      const started = await graphql(
        ada,
        'mutation { upsertBucket(input: { name: "two", modelName: "vision", entityName: "ada" }) { inserted } }',
      );
      expect(started.status).toBe(503);
      const weave = await room.call('POST', '/traces/calls/delete', {
        key: ada,
        body: { project_id: 'ada/vision', call_ids: [crypto.randomUUID()] },
      });
      expect(weave.status).toBe(503);
    } finally {
      await sql`alter table audit_head_away rename to audit_head`.execute(db);
    }
    expect((await room.admin('PUT', '/admin/users/ken', {})).status).toBe(200);
  });
});
