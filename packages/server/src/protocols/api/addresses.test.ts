import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADMIN_KEY, historyBody, openRoom, type Room } from './room.testing.ts';

let room: Room;
let ada: string;
let eve: string;
beforeAll(async () => {
  room = await openRoom();
  ada = await room.user('ada');
  eve = await room.user('eve');
  await room.startRun(ada, { entity: 'ada', project: 'looms', run: 'r1' });
  const sent = await room.stream(ada, 'ada/looms/r1', historyBody(0, ['{"_step":0,"loss":0.25}']));
  expect(sent.status).toBe(200);
}, 60_000);
afterAll(() => room.close());

const as = (key: string, method: string, path: string, body?: unknown) =>
  room.call(method, `/api/v1${path}`, { key, ...(body === undefined ? {} : { body }) });

describe('every address', () => {
  const own = () => room.server.http.routes.filter(({ url }) => url.startsWith('/api/v1'));

  test('stands in the OpenAPI document with its policy, and no other does', async () => {
    const { json } = await room.call('GET', '/api/v1/openapi.json');
    const described = Object.entries(
      json.paths as Record<string, Record<string, { 'x-policy': string }>>,
    )
      .flatMap(([path, methods]) =>
        Object.entries(methods).map(
          ([method, route]) => `${method.toUpperCase()} ${path} ${route['x-policy']}`,
        ),
      )
      .sort();
    const registered = own()
      .filter(({ method, url }) => method !== 'HEAD' && !url.endsWith('/openapi.json'))
      .map(({ method, url, policy }) => `${method} ${url.replace(/:(\w+)/g, '{$1}')} ${policy}`)
      .sort();
    expect(described).toEqual(registered);
    expect(json.openapi).toBe('3.1.0');
  });

  /** What a request must hold to get as far as the question who asks, by the end of its address. */
  const BODIES: Readonly<Record<string, object>> = {
    '/remove': { ids: ['1'] },
    '/use': { by: 'model' },
    '/feedback': { note: 'fine' },
    '/:call': { name: '' },
    '/series': { runs: ['r1'], keys: ['loss'] },
    '/panels': { runs: ['r1'], panels: [{ y: [{ key: 'loss' }] }] },
    '/export': { runs: ['r1'], panel: { y: [{ key: 'loss' }] } },
    '/values': { key: 'loss', steps: [0] },
    '/state': { state: 'failed' },
    '/move': { entity: 'eve', project: 'looms' },
    '/automations': {
      name: 'a',
      eventType: 'RUN_STATE',
      eventFilter: '{}',
      action: { type: 'NO_OP' },
    },
    '/links': { entity: 'eve', project: 'looms', collection: 'net' },
    '/views': { name: 'mine', spec: { version: 1 } },
    '/workspace': { spec: { version: 1 }, base: 0 },
    '/groups': { by: 'state' },
    '/whole': { runs: ['r1'] },
    '/remove-versions': { versions: ['v0'] },
    '/history-rows': { runs: ['r1'], keys: ['loss'] },
    '/bulk': { selection: { runs: ['r1'] }, action: { kind: 'delete' } },
    '/aliases/:alias': { version: 'latest' },
    '/datasets/:name/versions': { base: 'latest' },
    '/splits': { version: 'latest', parts: [{ name: 'train', share: 1 }] },
    '/calls-preview': { selection: {}, mapping: [{ column: 'q', path: 'inputs.q' }] },
    '/datasets/:name/calls': {
      selection: {},
      mapping: [{ column: 'q', path: 'inputs.q' }],
      mode: 'create',
    },
    '/prompts/:name/versions': { kind: 'StringPrompt', content: 'hello' },
    '/playground/runs': {
      runs: [{ id: '1', provider: 'p', model: 'm', messages: [{ role: 'user', content: 'q' }] }],
    },
    '/playground/models/:name/versions': { provider: 'p', model: 'm' },
    '/call-rules/preview': { rules: {}, call: { text: '{}' } },
    '/annotation-queues': { name: 'mine', fields: [] },
    '/items': { ids: ['1'] },
    '/answers': { values: {}, state: 'skipped' },
    '/decision': { field: 'tone', value: null },
    '/dataset': { name: 'mine', mode: 'create' },
    '/compare': { ids: ['1'] },
    '/examples': { ids: ['1'] },
    '/example': { ids: ['1'], digest: 'd' },
    '/leaderboards': {
      title: 'best',
      columns: [
        { evaluation: 'weave:///a/b/object/c:d', key: 'k', kind: 'rate', direction: 'higher' },
      ],
    },
  };
  /** The same of questions in addresses. */
  const QUESTIONS: Readonly<Record<string, string>> = {
    '/steps': '?key=loss',
    '/run-values': '?field=config.lr',
    '/diff': '?with=v0',
    '/entry': '?path=a',
    '/export': '?format=csv',
    ':run/artifacts': '?relation=input',
    '/datasets/:name/changes': '?from=v0&to=v1',
    '/datasets/preview': '?format=csv',
    '/import': '?format=csv',
  };
  /** What is said of the longest end that an address has. */
  const ofEnd = <T>(table: Readonly<Record<string, T>>, url: string): T | undefined =>
    Object.entries(table)
      .filter(([end]) => url.endsWith(end))
      .toSorted(([a], [b]) => b.length - a.length)[0]?.[1];

  test('of a private project is 404 for a stranger and 401 for nobody', async () => {
    const inside = own().filter(({ url }) => url.includes(':project'));
    expect(inside.length).toBeGreaterThan(12);
    const wrong: unknown[] = [];
    for (const { method, url } of inside) {
      const asked = ofEnd(QUESTIONS, url) ?? '';
      const place = url
        .replace(':entity', 'ada')
        .replace(':project', 'looms')
        .replace(':run', 'r1');
      const path = `${place}${asked}`;
      const isRead = method === 'GET' || method === 'HEAD';
      const needed = isRead ? undefined : ofEnd(BODIES, url);
      const isChange = method === 'PUT' || method === 'PATCH';
      const payload = needed ? { body: needed } : isChange ? { body: {} } : {};
      const stranger = await room.call(method, path, { key: eve, ...payload });
      const nobody = await room.call(method, path, payload);
      // Creating a project in a place that isn't one's own is forbidden, whether it exists or not.
      const isHidden = method === 'PUT' ? stranger.status >= 400 : stranger.status === 404;
      if (!isHidden || nobody.status !== 401) {
        wrong.push([method, url, stranger.status, nobody.status]);
      }
      expect(stranger.text).not.toContain('"loss"');
    }
    expect(wrong).toEqual([]);
    expect((await as(ada, 'GET', '/runs/ada/looms/r1')).status).toBe(200);
  });

  test('of administrators is refused to a user and 401 for nobody', async () => {
    const routes = own().filter(({ url }) => url.startsWith('/api/v1/admin/'));
    expect(routes.length).toBeGreaterThan(9);
    for (const { method, url, policy } of routes) {
      const path = url.replace(/:\w+/g, 'eve');
      const body = method === 'PUT' ? { body: { role: 'admin', isAdmin: true } } : {};
      const { status } = await room.call(method, path, { key: eve, ...body });
      expect([path, status]).toEqual([path, policy === 'instance-admin' ? 403 : 404]);
      expect([path, (await room.call(method, path, body)).status]).toEqual([path, 401]);
    }
    expect((await as(eve, 'GET', '/session')).json.user.isAdmin).toBe(false);
  });

  test('takes hostile names as names', async () => {
    const names = [
      '..',
      '%2e%2e%2f',
      '%252e%252e',
      "' OR 1=1 --",
      '__proto__',
      '%00',
      '*',
      'null',
      '🦊',
      'a'.repeat(3000),
    ];
    for (const name of names) {
      const segment = name.startsWith('%') ? name : encodeURIComponent(name);
      for (const path of [
        `/projects/${segment}/x`,
        `/runs/ada/looms/${segment}`,
        `/entities/${segment}`,
      ]) {
        const answer = await room.call('GET', `/api/v1${path}`, { key: ada });
        expect([path, [400, 404, 405].includes(answer.status)]).toEqual([path, true]);
      }
    }
  });
});

test('an instance admin sees what is private', async () => {
  expect((await as(ADMIN_KEY, 'GET', '/runs/ada/looms/r1')).status).toBe(200);
});
