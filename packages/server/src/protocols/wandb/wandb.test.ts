import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_KEY, type Caller, openRoom, type Room } from './room.testing.ts';

const GUEST_KEY = 'guest-key-0123456789abcdefghijklmnopqrstuvwxyz';
const UPSERT = `mutation Upsert($id: String, $name: String, $project: String, $entity: String,
    $displayName: String, $config: JSONString, $tags: [String!], $notes: String, $state: String) {
  upsertBucket(input: {id: $id, name: $name, modelName: $project, entityName: $entity,
      displayName: $displayName, config: $config, tags: $tags, notes: $notes, state: $state}) {
    bucket { id name displayName description config sweepName historyLineCount
      project { id name entity { id name } } }
    inserted
  }
}`;
const ofRun = (fields: string) => `query Of($name: String!) {
  project(name: "looms", entityName: "admin") { run(name: $name) { ${fields} } } }`;

let room: Room;
let admin: Caller;
let guest: Caller;

beforeAll(async () => {
  room = await openRoom();
  admin = room.as(ADMIN_KEY);
  guest = room.as(GUEST_KEY);
  await admin.send('PUT', '/api/v1/admin/users/guest', {
    body: JSON.stringify({ apiKey: GUEST_KEY }),
    headers: { 'content-type': 'application/json' },
  });
});
afterAll(() => room.close());

interface Bucket {
  readonly id: string;
  readonly displayName: string;
  readonly project: { name: string; entity: { name: string } };
}

async function upsert(
  name: string,
  variables: object = {},
): Promise<{ bucket: Bucket; inserted: boolean }> {
  const data = await admin.ask(UPSERT, { name, project: 'looms', entity: null, ...variables });
  return data['upsertBucket'] as { bucket: Bucket; inserted: boolean };
}

/** The fields of a run of the project `looms`. */
async function read(name: string, fields: string): Promise<Record<string, unknown>> {
  const { project } = await admin.ask(ofRun(fields), { name });
  return (project as { run: Record<string, unknown> }).run;
}

async function createRun(name: string, lines: readonly string[] = []): Promise<Bucket> {
  const { bucket } = await upsert(name);
  const files = { 'wandb-history.jsonl': { offset: 0, content: lines } };
  expect((await admin.stream(`admin/looms/${name}`, { files })).status).toBe(200);
  return bucket;
}

describe('who asks', () => {
  it('is told who they are, or null', async () => {
    const query = '{ viewer { id entity username flags teams { edges { node { name } } } } }';
    expect(await admin.ask(query)).toMatchObject({
      viewer: { username: 'admin', entity: 'admin', flags: '{}' },
    });
    expect(await room.as(null).ask(query)).toEqual({ viewer: null });
  });

  it('learns of a wrong key by 401 and the words that the client shows', async () => {
    const answer = await room
      .as('wrong-key-0123456789abcdefghijklmnopqrstuvw')
      .graphql('{ viewer { id } }');
    expect(answer.status).toBe(401);
    expect(answer.json).toMatchObject({
      errors: [{ message: expect.stringContaining('API key') }],
    });
  });

  it('can not log without a key', async () => {
    const answer = await room.as(null).graphql(UPSERT, { name: 'x', project: 'looms' });
    expect(answer.status).toBe(401);
    expect((await room.as(null).stream('admin/looms/x', {})).status).toBe(401);
  });

  it('sees nothing of the projects of others', async () => {
    await createRun('secret');
    expect(await guest.ask('{ project(name: "looms", entityName: "admin") { id } }')).toEqual({
      project: null,
    });
    const answer = await guest.graphql(UPSERT, { name: 'x', project: 'looms', entity: 'admin' });
    expect(answer.json).toMatchObject({ errors: [{ message: expect.any(String) }] });
    expect([403, 404]).toContain((await guest.stream('admin/looms/secret', {})).status);
    const { bucket } = await upsert('secret');
    const stop = 'mutation S($id: ID!) { stopRun(input: {id: $id}) { success } }';
    expect((await guest.graphql(stop, { id: bucket.id })).text).not.toContain('true');
  });
});

