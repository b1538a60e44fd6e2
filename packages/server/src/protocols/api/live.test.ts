import { LiveMessage } from '@runloom/model';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAccounts } from '../../domains/accounts/index.ts';
import { ADMIN_KEY, historyBody, openRoom, type Room } from './room.testing.ts';

let room: Room;
let ada: string;
beforeAll(async () => {
  room = await openRoom();
  ada = await room.user('ada');
  await room.startRun(ada, { entity: 'ada', project: 'looms', run: 'r1' });
}, 60_000);
afterAll(() => room.close());

const LIVE = '/api/v1/projects/ada/looms/live';

/** Opens the stream and reads message by message; `null` is its end. */
async function watch(key: string, path: string = LIVE) {
  const abort = new AbortController();
  const response = await fetch(room.url + path, {
    headers: { Authorization: `Bearer ${key}` },
    signal: abort.signal,
  });
  const messages = read(response);
  const next = async (): Promise<LiveMessage | null> => (await messages.next()).value ?? null;
  const until = async (wanted: (message: LiveMessage) => boolean): Promise<LiveMessage> => {
    for (;;) {
      const message = await next();
      if (message === null) throw new Error('the stream ended');
      if (wanted(message)) return message;
    }
  };
  return { response, next, until, close: () => abort.abort() };
}

async function* read(response: Response): AsyncGenerator<LiveMessage> {
  let text = '';
  for await (const part of response.body ?? []) {
    text += Buffer.from(part).toString('utf8');
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      if (block.startsWith('data: ')) yield LiveMessage.parse(JSON.parse(block.slice(6)));
    }
  }
}

test('whoever watches is greeted, then told of points, console lines and the run within 2 seconds', async () => {
  const stream = await watch(ada);
  expect(stream.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(stream.response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(await stream.next()).toEqual({ kind: 'hello' });

  const sent = performance.now();
  await room.stream(ada, 'ada/looms/r1', {
    files: {
      'wandb-history.jsonl': { offset: 0, content: ['{"_step":0,"loss":0.5}'] },
      'output.log': { offset: 0, content: ['2026-11-23T16:00:00.000000 hi'] },
    },
  });
  const wanted = new Set(['run', 'points', 'console']);
  const seen = new Map<string, LiveMessage>();
  while (wanted.size > seen.size) {
    const message = await stream.until(({ kind }) => wanted.has(kind));
    seen.set(message.kind, message);
  }
  expect(performance.now() - sent).toBeLessThan(2000);
  expect(seen.get('points')).toEqual({
    kind: 'points',
    run: 'r1',
    stream: 'history',
    lastStep: 0,
    newKeys: ['loss'],
  });
  stream.close();
}, 20_000);

test('an outsider is told that there is nothing, and a stream takes no bad key', async () => {
  const eve = await room.user('eve');
  expect((await room.call('GET', LIVE, { key: eve })).status).toBe(404);
  expect((await room.call('GET', LIVE)).status).toBe(401);
  expect((await room.call('GET', LIVE, { key: 'x'.repeat(40) })).status).toBe(401);
});

test('a revoked key ends the stream', async () => {
  const created = await room.call('POST', '/api/v1/api-keys', { key: ada, body: { name: 'tab' } });
  const stream = await watch(created.json.key);
  expect(await stream.next()).toEqual({ kind: 'hello' });
  await room.call('DELETE', `/api/v1/api-keys/${created.json.info.id}`, { key: ada });
  let message = await stream.next();
  while (message !== null) message = await stream.next();
}, 20_000);

test('HEAD does not open a stream, and closed ones are counted no more', async () => {
  expect((await room.call('HEAD', LIVE, { key: ada })).status).toBe(405);
  const stream = await watch(ADMIN_KEY);
  await stream.next();
  const count = async () =>
    /^runloom_live_streams (\d+)$/m.exec((await room.call('GET', '/metrics')).text)?.[1];
  expect(await count()).toBe('1');
  stream.close();
  await expect.poll(count).toBe('0');
});

test('steps logged in many requests arrive as few messages, the last with the last step', async () => {
  const stream = await watch(ada);
  await stream.next();
  for (let step = 1; step <= 30; step += 1) {
    await room.stream(ada, 'ada/looms/r1', historyBody(step, [`{"_step":${step},"loss":1}`]));
  }
  let count = 0;
  await stream.until((message) => {
    if (message.kind === 'points') count += 1;
    return message.kind === 'points' && message.lastStep === 30;
  });
  expect(count).toBeLessThan(30);
  stream.close();
}, 20_000);

test('who is taken out of a team, or may not see the project any more, is cut off within 5 seconds', async () => {
  const cuts: readonly [string, (name: string) => Promise<unknown>][] = [
    [
      'removed',
      (name) => room.admin('DELETE', `/admin/organizations/lab/teams/crew/members/${name}`),
    ],
    ['hidden', () => room.admin('PUT', '/projects/crew/looms', { visibility: 'private' })],
    ['deleted', (name) => room.admin('DELETE', `/admin/users/${name}`)],
  ];
  await room.admin('PUT', '/admin/organizations/lab');
  await room.admin('PUT', '/admin/organizations/lab/teams/crew');
  await room.startRun(ADMIN_KEY, { entity: 'crew', project: 'looms', run: 'r1' });
  for (const [name, cut] of cuts) {
    await room.admin('PUT', '/projects/crew/looms', { visibility: 'team' });
    const key = await room.user(name);
    await room.admin('PUT', `/admin/organizations/lab/teams/crew/members/${name}`, {
      role: 'viewer',
    });
    const stream = await watch(key, '/api/v1/projects/crew/looms/live');
    expect(await stream.next()).toEqual({ kind: 'hello' });
    const cutAt = performance.now();
    await cut(name);
    while ((await stream.next()) !== null);
    expect(performance.now() - cutAt).toBeLessThan(5_000);
    const after = await room.call('GET', '/api/v1/projects/crew/looms', { key });
    expect([401, 404]).toContain(after.status);
  }
}, 30_000);

test('what another server process changed cuts a stream off within 5 seconds, too', async () => {
  const key = await room.user('far');
  const put = (path: string, body: unknown = {}) => room.admin('PUT', path, body);
  await put('/admin/organizations/lab');
  await put('/admin/organizations/lab/teams/crew');
  await put('/admin/organizations/lab/teams/crew/members/far', { role: 'member' });
  await room.startRun(key, { entity: 'crew', project: 'far', run: 'r1' });
  const stream = await watch(key, '/api/v1/projects/crew/far/live');
  expect(await stream.next()).toEqual({ kind: 'hello' });
  const { metadata } = room.stores;
  const elsewhere = createAccounts({ metadata, secret: new Uint8Array(32).fill(7) });
  const admin = await elsewhere.authenticateKey(ADMIN_KEY);
  if (admin === null) throw new Error('the admin must be known');
  const cutAt = performance.now();
  await elsewhere.deleteTeamMember(admin, 'lab', 'crew', 'far');
  while ((await stream.next()) !== null);
  expect(performance.now() - cutAt).toBeLessThan(5_000);
}, 30_000);
