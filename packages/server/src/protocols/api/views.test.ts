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

describe('a saved view of traces', () => {
  const path = '/projects/ada/looms/views';
  const traces = (filter: string) => ({ version: 1, filter });

  it('is listed by itself, and keeps every save', async () => {
    const made = await send('POST', path, { name: 'Slow', kind: 'traces', spec: traces('') });
    expect(made.json).toMatchObject({ kind: 'traces', name: 'Slow', version: 1, link: null });
    const { id } = made.json;
    await send('PUT', `/views/${id}`, { spec: traces('latency > 2 s'), base: 1 });
    expect((await send('PUT', `/views/${id}`, { spec: traces('x'), base: 1 })).status).toBe(409);
    expect((await send('GET', `/views/${id}/versions`)).json.versions).toMatchObject([
      { number: 2, user: 'ada', spec: { filter: 'latency > 2 s', hasPlots: true } },
      { number: 1, user: 'ada', spec: { filter: '' } },
    ]);
    const listed = (await send('GET', `${path}?kind=traces`)).json.views;
    expect(listed).toMatchObject([{ id, kind: 'traces', name: 'Slow', version: 2 }]);
    const workspaces = (await send('GET', path)).json.views;
    expect(workspaces.map((view: { id: number }) => view.id)).not.toContain(id);
    expect((await send('GET', `/views/${id}`, undefined, bob)).status).toBe(404);
  });

  it('holds nothing else than what lists of traces have', async () => {
    const { id } = (await send('POST', path, { name: 'x', kind: 'traces', spec: traces('') })).json;
    const wrong = await send('PUT', `/views/${id}`, { spec: spec('a'), base: 1 });
    expect(wrong.status).toBe(400);
    expect(wrong.json.error.message).toMatch(/can’t be read/);
    const newer = { name: 'x', kind: 'traces', spec: { version: 2 } };
    expect((await send('POST', path, newer)).json.error.message).toMatch(/newer version/);
    expect((await send('GET', `${path}?kind=none`)).status).toBe(400);
  });
});

describe('a workspace of one’s own', () => {
  const path = '/projects/ada/looms/workspace';

  it('is empty before its first change, and changed only from what was read', async () => {
    expect((await send('GET', path)).json).toEqual({
      version: 0,
      spec: null,
      updatedAt: null,
      template: null,
    });
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

describe('a view that a client wrote', () => {
  const UPSERT = `mutation U($id: ID, $spec: String) { upsertView(input: { id: $id, entityName: "ada",
    projectName: "sealed", type: "project-view", name: "nw-abc123-v", displayName: "By script", spec: $spec }) { view { id } inserted } }`;
  const upsert = async (query: string, id: string | null, key = ada) => {
    const written = JSON.stringify({
      section: { runSets: [{ search: { query } }], panelBankConfig: {}, customRunColors: {} },
      kept: 12,
    });
    const variables = { id, spec: written };
    return (await room.call('POST', '/graphql', { key, body: { query: UPSERT, variables } })).json;
  };
  const opened = async (key = ada) =>
    send('GET', '/projects/ada/sealed/linked-views/abc123', undefined, key);

  beforeAll(() => room.startRun(ada, { entity: 'ada', project: 'sealed', run: 'r1' }));

  it('is opened by its link, and each save on either side is a version', async () => {
    const made = await upsert('first', null);
    const { json } = await opened();
    expect(json).toMatchObject({ link: 'abc123', version: 1, spec: { runs: { search: 'first' } } });
    const spec = { ...json.spec, runs: { ...json.spec.runs, layout: 'wide' } };
    await send('PUT', `/views/${json.id}`, { spec, base: 1 });
    const { id } = made.data.upsertView.view;
    await upsert('second', id);
    expect((await opened()).json).toMatchObject({
      version: 3,
      spec: { runs: { search: 'second', layout: 'wide' } },
    });
    // Who opened it before the script saved is told.
    expect((await send('PUT', `/views/${json.id}`, { spec, base: 2 })).status).toBe(409);
  });

  it('is nobody’s business who may not see the project', async () => {
    const { json } = await opened();
    expect((await opened(bob)).status).toBe(404);
    const id = Buffer.from(`View:${json.id}`).toString('base64');
    expect((await upsert('stolen', id, bob)).errors).toHaveLength(1);
    expect((await opened()).json.spec.runs.search).toBe('second');
    expect((await send('GET', '/projects/ada/sealed/linked-views/none')).status).toBe(404);
  });

  it('is removed with its versions by the client', async () => {
    const { json } = await opened();
    const id = Buffer.from(`View:${json.id}`).toString('base64');
    const query = 'mutation D($id: ID!) { deleteView(input: { id: $id }) { success } }';
    await room.call('POST', '/graphql', { key: ada, body: { query, variables: { id } } });
    expect((await opened()).status).toBe(404);
  });
});
