import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RouteEntry } from '../../platform/http/index.ts';
import {
  addressOf,
  ask,
  MATRIX,
  ofProjects,
  openStage,
  type SeenBy,
  VISIBILITIES,
  type Who,
  without,
} from './access-matrix.testing.ts';
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

const EVALUATION = {
  dataset: { name: 'd' },
  models: [{ kind: 'saved', saved: { name: 'm' } }],
};

/** One span, without which nobody asks where it goes. */
const SPANS = [
  {
    scopeSpans: [
      {
        spans: [
          {
            traceId: 'a'.repeat(32),
            spanId: 'b'.repeat(16),
            name: 'call',
            startTimeUnixNano: '1',
            endTimeUnixNano: '2',
          },
        ],
      },
    ],
  },
];

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
    '/evaluation-runs': EVALUATION,
    '/estimate': EVALUATION,
    '/scorers/try': { scorers: [{ kind: 'json', name: 'j' }], output: '' },
    '/reports': { title: 'findings' },
    '/monitors': { name: 'polite', spec: { scorers: [{ kind: 'json', name: 'j' }] } },
    '/monitors/try': { spec: { scorers: [{ kind: 'json', name: 'j' }] } },
    '/projects/:entity/:project/notices': { isMuted: false, isWatched: false },
    ':run/notices': { isWatched: false },
    '/members/:kind/:member': { role: 'member' },
    '/transfer': { entity: 'crew' },
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
    '/series': '?from=0&to=60000',
  };
  /** What is said of the longest end that an address has. */
  const ofEnd = <T>(table: Readonly<Record<string, T>>, url: string): T | undefined =>
    Object.entries(table)
      .filter(([end]) => url.endsWith(end))
      .toSorted(([a], [b]) => b.length - a.length)[0]?.[1];

  /** What a request to a route holds. */
  const requestTo = ({ method, url }: RouteEntry, project: string) => {
    const path = `${addressOf(url, project)}${ofEnd(QUESTIONS, url) ?? ''}`;
    if (method === 'GET' || method === 'HEAD') return { method, path };
    // Traces of other protocols name the project in the body.
    const ofOthers = { project_id: `crew/${project}`, files: {}, resourceSpans: SPANS };
    const body = url.startsWith('/api/v1') ? (ofEnd(BODIES, url) ?? {}) : ofOthers;
    return method === 'DELETE' ? { method, path } : { method, path, body };
  };
  /** What only who manages a project may do, or says who belongs to it. */
  const forAdmins = ({ method, url }: RouteEntry, seen: SeenBy): boolean =>
    // Out of a project that few see, a run is shown to more people.
    (url.endsWith('/move') && (seen === 'private' || seen === 'restricted')) ||
    /\/members(\/|$)|\/transfer$/.test(url) ||
    (url.endsWith('/call-rules') && method === 'PUT') ||
    (url.endsWith('/projects/:entity/:project') && method === 'DELETE');
  /** What changes nothing, but is for who may change something. */
  const ofWriters = ({ url }: RouteEntry): boolean =>
    url.endsWith('/call-rules') || /\/annotation-queues\/:queue\/(next|items\/:item)$/.test(url);
  /** One's own of a project that one only reads. */
  const ofReaders = ({ url }: RouteEntry): boolean => /\/(workspace|notices)$/.test(url);
  /** What a role may that adds deleting and writing reports. */
  const ofTidiers = ({ method, url }: RouteEntry): boolean =>
    method === 'DELETE' || /trash|\/views|\/reports$|\/remove(-versions)?$|\/bulk$/.test(url);
  /** It ends what the others need, or never ends. */
  const isLeftOut = ({ method, url }: RouteEntry): boolean =>
    (method === 'DELETE' && url === '/api/v1/projects/:entity/:project') || url.endsWith('/live');

  test('of a project answers each who asks by what they may, and hides what they may not see', async () => {
    const stage = await openStage(room);
    const inside = ofProjects(room.server.http.routes);
    expect(inside.length).toBeGreaterThan(150);
    const wrong: string[] = [];
    let asked = 0;
    const check = async (route: RouteEntry, who: Who, seen: SeenBy): Promise<void> => {
      const may = MATRIX[who][seen];
      const key = stage.keys[who];
      const { name } = stage.projects[seen];
      const told = await ask(room, key, requestTo(route, name));
      asked += 1;
      const say = (why: string, more = told.text) =>
        wrong.push(
          `${route.method} ${route.url} for ${who}, ${seen}: ${told.status} ${why} ${more.slice(0, 160)}`,
        );
      if (may !== 'nothing') {
        const isRefused = told.status === 403 || told.status === 401;
        const reads =
          (route.reads && !ofWriters(route) && !(key === null && ofReaders(route))) ||
          route.url.endsWith('/eval_results/query');
        const mayRead = reads || (ofReaders(route) && key !== null && who !== 'reading key');
        const mayDo = may === 'all' || (!forAdmins(route, seen) && (may === 'work' || mayRead));
        if (mayDo && isRefused) say('is refused to who may');
        if (mayDo || (who === 'custom' && ofTidiers(route))) return;
        const refusal = key === null ? 401 : 403;
        // Other protocols read all of a body before they ask who sent it.
        const isUnread = !route.url.startsWith('/api/v1') && [400, 415, 422].includes(told.status);
        // What it names inside of the project is not there.
        const isNothing = told.status === 404;
        if (told.status !== refusal && !isUnread && !isNothing) say(`is not ${refusal}`);
        return;
      }
      // As long as the real name, so that nothing but what is there differs.
      const absent = `${asked}`.padStart(name.length, 'x');
      const nothing = await ask(room, key, requestTo(route, absent));
      // Who may make projects here learns that a name is taken, and no more.
      const mayCreate = MATRIX[who].team === 'work' && !route.reads;
      if (nothing.status < 300 || (mayCreate && !route.url.startsWith('/api/v1'))) {
        if (told.status < 400) say('is done where it may not be');
        return;
      }
      const isSame =
        JSON.stringify(without(told, [name])) === JSON.stringify(without(nothing, [absent]));
      if (!isSame) say('tells what is there', `${told.text} / ${nothing.status} ${nothing.text}`);
      const expected = key === null ? 401 : 404;
      // Who sees the team, but may make no projects in it, is told so whatever the name.
      const isCreation = route.method === 'PUT' && route.url.endsWith('/:project');
      if (route.url.startsWith('/api/v1') && !isCreation && told.status !== expected) {
        say(`is not ${expected}`);
      }
    };
    for (const route of inside) {
      for (const who of Object.keys(MATRIX) as Who[]) {
        // The answer to HEAD is the one to GET without its body, and below /traces all is once more.
        const isRepeated = route.method === 'HEAD' || route.url.startsWith('/traces/');
        if (isRepeated && !['anonymous', 'stranger', 'reading key'].includes(who)) continue;
        const of = (isHidden: boolean) =>
          VISIBILITIES.filter((seen) => (MATRIX[who][seen] === 'nothing') === isHidden);
        await Promise.all(of(true).map((seen) => check(route, who, seen)));
        if (isLeftOut(route) || route.method === 'HEAD') continue;
        for (const seen of of(false)) await check(route, who, seen);
      }
    }
    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThan(6_000);
  }, 240_000);

  test('of a team, a person or an organization hides what a stranger may not see', async () => {
    const places: readonly [parameter: string, there: string][] = [
      [':entity', 'others'],
      [':entity', 'ada'],
      [':team', 'others'],
      [':organization', 'elsewhere'],
      [':org', 'elsewhere'],
    ];
    const wrong: string[] = [];
    let asked = 0;
    for (const route of own()) {
      if (route.url.includes(':project') || route.policy === 'instance-admin') continue;
      for (const [parameter, there] of places) {
        if (!route.url.split('/').includes(parameter)) continue;
        const gone = 'x'.repeat(there.length);
        for (const key of [eve, null]) {
          asked += 1;
          const to = (name: string) => {
            const request = requestTo({ ...route, url: route.url.replace(parameter, name) }, '');
            return ask(room, key, request);
          };
          const [told, nothing] = [await to(there), await to(gone)];
          const isSame =
            JSON.stringify(without(told, [there])) === JSON.stringify(without(nothing, [gone]));
          if (isSame && (key !== null || told.status === 401 || told.status >= 400)) continue;
          wrong.push(`${route.method} ${route.url}: ${told.text} / ${nothing.text}`.slice(0, 300));
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThan(100);
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
