import {
  ApiKeyList,
  CreatedApiKey,
  EntityView,
  ProjectList,
  ProjectView,
  SessionView,
} from '@runloom/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRoom, type Room } from './room.testing.ts';

let room: Room;
let ada: string;
let eve: string;
beforeAll(async () => {
  room = await openRoom();
  ada = await room.user('ada');
  eve = await room.user('eve');
  // A private project beside those that the tests make: no list may tell of it.
  await room.startRun(ada, { entity: 'ada', project: 'looms', run: 'r1' });
}, 60_000);
afterAll(() => room.close());

const as = (key: string, method: string, path: string, body?: unknown) =>
  room.call(method, `/api/v1${path}`, { key, ...(body === undefined ? {} : { body }) });

describe('the browser session', () => {
  test('nobody is signed in without one, and programs are told who they are', async () => {
    const nobody = await room.call('GET', '/api/v1/session');
    expect(SessionView.parse(nobody.json)).toMatchObject({
      user: null,
      entities: [],
      baseUrl: room.url,
    });
    const own = SessionView.parse((await as(ada, 'GET', '/session')).json);
    expect(own.user).toMatchObject({ username: 'ada', isAdmin: false });
    expect(own.entities).toEqual([
      { name: 'ada', kind: 'user', organization: null, role: 'admin' },
    ]);
  });

  test('a one-time link opens it once, the cookie holds it, signing out ends it', async () => {
    const first = await room.call('POST', '/api/v1/session', { body: { token: room.signInToken } });
    expect(first.status).toBe(200);
    expect(first.json.user.username).toBe('admin');
    const setCookie = first.headers.get('set-cookie') ?? '';
    expect(setCookie).toMatch(
      /^runloom_session=[^;]{20,}; Path=\/; HttpOnly; SameSite=Lax; Expires=/,
    );
    const cookie = setCookie.split(';', 1)[0] ?? '';

    const again = await room.call('POST', '/api/v1/session', { body: { token: room.signInToken } });
    expect(again.status).toBe(401);
    const me = await room.call('GET', '/api/v1/session', { cookie });
    expect(me.json.user.username).toBe('admin');
    const forged = await room.call('POST', '/api/v1/api-keys', {
      headers: { cookie },
      body: { name: 'x' },
    });
    expect(forged.status).toBe(403);

    const left = await room.call('DELETE', '/api/v1/session', { cookie });
    expect(left).toMatchObject({ status: 200, json: { continueAt: null } });
    expect((await room.call('GET', '/api/v1/session', { cookie })).json.user).toBeNull();
  });

  test('a name and password open it; a wrong one does not tell which was wrong', async () => {
    const password = 'correct horse battery';
    await room.admin('PUT', '/admin/users/grace', { password });
    const signIn = (body: object) => room.call('POST', '/api/v1/session', { body });
    expect((await signIn({ username: 'grace', password })).json.user.username).toBe('grace');
    const wrong = await signIn({ username: 'grace', password: 'wrong password' });
    const unknown = await signIn({ username: 'nobody', password: 'wrong password' });
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(wrong.json.error.message).toBe(unknown.json.error.message);
    expect((await signIn({ username: 'grace' })).status).toBe(400);
  });
});

describe('API keys', () => {
  test('are shown once, listed by their beginning, and end when revoked', async () => {
    const created = await as(ada, 'POST', '/api-keys', { name: 'laptop' });
    expect(created.status).toBe(201);
    const { key, info } = CreatedApiKey.parse(created.json);
    expect((await as(key, 'GET', '/session')).json.user.username).toBe('ada');
    const listed = await as(ada, 'GET', '/api-keys');
    expect(ApiKeyList.parse(listed.json).apiKeys.map(({ name }) => name)).toContain('laptop');
    expect(listed.text).not.toContain(key);

    expect((await as(eve, 'DELETE', `/api-keys/${info.id}`)).status).toBe(404);
    expect((await as(ada, 'DELETE', `/api-keys/${info.id}`)).status).toBe(204);
    expect((await as(key, 'GET', '/session')).status).toBe(401);
    expect((await as(ada, 'DELETE', `/api-keys/${info.id}`)).status).toBe(404);
  });

  test.each(['0', '-1', 'null', '*', ':id', '1e3', '99999999999999999999'])(
    'there is none with the id %s',
    async (id) => {
      expect((await as(ada, 'DELETE', `/api-keys/${id}`)).status).toBe(404);
    },
  );
});

describe('provisioning', () => {
  test('can be repeated: 201 when new, 200 when there, 204 when deleted, 404 when gone', async () => {
    const org = '/admin/organizations/lab';
    const steps = [
      ['PUT', '/admin/users/lin', { email: 'lin@lab.test', displayName: 'Lin' }],
      ['PUT', org, {}],
      ['PUT', `${org}/members/lin`, { role: 'member' }],
      ['PUT', `${org}/teams/vision`, {}],
      ['PUT', `${org}/teams/vision/members/lin`, { role: 'viewer' }],
    ] as const;
    for (const [method, path, body] of steps) {
      const first = await room.admin(method, path, body);
      const second = await room.admin(method, path, body);
      expect([path, first.status, second.status]).toEqual([path, 201, 200]);
      expect(second.json).toEqual(first.json);
    }
    for (const [, path] of [...steps].reverse()) {
      expect([path, (await room.admin('DELETE', path)).status]).toEqual([path, 204]);
      expect([path, (await room.admin('DELETE', path)).status]).toEqual([path, 404]);
    }
  });

  test('says which field is wrong', async () => {
    const answer = await room.admin('PUT', '/admin/users/lin', { apiKey: 'short', isAdmin: 'yes' });
    expect(answer.status).toBe(400);
    const paths = answer.json.error.data.issues.map((issue: { path: string }) => issue.path);
    expect(paths.sort()).toEqual(['apiKey', 'isAdmin']);
    expect(answer.text).not.toContain('short"');
  });
});

describe('projects', () => {
  test('are created, changed, listed and deleted by those who may', async () => {
    const path = '/projects/ada/fresh';
    expect((await as(ada, 'PUT', path, { description: 'first' })).status).toBe(201);
    const put = await as(ada, 'PUT', path, { visibility: 'public' });
    expect([put.status, ProjectView.parse(put.json).description]).toEqual([200, 'first']);
    const seen = ProjectView.parse((await as(eve, 'GET', path)).json);
    expect([seen.canWrite, seen.canManage]).toEqual([false, false]);
    expect((await room.call('GET', `/api/v1${path}`)).status).toBe(200);
    expect((await as(eve, 'PUT', path, { description: 'mine' })).status).toBe(403);
    expect((await as(eve, 'DELETE', path)).status).toBe(403);
    const entity = EntityView.parse((await as(eve, 'GET', '/entities/ada')).json);
    expect(entity).toMatchObject({ name: 'ada', kind: 'user' });
    const listed = ProjectList.parse((await as(eve, 'GET', '/projects?entity=ada')).json);
    expect(listed.projects.map(({ name }) => name)).toEqual(['fresh']);
    expect((await as(ada, 'DELETE', path)).status).toBe(204);
    expect((await as(ada, 'GET', path)).status).toBe(404);
    expect((await as(eve, 'GET', '/entities/ada')).status).toBe(404);
  });
});
