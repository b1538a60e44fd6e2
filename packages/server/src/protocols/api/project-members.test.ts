import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRoom, type Room } from './room.testing.ts';

let room: Room;
let boss: string;
let ann: string;

const as = (key: string, method: string, path: string, body?: unknown) =>
  room.call(method, `/api/v1${path}`, { key, ...(body === undefined ? {} : { body }) });

beforeAll(async () => {
  room = await openRoom();
  boss = await room.user('boss');
  ann = await room.user('ann');
  await room.user('outsider');
  await room.admin('PUT', '/admin/organizations/lab');
  for (const team of ['crew', 'helpers']) {
    await room.admin('PUT', `/admin/organizations/lab/teams/${team}`);
  }
  const member = (team: string, name: string, role: string) =>
    room.admin('PUT', `/admin/organizations/lab/teams/${team}/members/${name}`, { role });
  await member('crew', 'boss', 'admin');
  await member('crew', 'ann', 'member');
  await member('helpers', 'ann', 'member');
}, 60_000);
afterAll(() => room.close());

describe('roles in a project', () => {
  test('let named people and teams into a restricted one, and nobody else', async () => {
    await as(boss, 'PUT', '/projects/crew/secret', { visibility: 'restricted' });
    const path = '/projects/crew/secret';
    expect((await as(ann, 'GET', path)).status).toBe(404);
    expect((await as(ann, 'GET', '/projects?entity=crew')).json.projects).toEqual([]);
    await as(boss, 'PUT', `${path}/members/team/helpers`, { role: 'viewer' });
    expect((await as(ann, 'GET', path)).json).toMatchObject({ canWrite: false, canManage: false });
    await as(boss, 'PUT', `${path}/members/user/ann`, { role: 'member' });
    expect((await as(ann, 'GET', path)).json).toMatchObject({ canWrite: true });
    expect((await as(boss, 'GET', `${path}/members`)).json.members).toEqual([
      { kind: 'user', name: 'ann', role: 'member' },
      { kind: 'team', name: 'helpers', role: 'viewer' },
    ]);
    const stranger = await as(boss, 'PUT', `${path}/members/user/outsider`, { role: 'viewer' });
    expect(stranger.status).toBe(404);
    expect((await as(ann, 'GET', `${path}/members`)).status).toBe(403);
    await as(boss, 'DELETE', `${path}/members/user/ann`);
    await as(boss, 'DELETE', `${path}/members/team/helpers`);
    expect((await as(ann, 'GET', path)).status).toBe(404);
  });

  test('count instead of the role in the team, be it less', async () => {
    await as(boss, 'PUT', '/projects/crew/open', { visibility: 'team' });
    await as(boss, 'PUT', '/projects/crew/open/members/user/ann', { role: 'viewer' });
    expect((await as(ann, 'GET', '/projects/crew/open')).json).toMatchObject({ canWrite: false });
  });

  test('are not given in a private project, which is for its owner alone', async () => {
    await as(boss, 'PUT', '/projects/crew/mine', { visibility: 'private' });
    const given = await as(boss, 'PUT', '/projects/crew/mine/members/user/ann', { role: 'viewer' });
    expect([given.status, given.json.error.message]).toEqual([
      400,
      expect.stringContaining('Make it restricted first'),
    ]);
  });
});

test('a personal project is handed over to a team, with what is in it and without its automations running on', async () => {
  await room.startRun(ann, { entity: 'ann', project: 'draft', run: 'r1' });
  const made = await as(ann, 'POST', '/projects/ann/draft/automations', {
    name: 'tell me',
    eventType: 'RUN_STATE',
    eventFilter: JSON.stringify({ run_state_filter: { states: ['FAILED'] } }),
    action: { type: 'NO_OP' },
  });
  expect([made.status, made.text]).toEqual([201, expect.anything()]);
  await as(boss, 'PUT', '/projects/crew/taken', { visibility: 'team' });
  const moved = await as(ann, 'POST', '/projects/ann/draft/transfer', { entity: 'crew' });
  expect(moved.json).toMatchObject({ entity: 'crew', name: 'draft', visibility: 'private' });
  expect((await as(ann, 'GET', '/projects/ann/draft')).status).toBe(404);
  expect((await as(boss, 'GET', '/runs/crew/draft/r1')).status).toBe(200);
  const { json } = await as(boss, 'GET', '/projects/crew/draft/automations');
  expect(json.automations.map(({ enabled }: { enabled: boolean }) => enabled)).toEqual([false]);
  await room.startRun(ann, { entity: 'ann', project: 'taken', run: 'r1' });
  expect((await as(ann, 'POST', '/projects/ann/taken/transfer', { entity: 'crew' })).status).toBe(
    409,
  );
  expect((await as(boss, 'POST', '/projects/ann/taken/transfer', { entity: 'crew' })).status).toBe(
    404,
  );
});

test('an organization says who sees new projects, and whether any may be public', async () => {
  const change = (key: string, body: object) => as(key, 'PATCH', '/organizations/lab', body);
  expect((await change(boss, { defaultVisibility: 'restricted' })).status).toBe(403);
  await room.admin('PATCH', '/organizations/lab', { defaultVisibility: 'restricted' });
  await room.startRun(ann, { entity: 'crew', project: 'made', run: 'r1' });
  expect((await as(ann, 'GET', '/projects/crew/made')).json.visibility).toBe('restricted');
  await room.admin('PATCH', '/organizations/lab', { allowsPublic: false });
  const opened = await as(boss, 'PUT', '/projects/crew/made', { visibility: 'public' });
  expect([opened.status, opened.json.error.message]).toEqual([
    400,
    expect.stringContaining('no public projects'),
  ]);
});
