import { INITIAL_VIEW_SPEC } from '@runloom/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openRoom, type Room } from './room.testing.ts';

/** `boss` is admin of the organization `guild` with the teams `weavers` and `dyers`; `bob` is a member of `weavers`. */
let room: Room;
let boss: string;
let bob: string;
let eve: string;

const send = (key: string, method: string, path: string, body?: unknown) =>
  room.call(method, `/api/v1${path}`, { key, ...(body === undefined ? {} : { body }) });
const specOf = (firstCount: number) => ({
  ...INITIAL_VIEW_SPEC,
  runs: { ...INITIAL_VIEW_SPEC.runs, firstCount },
});
const put = (key: string, entity: string, scope: string, firstCount: number) =>
  send(key, 'PUT', `/entities/${entity}/workspace-template`, { scope, spec: specOf(firstCount) });
const begin = async (key: string, address: string) => {
  const { json } = await send(key, 'GET', `/projects/${address}/workspace`);
  return json.template?.runs.firstCount ?? null;
};

beforeAll(async () => {
  room = await openRoom();
  boss = await room.user('boss');
  bob = await room.user('bob');
  eve = await room.user('eve');
  await room.admin('PUT', '/admin/organizations/guild', {});
  await room.admin('PUT', '/admin/organizations/guild/members/boss', { role: 'admin' });
  await room.admin('PUT', '/admin/organizations/guild/members/bob', { role: 'member' });
  for (const team of ['weavers', 'dyers']) {
    await room.admin('PUT', `/admin/organizations/guild/teams/${team}`, {});
    await room.admin('PUT', `/admin/organizations/guild/teams/${team}/members/bob`, {
      role: 'member',
    });
  }
  await room.startRun(bob, { entity: 'weavers', project: 'cloth', run: 'r' });
  await room.startRun(bob, { entity: 'dyers', project: 'blue', run: 'r' });
  await room.startRun(eve, { entity: 'eve', project: 'own', run: 'r' });
}, 60_000);
afterAll(() => room.close());

it('a workspace that nobody changed begins with the template of its team, else of the organization', async () => {
  expect(await begin(bob, 'weavers/cloth')).toBe(null);
  expect((await put(boss, 'weavers', 'organization', 20)).status).toBe(204);
  expect([await begin(bob, 'weavers/cloth'), await begin(bob, 'dyers/blue')]).toEqual([20, 20]);
  expect((await put(boss, 'weavers', 'entity', 30)).status).toBe(204);
  expect([await begin(bob, 'weavers/cloth'), await begin(bob, 'dyers/blue')]).toEqual([30, 20]);
  const listed = await send(bob, 'GET', '/entities/weavers/workspace-template');
  expect(listed.json).toMatchObject({
    entity: { owner: 'weavers', user: 'boss' },
    organization: { user: 'boss', spec: { runs: { firstCount: 20 } } },
  });
  expect((await send(boss, 'DELETE', '/entities/weavers/workspace-template')).status).toBe(204);
  expect(await begin(bob, 'weavers/cloth')).toBe(20);
});

it('a workspace that was changed keeps what it is', async () => {
  const own = { spec: specOf(7), base: 0 };
  await send(bob, 'PUT', '/projects/dyers/blue/workspace', own);
  const { json } = await send(bob, 'GET', '/projects/dyers/blue/workspace');
  expect(json).toMatchObject({ version: 1, template: null, spec: { runs: { firstCount: 7 } } });
});

it('only admins say what workspaces begin with, and strangers learn nothing', async () => {
  expect((await put(bob, 'weavers', 'entity', 9)).status).toBe(403);
  expect((await put(bob, 'weavers', 'organization', 9)).status).toBe(403);
  expect((await put(eve, 'weavers', 'entity', 9)).status).toBe(404);
  expect((await send(eve, 'GET', '/entities/weavers/workspace-template')).status).toBe(404);
  expect((await put(eve, 'eve', 'entity', 40)).status).toBe(204);
  expect(await begin(eve, 'eve/own')).toBe(40);
});

it('a template that can’t be read, or is for no organization, is refused', async () => {
  const broken = { scope: 'entity', spec: { runs: { firstCount: 'many' } } };
  expect((await send(eve, 'PUT', '/entities/eve/workspace-template', broken)).status).toBe(400);
  const none = await put(eve, 'eve', 'organization', 9);
  expect([none.status, none.text]).toEqual([400, expect.stringContaining('no organization')]);
});
