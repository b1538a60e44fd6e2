import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { setStage, UPSERT } from './stage.testing.ts';

const stage = setStage();

describe('who asks', () => {
  it('is told who they are, or null', async () => {
    const query = '{ viewer { id entity username flags teams { edges { node { name } } } } }';
    expect(await stage.admin.ask(query)).toMatchObject({
      viewer: { username: 'admin', entity: 'admin', flags: '{}' },
    });
    expect(await stage.room.as(null).ask(query)).toEqual({ viewer: null });
  });

  it('learns of a wrong key by 401 and the words that the client shows', async () => {
    const answer = await stage.room
      .as('wrong-key-0123456789abcdefghijklmnopqrstuvw')
      .graphql('{ viewer { id } }');
    expect(answer.status).toBe(401);
    expect(answer.json).toMatchObject({
      errors: [{ message: expect.stringContaining('API key') }],
    });
  });

  it('can not log without a key', async () => {
    const answer = await stage.room.as(null).graphql(UPSERT, { name: 'x', project: 'looms' });
    expect(answer.status).toBe(401);
    expect((await stage.room.as(null).stream('admin/looms/x', {})).status).toBe(401);
  });

  it('sees nothing of the projects of others', async () => {
    await stage.createRun('secret');
    expect(await stage.guest.ask('{ project(name: "looms", entityName: "admin") { id } }')).toEqual(
      {
        project: null,
      },
    );
    const answer = await stage.guest.graphql(UPSERT, {
      name: 'x',
      project: 'looms',
      entity: 'admin',
    });
    expect(answer.json).toMatchObject({ errors: [{ message: expect.any(String) }] });
    expect([403, 404]).toContain((await stage.guest.stream('admin/looms/secret', {})).status);
    const { bucket } = await stage.upsert('secret');
    const stop = 'mutation S($id: ID!) { stopRun(input: {id: $id}) { success } }';
    expect((await stage.guest.graphql(stop, { id: bucket.id })).text).not.toContain('true');
  });
});

describe('a GraphQL request', () => {
  it('for an unknown field is refused in the words that clients look for', async () => {
    const answer = await stage.admin.graphql('{ serverInfo { nonsense } }');
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
    const answer = await stage.admin.send('POST', '/graphql', {
      body,
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({ errors: [{ message: expect.any(String) }] });
  });

  it('is bounded', async () => {
    const aliases = Array.from({ length: 60 }, (_, index) => `a${index}: viewer { id }`).join(' ');
    expect((await stage.admin.graphql(`{ ${aliases} }`)).text).toContain('too large');
    expect((await stage.admin.graphql(`{ viewer { id } ${' '.repeat(100_000)} }`)).status).toBe(
      400,
    );
    expect((await stage.admin.graphql(`{ ${'viewer { id } '.repeat(3000)} }`)).status).toBe(400);
  });

  it('may ask for the types only when signed in', async () => {
    const query = '{ __schema { queryType { name } } }';
    expect((await stage.room.as(null).graphql(query)).status).toBe(400);
    expect(await stage.admin.ask(query)).toEqual({ __schema: { queryType: { name: 'Query' } } });
  });

  it('with fields in an input that are null and unknown is taken', async () => {
    const create = `mutation C($input: UpsertModelInput!) {
      upsertModel(input: $input) { project { name entityName } inserted } }`;
    const input = { name: 'made', entityName: 'admin', fromTheFuture: null };
    expect(await stage.admin.ask(create, { input })).toEqual({
      upsertModel: { project: { name: 'made', entityName: 'admin' }, inserted: true },
    });
    const answer = await stage.admin.graphql(create, { input: { ...input, fromTheFuture: 1 } });
    expect(answer.text).toContain('fromTheFuture');
  });

  it('tells the features that work', async () => {
    const { serverInfo } = await stage.admin.ask('{ serverInfo { features { name isEnabled } } }');
    expect(serverInfo).toMatchObject({
      features: expect.arrayContaining([
        { name: 'STRUCTURED_CONSOLE_LOGS', isEnabled: true },
        { name: 'UPDATE_RUN_STATE', isEnabled: true },
      ]),
    });
  });
});

describe('the file stream', () => {
  it('takes compressed bodies', async () => {
    await stage.upsert('packed');
    const body = gzipSync(
      JSON.stringify({ files: { 'wandb-history.jsonl': { offset: 0, content: ['{"_step":0}'] } } }),
    );
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const path = '/files/admin/looms/packed/file_stream';
    expect((await stage.admin.send('POST', path, { body, headers })).status).toBe(200);
    expect(await stage.read('packed', 'historyLineCount')).toEqual({ historyLineCount: 1 });
    const broken = await stage.admin.send('POST', path, { body: body.subarray(0, 20), headers });
    expect(broken.status).toBe(400);
  });

  it('shows console lines with their numbers, times and colours', async () => {
    await stage.upsert('printed');
    const content = [
      JSON.stringify({ ts: '2026-11-23T15:59:58.116027', content: '\u001b[31mred\u001b[0m' }),
      'ERROR 2026-11-23T16:08:12.686868 oh',
      'no time',
    ];
    await stage.admin.stream('admin/looms/printed', {
      files: { 'output.log': { offset: 0, content } },
    });
    await stage.admin.stream('admin/looms/printed', {
      files: { 'output.log': { offset: 2, content: ['2026-11-23T16:08:13.000001 100%'] } },
    });
    const fields =
      'edges { node { number timestamp level label line } } pageInfo { endCursor hasNextPage }';
    const { logLines } = await stage.read('printed', `logLines(first: 2) { ${fields} }`);
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
    expect((await stage.read('printed', after))['logLines']).toMatchObject(last);
    expect(
      (await stage.read('printed', `logLines(last: 1) { ${fields} }`))['logLines'],
    ).toMatchObject(last);
  });
});
