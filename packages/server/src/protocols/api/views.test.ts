import { INITIAL_VIEW_SPEC } from '@runloom/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRoom, type Room } from './room.testing.ts';

let room: Room;
let ada: string;
let bob: string;
const spec = (filter: string) => ({
  ...INITIAL_VIEW_SPEC,
  runs: { ...INITIAL_VIEW_SPEC.runs, filter },
});
const send = (method: string, path: string, body?: unknown, key: string | null = ada) =>
  room.call(method, `/api/v1${path}`, {
    ...(key === null ? {} : { key }),
    ...(body === undefined ? {} : { body }),
  });
const make = async (name: string) =>
  (await send('POST', '/projects/ada/looms/views', { name, spec: spec('') })).json;

beforeAll(async () => {
  room = await openRoom();
  ada = await room.user('ada');
  bob = await room.user('bob');
  await room.startRun(ada, { entity: 'ada', project: 'looms', run: 'r1' });
}, 60_000);
afterAll(() => room.close());

describe('a saved view', () => {
  it('keeps every save with its author and time', async () => {
    const made = await make('Sweeps');
    expect(made).toMatchObject({ name: 'Sweeps', version: 1, user: 'ada', savedBy: 'ada' });
    const path = `/views/${made.id}`;
    const saved = await send('PUT', path, { spec: spec('state = "finished"'), base: 1 });
    expect(saved.json).toMatchObject({
      version: 2,
      spec: { runs: { filter: 'state = "finished"' } },
    });
    expect((await send('GET', path)).json).toMatchObject({ version: 2 });
    const { versions } = (await send('GET', `${path}/versions`)).json;
    expect(versions).toMatchObject([
      { number: 2, user: 'ada', spec: { runs: { filter: 'state = "finished"' } } },
      { number: 1, user: 'ada', spec: { runs: { filter: '' } } },
    ]);
  });

  it('is not overwritten by who opened it before somebody else saved', async () => {
    const { id } = await make('Shared');
    await send('PUT', `/views/${id}`, { spec: spec('a'), base: 1 });
    const late = await send('PUT', `/views/${id}`, { spec: spec('b'), base: 1 });
    expect(late.status).toBe(409);
    expect(late.json.error).toMatchObject({ code: 'conflict', data: { version: 2 } });
    expect((await send('GET', `/views/${id}`)).json.spec.runs.filter).toBe('a');
  });

  it('is renamed, listed and removed', async () => {
    const { id } = await make('Old name');
    expect((await send('PATCH', `/views/${id}`, { name: 'New name' })).json.name).toBe('New name');
    const listed = (await send('GET', '/projects/ada/looms/views')).json.views;
    expect(listed[0]).toMatchObject({ id, name: 'New name', version: 1 });
    expect((await send('DELETE', `/views/${id}`)).status).toBe(204);
    expect((await send('GET', `/views/${id}`)).status).toBe(404);
  });

  it('is found by nobody who may not see the project', async () => {
    const { id } = await make('Private');
    for (const [method, path, body] of [
      ['GET', `/views/${id}`, undefined],
      ['PUT', `/views/${id}`, { spec: spec(''), base: 1 }],
      ['PATCH', `/views/${id}`, { name: 'x' }],
      ['DELETE', `/views/${id}`, undefined],
      ['GET', `/views/${id}/versions`, undefined],
      ['GET', '/projects/ada/looms/views', undefined],
      ['POST', '/projects/ada/looms/views', { name: 'x', spec: spec('') }],
      ['GET', '/projects/ada/looms/workspace', undefined],
    ] as const) {
      expect((await send(method, path, body, bob)).status, `${method} ${path}`).toBe(404);
      expect((await send(method, path, body, null)).status, `${method} ${path}`).toBe(401);
    }
  });

  it.each([
    ['0', 404],
    ['x', 404],
    ['99999999', 404],
  ])('named %s is not there', async (id, status) => {
    expect((await send('GET', `/views/${id}`)).status).toBe(status);
  });

  it('of a newer or broken format is refused', async () => {
    const path = '/projects/ada/looms/views';
    expect((await send('POST', path, { name: 'x', spec: { version: 2 } })).status).toBe(400);
    expect((await send('POST', path, { name: ' ', spec: spec('') })).status).toBe(400);
  });
});

describe('a workspace of one’s own', () => {
  const path = '/projects/ada/looms/workspace';

  it('is empty before its first change, and changed only from what was read', async () => {
    expect((await send('GET', path)).json).toEqual({ version: 0, spec: null, updatedAt: null });
    expect((await send('PUT', path, { spec: spec('a'), base: 0 })).json.version).toBe(1);
    expect((await send('PUT', path, { spec: spec('b'), base: 0 })).status).toBe(409);
    expect((await send('PUT', path, { spec: spec('c'), base: 1 })).json.version).toBe(2);
    expect((await send('GET', path)).json).toMatchObject({ version: 2, spec: spec('c') });
  });

  it('is each person’s own, also of those who may only read', async () => {
    await room.admin('PUT', '/admin/users/bob', {});
    await send('PUT', '/projects/ada/looms', { visibility: 'public' });
    expect((await send('GET', path, undefined, bob)).json.version).toBe(0);
    expect((await send('PUT', path, { spec: spec('bob'), base: 0 }, bob)).json.version).toBe(1);
    expect((await send('GET', path)).json.spec.runs.filter).toBe('c');
    expect(
      (await send('POST', '/projects/ada/looms/views', { name: 'x', spec: spec('') }, bob)).status,
    ).toBe(403);
  });
});
