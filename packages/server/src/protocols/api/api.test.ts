import {
  ApiKeyList,
  ConsoleLines,
  CreatedApiKey,
  DeadLetters,
  EntityView,
  FileList,
  MetricKeys,
  ProjectList,
  ProjectView,
  parseExactJson,
  RunDetail,
  RunList,
  SeriesResponse,
  SessionView,
} from '@runloom/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADMIN_KEY, openRoom, type Room } from './room.testing.ts';

let room: Room;
let ada: string;
let eve: string;
beforeAll(async () => {
  room = await openRoom();
  ada = await room.user('ada');
  eve = await room.user('eve');
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

    expect((await room.call('DELETE', '/api/v1/session', { cookie })).status).toBe(204);
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

describe('a run that was logged', () => {
  const address = '/runs/ada/looms/r1';
  const rows = [
    '{"_step":0,"loss":NaN,"n":9007199254740993,"_timestamp":1.7e9,"_runtime":0}',
    '{"_step":1,"loss":0.25,"text":"\\u0000é","_timestamp":1.7e9,"_runtime":1}',
    '{"_step":2,"loss":Infinity,"_timestamp":1.7e9,"_runtime":2}',
  ];
  beforeAll(async () => {
    const sent = await room.stream(ada, 'ada/looms/r1', {
      files: {
        'wandb-history.jsonl': { offset: 0, content: [...rows, 'not json'] },
        'wandb-summary.json': { offset: 0, content: ['{"loss":Infinity,"_step":2}'] },
        'output.log': {
          offset: 0,
          content: ['2026-11-23T16:00:00.000000 one', 'ERROR 2026-11-23T16:00:01.000000 two'],
        },
      },
    });
    expect(sent.status).toBe(200);
  });

  test('is described, with its config, summary and counts', async () => {
    const detail = RunDetail.parse((await as(ada, 'GET', address)).json);
    expect(detail).toMatchObject({
      name: 'r1',
      state: 'running',
      user: 'ada',
      config: { lr: 0.1 },
      summary: { loss: { $number: 'Infinity' } },
      lastStep: 2,
      deadLetterCount: 1,
      logLineCount: 2,
      canWrite: true,
      environment: null,
      command: null,
    });
    const list = RunList.parse((await as(ada, 'GET', '/projects/ada/looms/runs?limit=1')).json);
    expect(list.runs.map(({ name }) => name)).toEqual(['r1']);
    expect([list.totalCount, list.nextCursor]).toEqual([1, null]);
    const project = ProjectView.parse((await as(ada, 'GET', '/projects/ada/looms')).json);
    expect([project.runCount, project.runningCount]).toEqual([1, 1]);
  });

  test('gives its rows back to the letter', async () => {
    const answer = await as(ada, 'GET', `${address}/history`);
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="r1.ndjson"');
    // Keys may come in another order than they were sent in.
    expect(
      answer.text
        .trimEnd()
        .split('\n')
        .map((row) => parseExactJson(row)),
    ).toEqual(rows.map((row) => parseExactJson(row)));
  });

  test('gives its points to charts, counting what JSON can not hold', async () => {
    const keys = MetricKeys.parse((await as(ada, 'GET', '/projects/ada/looms/metric-keys')).json);
    expect(keys.history).toEqual(expect.arrayContaining(['loss', 'n']));
    const ofRun = MetricKeys.parse((await as(ada, 'GET', `${address}/metric-keys`)).json);
    expect(ofRun).toEqual(keys);
    const answer = await as(ada, 'POST', '/projects/ada/looms/series', {
      runs: ['r1', 'none'],
      keys: ['loss'],
    });
    expect(SeriesResponse.parse(answer.json).series).toEqual([
      {
        run: 'r1',
        key: 'loss',
        kind: 'points',
        count: 3,
        nanCount: 1,
        infinityCount: 1,
        x: [0, 1, 2],
        value: [null, 0.25, Number.MAX_VALUE],
      },
    ]);
  });

  test('shows its console: a page, the end, a search, the whole', async () => {
    const read = async (query: string) =>
      ConsoleLines.parse((await as(ada, 'GET', `${address}/console?${query}`)).json);
    const all = await read('from=0');
    expect(all.lines.map(({ number, level, text }) => [number, level, text])).toEqual([
      [0, 'info', 'one'],
      [1, 'error', 'two'],
    ]);
    expect(all.totalCount).toBe(2);
    expect((await read('tail=1')).lines.map(({ text }) => text)).toEqual(['two']);
    expect((await read('search=ONE')).lines.map(({ text }) => text)).toEqual(['one']);
    const raw = await as(ada, 'GET', `${address}/console/raw`);
    expect(raw.text).toBe('one\ntwo\n');
    expect(raw.headers.get('content-disposition')).toBe('attachment; filename="r1.log"');
    expect((await as(ada, 'GET', `${address}/console?limit=0`)).status).toBe(400);
  });

  test('lists its files, and the lines that could not be read', async () => {
    expect(FileList.parse((await as(ada, 'GET', `${address}/files`)).json)).toEqual({
      files: [],
      totalCount: 0,
    });
    const { deadLetters } = DeadLetters.parse(
      (await as(ada, 'GET', `${address}/dead-letters`)).json,
    );
    expect(deadLetters).toMatchObject([{ file: 'wandb-history.jsonl', line: 3, raw: 'not json' }]);
  });

  test('can be renamed, tagged and told to stop', async () => {
    const changed = await as(ada, 'PATCH', address, { displayName: 'brave', tags: ['a', 'b'] });
    expect(RunDetail.parse(changed.json)).toMatchObject({ displayName: 'brave', tags: ['a', 'b'] });
    const stopped = await as(ada, 'POST', `${address}/stop`);
    expect(RunDetail.parse(stopped.json).stopRequested).toBe(true);
    expect((await room.stream(ada, 'ada/looms/r1', {})).json).toEqual({ stopped: true });
    expect((await as(ada, 'PATCH', address, { displayName: '' })).status).toBe(400);
  });

  test('too many series in one request are refused before any work', async () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => `k${index}`);
    const answer = await as(ada, 'POST', '/projects/ada/looms/series', {
      runs: many(1000),
      keys: many(1000),
    });
    expect(answer.status).toBe(400);
    expect(answer.json.error.message).toContain('at most 10000 series');
  });
});

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
