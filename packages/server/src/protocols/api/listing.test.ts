import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRoom, type Room } from './room.testing.ts';

let room: Room;
let ada: string;
beforeAll(async () => {
  room = await openRoom();
  ada = await room.user('ada');
  for (const run of ['r1', 'r2', 'r3']) {
    await room.startRun(ada, { entity: 'ada', project: 'looms', run });
    const number = Number(run.slice(1));
    await send('PATCH', `/runs/ada/looms/${run}`, { tags: number > 1 ? ['later'] : [] });
  }
}, 60_000);
afterAll(() => room.close());

const send = (method: string, path: string, body?: unknown, key = ada) =>
  room.call(method, `/api/v1${path}`, { key, ...(body === undefined ? {} : { body }) });

async function list(query: Record<string, string>) {
  const answer = await send('GET', `/projects/ada/looms/runs?${new URLSearchParams(query)}`);
  return { ...answer, names: answer.json.runs?.map((run: { name: string }) => run.name) };
}

describe('the list of runs', () => {
  it('is filtered, sorted and counted', async () => {
    const filter = JSON.stringify({ tags: 'later', 'config.lr': { $lt: 1 } });
    expect(await list({ filter, order: 'name' })).toMatchObject({
      names: ['r2', 'r3'],
      json: { totalCount: 2, nextCursor: null, previousCursor: null },
    });
    expect((await list({})).names).toEqual(['r3', 'r2', 'r1']);
  });

  it('goes forwards and backwards', async () => {
    const first = await list({ order: '-name', limit: '1' });
    expect(first.names).toEqual(['r3']);
    const second = await list({ order: '-name', limit: '1', cursor: first.json.nextCursor });
    expect(second.names).toEqual(['r2']);
    const back = await list({ order: '-name', limit: '5', before: second.json.previousCursor });
    expect(back.names).toEqual(['r3']);
    expect(back.json.previousCursor).toBeNull();
  });

  it.each([
    [{ filter: '{"loss":1}' }, /no field "loss"/],
    [{ filter: '{' }, /not JSON/],
    [{ filter: '{"name":{"$regex":"["}}' }, /pattern of name/],
    [{ order: 'loss' }, /no field "loss"/],
    [{ cursor: 'x' }, /cursor/],
    [{ before: 'eA', cursor: 'eA' }, /not by both/],
  ])('refuses %j', async (query, message) => {
    const { status, json } = await list(query as Record<string, string>);
    expect(status).toBe(400);
    expect(json.error.message).toMatch(message);
  });
});

describe('a run', () => {
  const start = (run: string, project = 'life') =>
    room.startRun(ada, { entity: 'ada', project, run });

  it('is edited, and cleared', async () => {
    await start('edited');
    const path = '/runs/ada/life/edited';
    const set = { notes: 'n', group: 'g', jobType: 'j', tags: ['t'] };
    expect((await send('PATCH', path, set)).json).toMatchObject(set);
    const cleared = { notes: '', group: '', jobType: '', tags: [] };
    expect((await send('PATCH', path, cleared)).json).toMatchObject(cleared);
  });

  it('has its state set', async () => {
    await start('state');
    const path = '/runs/ada/life/state/state';
    expect((await send('POST', path, { state: 'failed' })).json).toMatchObject({ state: 'failed' });
    expect((await send('POST', path, { state: 'failed' })).status).toBe(409);
    expect((await send('POST', path, { state: 'finished' })).status).toBe(400);
  });

  it('is moved when it is over', async () => {
    await start('moved');
    const path = '/runs/ada/life/moved';
    const target = { entity: 'ada', project: 'elsewhere' };
    expect((await send('POST', `${path}/move`, target)).status).toBe(409);
    await send('POST', `${path}/state`, { state: 'failed' });
    expect((await send('POST', `${path}/move`, target)).json).toEqual({ ...target, run: 'moved' });
    expect((await send('GET', path)).status).toBe(404);
    expect((await send('GET', '/runs/ada/elsewhere/moved')).status).toBe(200);
  });

  it('goes to the trash, comes back, and goes for good', async () => {
    await start('gone');
    const path = '/runs/ada/life/gone';
    expect((await send('DELETE', path)).status).toBe(204);
    expect((await send('GET', path)).status).toBe(404);
    const [deleted] = (await send('GET', '/projects/ada/life/trash')).json.runs;
    expect(deleted).toMatchObject({ name: 'gone' });
    expect(deleted.expiresAt - deleted.deletedAt).toBe(7 * 24 * 3_600_000);
    const trash = `/projects/ada/life/trash/${deleted.id}`;
    expect((await send('POST', `${trash}/restore`)).json).toMatchObject({ name: 'gone' });
    expect((await send('DELETE', trash)).status).toBe(404);
    await send('DELETE', path);
    expect((await send('DELETE', trash)).json).toMatchObject({ runs: 1, files: 0 });
    expect((await send('POST', `${trash}/restore`)).status).toBe(404);
  });

  it('of another user is neither found nor changed', async () => {
    await start('own');
    const bob = await room.user('bob');
    for (const [method, path, body] of [
      ['DELETE', '/runs/ada/life/own', undefined],
      ['POST', '/runs/ada/life/own/state', { state: 'failed' }],
      ['POST', '/runs/ada/life/own/move', { entity: 'bob', project: 'x' }],
      ['GET', '/runs/ada/life/own/alerts', undefined],
      ['GET', '/projects/ada/life/trash', undefined],
      ['DELETE', '/projects/ada/life/trash/1', undefined],
    ] as const) {
      expect((await send(method, path, body, bob)).status, `${method} ${path}`).toBe(404);
    }
    expect((await send('GET', '/runs/ada/life/own')).json).toMatchObject({ state: 'running' });
  });
});