describe('a GraphQL request', () => {
  it('for an unknown field is refused in the words that clients look for', async () => {
    const answer = await admin.graphql('{ serverInfo { nonsense } }');
    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({
      errors: [{ message: 'Cannot query field "nonsense" on type "ServerInfo".' }],
    });
  });

  it.each([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['no query', '{"variables":{}}'],
    ['a query that is no text', '{"query":7}'],
    ['bad syntax', '{"query":"{"}'],
    ['an operation that is not in it', '{"query":"query A { viewer { id } }","operationName":"B"}'],
    [
      'two operations and no name',
      '{"query":"query A { viewer { id } } query B { viewer { id } }"}',
    ],
    [
      'a variable that is no JSON',
      '{"query":"query A($c: JSONString) { project(name: \\"looms\\") { runCount(filters: $c) } }","variables":{"c":"{"}}',
    ],
  ])('with %s is answered 400 and errors', async (_, body) => {
    const answer = await admin.send('POST', '/graphql', {
      body,
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({ errors: [{ message: expect.any(String) }] });
  });

  it('is bounded', async () => {
    const aliases = Array.from({ length: 60 }, (_, index) => `a${index}: viewer { id }`).join(' ');
    expect((await admin.graphql(`{ ${aliases} }`)).text).toContain('too large');
    expect((await admin.graphql(`{ viewer { id } ${' '.repeat(100_000)} }`)).status).toBe(400);
    expect((await admin.graphql(`{ ${'viewer { id } '.repeat(3000)} }`)).status).toBe(400);
  });

  it('may ask for the types only when signed in', async () => {
    const query = '{ __schema { queryType { name } } }';
    expect((await room.as(null).graphql(query)).status).toBe(400);
    expect(await admin.ask(query)).toEqual({ __schema: { queryType: { name: 'Query' } } });
  });

  it('with fields in an input that are null and unknown is taken', async () => {
    const create = `mutation C($input: UpsertModelInput!) {
      upsertModel(input: $input) { project { name entityName } inserted } }`;
    const input = { name: 'made', entityName: 'admin', fromTheFuture: null };
    expect(await admin.ask(create, { input })).toEqual({
      upsertModel: { project: { name: 'made', entityName: 'admin' }, inserted: true },
    });
    const answer = await admin.graphql(create, { input: { ...input, fromTheFuture: 1 } });
    expect(answer.text).toContain('fromTheFuture');
  });

  it('tells the features that work', async () => {
    const { serverInfo } = await admin.ask('{ serverInfo { features { name isEnabled } } }');
    expect(serverInfo).toMatchObject({
      features: expect.arrayContaining([{ name: 'STRUCTURED_CONSOLE_LOGS', isEnabled: true }]),
    });
  });
});

describe('a run', () => {
  it('is created in the own entity and a project that is made for it', async () => {
    const { bucket, inserted } = await upsert('first', { project: 'fresh', config: '{"a":NaN}' });
    expect(inserted).toBe(true);
    expect(bucket).toMatchObject({
      name: 'first',
      displayName: expect.stringMatching(/^[a-z]+-[a-z]+-1$/),
      config: '{"a":NaN}',
      historyLineCount: 0,
      project: { name: 'fresh', entity: { name: 'admin' } },
    });
  });

  it('is changed by later upserts with and without its id, null touching nothing', async () => {
    const { bucket } = await upsert('changed', { displayName: 'one', tags: ['t'], notes: 'n' });
    await upsert('changed', { displayName: null, tags: null, config: '{"b":{"value":1}}' });
    await admin.ask(UPSERT, { id: bucket.id, notes: 'm' });
    expect(await read('changed', 'id displayName tags notes config state')).toEqual({
      id: bucket.id,
      displayName: 'one',
      tags: ['t'],
      notes: 'm',
      config: '{"b":{"value":1}}',
      state: 'running',
    });
  });

  it('refuses states and ids that do not exist', async () => {
    const { json } = await admin.graphql(UPSERT, { name: 'x', project: 'looms', state: 'flying' });
    expect(json).toMatchObject({ errors: [{ message: expect.stringContaining('flying') }] });
    expect((await admin.graphql(UPSERT, { id: 'bm9uc2Vuc2U=' })).text).toContain('not the id');
  });

  it('tells what a resuming client needs', async () => {
    const config = '{"_wandb":{"value":{"t":{"1":[5]},"m":[]}},"lr":{"value":0.1}}';
    await upsert('resumable', { config });
    await admin.stream('admin/looms/resumable', {
      files: {
        'wandb-history.jsonl': { offset: 0, content: ['{"_step":0,"a":1}', '{"_step":1,"a":NaN}'] },
        'wandb-events.jsonl': { offset: 0, content: ['{"_timestamp":1.5,"system.cpu":3}'] },
        'wandb-summary.json': { offset: 0, content: ['{"a":NaN,"_step":1}'] },
        'output.log': { offset: 0, content: ['2026-11-23T16:08:12.686636 x'] },
      },
    });
    const { model } = await admin.ask(`{ model(name: "looms", entityName: "admin") {
      id name entity { id name }
      bucket(name: "resumable", missingOk: true) { id summaryMetrics logLineCount historyLineCount
        eventsLineCount historyTail eventsTail config tags notes wandbConfig(keys: ["t"]) } } }`);
    expect((model as { bucket: object }).bucket).toMatchObject({
      summaryMetrics: '{"a":NaN,"_step":1}',
      historyLineCount: 2,
      eventsLineCount: 1,
      logLineCount: 1,
      historyTail: JSON.stringify(['{"_step":1,"a":NaN}']),
      eventsTail: JSON.stringify(['{"_timestamp":1.5,"system.cpu":3}']),
      config,
      notes: null,
      wandbConfig: '{"t":{"1":[5]}}',
    });
  });

  it('that is missing is null, as are its project and its entity', async () => {
    const query = `query Q($e: String, $p: String) { project(name: $p, entityName: $e) {
      run(name: "none") { id } bucket(name: "none", missingOk: true) { id } } }`;
    expect(await admin.ask(query, { e: 'admin', p: 'looms' })).toEqual({
      project: { run: null, bucket: null },
    });
    expect(await admin.ask(query, { e: 'admin', p: 'none' })).toEqual({ project: null });
    expect(await admin.ask(query, { e: 'nobody', p: 'none' })).toEqual({ project: null });
  });

  it('is listed page by page, oldest first, with a user and a numeric project id', async () => {
    for (const name of ['l1', 'l2', 'l3']) await upsert(name, { project: 'listed' });
    const query = `query Runs($after: String, $order: String) {
      project(name: "listed", entityName: "admin") {
        runCount(filters: "{}")
        runs(filters: "{}", after: $after, first: 2, order: $order) {
          edges { node { name projectId user { name username } readOnly } cursor }
          pageInfo { endCursor hasNextPage } } } }`;
    interface Page {
      readonly runCount: number;
      readonly runs: {
        readonly edges: readonly { node: { name: string; projectId: string }; cursor: string }[];
        readonly pageInfo: { endCursor: string; hasNextPage: boolean };
      };
    }
    const page = async (variables: object): Promise<Page> =>
      (await admin.ask(query, variables))['project'] as Page;
    const first = await page({ after: null, order: '+created_at' });
    expect(first).toMatchObject({
      runCount: 3,
      runs: {
        edges: [
          { node: { name: 'l1', user: { username: 'admin' }, readOnly: false } },
          { node: { name: 'l2' } },
        ],
        pageInfo: { hasNextPage: true },
      },
    });
    expect(Number.isInteger(Number(first.runs.edges[0]?.node.projectId))).toBe(true);
    const second = await page({ after: first.runs.pageInfo.endCursor });
    expect(second.runs).toMatchObject({
      edges: [{ node: { name: 'l3' } }],
      pageInfo: { hasNextPage: false },
    });
    expect((await page({ order: '-created_at' })).runs.edges[0]?.node.name).toBe('l3');
  });

  it('is never listed by a filter or an order that would not be obeyed', async () => {
    const query = `query Q($f: JSONString, $o: String) { project(name: "looms", entityName: "admin") {
      runs(filters: $f, order: $o) { edges { cursor } } } }`;
    expect((await admin.graphql(query, { f: '{"state":"failed"}' })).text).toContain('filter');
    expect((await admin.graphql(query, { o: '-summary_metrics.loss' })).text).toContain('order');
  });

  it('hears in its stream that it shall stop, until it ends', async () => {
    const { id } = await createRun('stopped');
    const stop = 'mutation S($id: ID!) { stopRun(input: {id: $id}) { success } }';
    expect(await admin.ask(stop, { id })).toEqual({ stopRun: { success: true } });
    expect((await admin.stream('admin/looms/stopped', {})).json).toEqual({ stopped: true });
    const end = { complete: true, exitcode: 255 };
    expect((await admin.stream('admin/looms/stopped', end)).json).toEqual({ stopped: false });
    expect(await read('stopped', 'state exitcode')).toEqual({ state: 'killed', exitcode: 255 });
  });
});

describe('the history', () => {
  const LINES = [
    '{"_step":0,"loss":0.5,"nest":{"b":1},"big":9007199254740993}',
    '{"_step":1,"loss":NaN,"nest":{"b":2},"big":1}',
    '{"_step":2,"other":1}',
    '{"_step":3,"loss":-Infinity,"nest":{"b":4},"big":2}',
  ];
  beforeAll(() => createRun('rows', LINES));

  it('is the rows as they were sent', async () => {
    expect(await read('rows', 'history(samples: 500)')).toEqual({ history: LINES });
    expect(await read('rows', 'history(minStep: 1, maxStep: 3, samples: 1000)')).toEqual({
      history: LINES.slice(1, 3),
    });
    expect(
      await read('rows', 'parquetHistory(liveKeys: ["_step"]) { parquetUrls liveData }'),
    ).toEqual({
      parquetHistory: { parquetUrls: [], liveData: [] },
    });
  });

  it('by keys is the rows that have them all, with every digit', async () => {
    const spec = { keys: ['_step', 'nest.b', 'loss', 'big', '_step'], samples: 10 };
    const query =
      'query Q($specs: [JSONString!]!) { project(name: "looms", entityName: "admin") { run(name: "rows") { sampledHistory(specs: $specs) } } }';
    const ask = (more: object) =>
      admin.graphql(query, { specs: [JSON.stringify({ ...spec, ...more })] });
    expect((await ask({})).text).toContain(
      '[[{"_step":0,"nest.b":1,"loss":0.5,"big":9007199254740993},{"_step":1,"nest.b":2,"loss":"NaN","big":1},{"_step":3,"nest.b":4,"loss":"-Infinity","big":2}]]',
    );
    expect((await ask({ minStep: 1, maxStep: 3 })).text).toContain('[[{"_step":1,');
    expect((await ask({ keys: [] })).text).toContain('spec of sampledHistory');
  });

  it('has keys with types, counts and last values', async () => {
    const { historyKeys } = await read('rows', 'historyKeys');
    expect(historyKeys).toMatchObject({
      lastStep: 3,
      sets: [],
      keys: {
        loss: { typeCounts: [{ type: 'number', count: 3 }], previousValue: '-Infinity' },
        'nest.b': { previousValue: 4 },
      },
    });
  });
});

describe('the file stream', () => {
  it('takes compressed bodies', async () => {
    await upsert('packed');
    const body = gzipSync(
      JSON.stringify({ files: { 'wandb-history.jsonl': { offset: 0, content: ['{"_step":0}'] } } }),
    );
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const path = '/files/admin/looms/packed/file_stream';
    expect((await admin.send('POST', path, { body, headers })).status).toBe(200);
    expect(await read('packed', 'historyLineCount')).toEqual({ historyLineCount: 1 });
    const broken = await admin.send('POST', path, { body: body.subarray(0, 20), headers });
    expect(broken.status).toBe(400);
  });

  it('shows console lines with their numbers, times and colours', async () => {
    await upsert('printed');
    const content = [
      JSON.stringify({ ts: '2026-11-23T15:59:58.116027', content: '\u001b[31mred\u001b[0m' }),
      'ERROR 2026-11-23T16:08:12.686868 oh',
      'no time',
    ];
    await admin.stream('admin/looms/printed', { files: { 'output.log': { offset: 0, content } } });
    await admin.stream('admin/looms/printed', {
      files: { 'output.log': { offset: 2, content: ['2026-11-23T16:08:13.000001 100%'] } },
    });
    const fields =
      'edges { node { number timestamp level label line } } pageInfo { endCursor hasNextPage }';
    const { logLines } = await read('printed', `logLines(first: 2) { ${fields} }`);
    expect(logLines).toEqual({
      edges: [
        {
          node: {
            number: 0,
            timestamp: '2026-11-23T15:59:58.116027Z',
            level: 'info',
            label: '',
            line: '\u001b[31mred\u001b[0m',
          },
        },
        {
          node: {
            number: 1,
            timestamp: '2026-11-23T16:08:12.686868Z',
            level: 'error',
            label: '',
            line: 'oh',
          },
        },
      ],
      pageInfo: { endCursor: '1', hasNextPage: true },
    });
    const last = { edges: [{ node: { number: 2, line: '100%' } }] };
    const after = `logLines(first: 2, after: "1") { ${fields} }`;
    expect((await read('printed', after))['logLines']).toMatchObject(last);
    expect((await read('printed', `logLines(last: 1) { ${fields} }`))['logLines']).toMatchObject(
      last,
    );
  });
});

describe('files', () => {
  const CREATE = `mutation C($files: [String!]!) { createRunFiles(input: {entityName: "admin",
    projectName: "looms", runName: "filed", files: $files}) {
      runID uploadHeaders files { name uploadUrl } } }`;
  const NAMES = ['config.yaml', './notes with 100% #?.txt', 'media/html/HT%3ML ü.html', 'empty'];
  const bytes = (name: string) => Buffer.from(name === 'empty' ? '' : `content of ${name}`);

  beforeAll(async () => {
    await createRun('filed');
    const { createRunFiles } = await admin.ask(CREATE, { files: NAMES });
    const { files } = createRunFiles as { files: { name: string; uploadUrl: string }[] };
    expect(files.map((file) => file.name)).toEqual(NAMES);
    for (const { name, uploadUrl } of files) {
      const url = new URL(uploadUrl);
      expect(url.origin).toBe('http://127.0.0.1:8080');
      const put = await room.as(null).send('PUT', url.pathname, {
        body: bytes(name),
        headers: { 'content-type': 'application/json' },
      });
      expect(put.status).toBe(200);
    }
  });

  interface File {
    readonly name: string;
    readonly url: string;
    readonly directUrl: string;
    readonly sizeBytes: number;
  }
  const list = async (args: string): Promise<{ edges: { node: File; cursor: string }[] }> => {
    const fields =
      'edges { node { id name url directUrl sizeBytes mimetype updatedAt md5 } cursor } pageInfo { endCursor hasNextPage }';
    const run = await read('filed', `fileCount files(${args}) { ${fields} }`);
    expect(run['fileCount']).toBe(NAMES.length);
    return run['files'] as { edges: { node: File; cursor: string }[] };
  };
  const find = async (name: string): Promise<File> => {
    const file = (await list(`names: [${JSON.stringify(name)}]`)).edges[0]?.node;
    if (file === undefined) throw new Error(`${name} is not listed`);
    return file;
  };

  it('are listed under the names they were given', async () => {
    const { edges } = await list('names: [], first: 50');
    expect(edges.map(({ node }) => [node.name, node.sizeBytes]).sort()).toEqual(
      NAMES.map((name) => [name.replace(/^\.\//, ''), bytes(name).length]).sort(),
    );
    expect((await list('names: ["missing"]')).edges).toEqual([]);
    expect((await list('pattern: "media/%"')).edges).toHaveLength(1);
  });

  it('are walked page by page from the cursor of the last edge', async () => {
    const first = await list('first: 3');
    expect(first.edges).toHaveLength(3);
    const rest = await list(`first: 3, after: ${JSON.stringify(first.edges.at(-1)?.cursor)}`);
    expect(rest.edges).toHaveLength(1);
  });

  it('are read with a key, byte for byte', async () => {
    for (const name of NAMES) {
      const { pathname } = new URL((await find(name)).url);
      const answer = await admin.send('GET', pathname);
      expect([answer.status, answer.text]).toEqual([200, bytes(name).toString()]);
      expect((await guest.send('GET', pathname)).status).toBe(404);
      expect((await room.as(null).send('GET', pathname)).status).not.toBe(200);
    }
  });

  it('are read for a short time without one, in parts if wanted', async () => {
    const { directUrl } = await find('config.yaml');
    const { pathname } = new URL(directUrl);
    const nobody = room.as(null);
    const whole = await nobody.send('GET', pathname);
    expect(whole.text).toBe('content of config.yaml');
    const part = await nobody.send('GET', pathname, { headers: { range: 'bytes=0-6' } });
    expect([part.status, part.text]).toEqual([206, 'content']);
    expect(part.headers['content-range']).toBe('bytes 0-6/22');
    const beyond = await nobody.send('GET', pathname, { headers: { range: 'bytes=99-' } });
    expect(beyond.status).toBe(416);
    const etag = String(whole.headers['etag']);
    const same = await nobody.send('GET', pathname, { headers: { 'if-none-match': etag } });
    expect(same.status).toBe(304);
    expect((await nobody.send('GET', pathname.replace(/downloads\/./, 'downloads/~'))).status).toBe(
      403,
    );
  });

  it('never run in this origin', async () => {
    const { directUrl } = await find('media/html/HT%3ML ü.html');
    const { headers } = await room.as(null).send('GET', new URL(directUrl).pathname);
    expect(headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringMatching(/^sandbox;/),
    });
  });

  it.each([['../out'], ['/etc/passwd'], ['a/../../b'], ['a\0b'], ['a\\..\\b']])(
    'are never called %j',
    async (name) => {
      const answer = await admin.graphql(CREATE, { files: [name] });
      expect(answer.json).toMatchObject({ errors: [{ message: expect.any(String) }] });
    },
  );

  it('are not taken under a forged token', async () => {
    const answer = await room.as(null).send('PUT', '/storage/uploads/forged/x', { body: 'x' });
    expect(answer.status).toBe(403);
  });

  it('may be asked for by a page of this address, and by no other', async () => {
    const ask = (origin: string) =>
      room
        .as(null)
        .send('OPTIONS', '/files/admin/looms/filed/config.yaml', { headers: { origin } });
    const own = await ask('http://127.0.0.1:8080');
    expect(own.headers['access-control-allow-origin']).toBe('http://127.0.0.1:8080');
    const other = await ask('http://evil.test');
    expect(other.headers['access-control-allow-origin']).toBeUndefined();
  });
});
