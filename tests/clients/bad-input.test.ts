import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApi, type RunAddress } from '../support/api.ts';
import type { RunByClient } from '../support/clients.ts';
import { setStage } from '../support/stage.ts';
import { createWire, streamPath, type Wire } from '../support/wire.ts';

const stage = setStage();
const WRONG_KEY = 'wrong-key-0123456789abcdefghijklmnopqrstuvwxyz00';
const OTHER_KEY = 'other-user-key-0123456789abcdefghijklmnopqrstuv';

let wire: Wire;
let address: RunAddress;

beforeEach(async () => {
  wire = createWire(stage.server.url, stage.server.adminKey);
  address = { entity: 'admin', project: 'bad-input', run: randomBytes(4).toString('hex') };
  await wire.createRun(address);
  const answer = await wire.postRows(address, 0, ['{"_step":0,"loss":1}', '{"_step":1,"loss":2}']);
  expect(answer.status).toBe(200);
});

afterEach(async () => {
  // Whatever was sent: the server is up, and what it had acknowledged is there.
  expect((await fetch(`${stage.server.url}/healthz`)).status).toBe(200);
  const acknowledged = (await stage.api.history(address)).filter(
    (row) => row.get('_step') === 0 || row.get('_step') === 1,
  );
  expect(acknowledged.map((row) => row.get('loss'))).toEqual([1, 2]);
});

const readByClient = (): Promise<RunByClient> =>
  stage.machine.read(`admin/bad-input/${address.run}`);

const steps = async (): Promise<unknown[]> =>
  (await stage.api.history(address)).map((row) => row.get('_step'));

describe('a request without the right to do what it asks', () => {
  it.each([
    ['no key', null],
    ['a wrong key', WRONG_KEY],
    ['a key with odd characters', "'; DROP TABLE users; --0123456789012345678901234567"],
  ])('with %s is answered 401 and a reason, everywhere', async (_, key) => {
    const stranger = createWire(stage.server.url, key);
    const upsert = stranger.createRun({ ...address, run: 'strange' });
    await expect(upsert).rejects.toThrow(/401|Unauthenticated|API key/i);
    const posted = await stranger.postRows(address, 2, ['{"_step":2,"loss":3}']);
    expect(posted.status).toBe(401);
    expect(JSON.parse(posted.text)).toBeTypeOf('object');
    expect(posted.text).toMatch(/key|sign in/i);
    const read = await createApi(stage.server.url, key).send(
      'GET',
      `/api/v1/runs/admin/bad-input/${address.run}`,
    );
    expect([401, 404]).toContain(read.status);
    expect(await steps()).toEqual([0, 1]);
  });

  it('of another user can neither see nor touch a private project', async () => {
    await stage.api.send('PUT', '/api/v1/admin/users/other', { apiKey: OTHER_KEY });
    const other = createWire(stage.server.url, OTHER_KEY);
    const posted = await other.postRows(address, 2, ['{"_step":2,"loss":3}']);
    expect([403, 404]).toContain(posted.status);
    await expect(other.createRun({ ...address, run: 'intruder' })).rejects.toThrow();
    const api = createApi(stage.server.url, OTHER_KEY);
    for (const path of [
      '/api/v1/projects/admin/bad-input',
      '/api/v1/projects/admin/bad-input/runs',
      `/api/v1/runs/admin/bad-input/${address.run}`,
      `/api/v1/runs/admin/bad-input/${address.run}/history`,
      `/api/v1/runs/admin/bad-input/${address.run}/console`,
      `/api/v1/runs/admin/bad-input/${address.run}/files`,
    ]) {
      const answer = await api.send('GET', path);
      expect(answer.status, path).toBe(404);
      expect(answer.text, path).not.toContain(address.run);
    }
    const query =
      'query($e:String!,$p:String!,$n:String!){project(name:$p,entityName:$e){run(name:$n){id}}}';
    const read = await other.graphql(query, { e: 'admin', p: 'bad-input', n: address.run });
    expect(JSON.parse(read.text)).toMatchObject({ data: { project: null } });
    expect(await steps()).toEqual([0, 1]);
  });

  it('to a run that nobody created is refused', async () => {
    const posted = await wire.postRows({ ...address, run: 'never-made' }, 0, ['{"_step":0}']);
    expect(posted.status).toBe(404);
    expect(posted.text).toMatch(/never-made|run/);
  });
});

describe('a file stream body', () => {
  it.each([
    ['is no JSON', 'hello'],
    ['ends in the middle', '{"files":{"wandb-history.jsonl":{"offset":2,"content":["{\\"_st'],
    ['is a list', '[]'],
    ['is empty', ''],
  ])('that %s is refused with a reason and stores nothing', async (_, body) => {
    const answer = await wire.post(address, body);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toBeTypeOf('object');
    expect(await steps()).toEqual([0, 1]);
  });

  it('that breaks off before its announced length stores nothing', async () => {
    const body = '{"files":{"wandb-history.jsonl":{"offset":2,"content":["{\\"_step\\":2}"]}}}';
    await sendTruncated(streamPath(address), body);
    expect(await steps()).toEqual([0, 1]);
  });

  it('of 16 MiB is taken, of 80 MiB is refused with 413', async () => {
    const row = (step: number, size: number): string =>
      `{"_step":${step},"text":"${'x'.repeat(size)}"}`;
    const large = await wire.postRows(address, 2, [row(2, 8 << 20), row(3, 8 << 20)]);
    expect(large.status).toBe(200);
    const tooLarge = await wire
      .postRows(address, 4, [row(4, 80 << 20)])
      // A server may also close the connection on a body that it will not read.
      .catch(() => ({ status: 413 }));
    expect(tooLarge.status).toBe(413);
    expect(await steps()).toEqual([0, 1, 2, 3]);
  });

  it('with parts of the wrong kind keeps the parts that are right', async () => {
    const answer = await wire.post(address, {
      files: {
        'wandb-history.jsonl': { offset: 2, content: ['{"_step":2,"loss":3}', 7, null] },
        'wandb-events.jsonl': 'nothing',
        'wandb-summary.json': { offset: 0, content: ['{"loss":'] },
        'unknown.file': { offset: 0, content: ['x'] },
      },
      uploaded: 'all',
      complete: 'yes',
    });
    // Never a fatal code for data that is half good: the client would stop sending for ever.
    expect(answer.status).toBe(200);
    expect(await steps()).toEqual([0, 1, 2]);
  });
});

describe('a line of the history', () => {
  it('that is broken goes to the dead letters, and its neighbours are kept', async () => {
    const answer = await wire.postRows(address, 2, [
      '{"_step":2,"loss":3}',
      '{"_step":3,"loss":',
      '"just text"',
      '',
      '{"_step":4,"loss":5}',
    ]);
    expect(answer.status).toBe(200);
    expect(await steps()).toEqual([0, 1, 2, 4]);
    const { deadLetters } = await stage.api.deadLetters(address);
    expect(deadLetters.map(({ line, raw }) => [line, raw])).toEqual(
      expect.arrayContaining([
        [3, '{"_step":3,"loss":'],
        [4, '"just text"'],
      ]),
    );
    expect(deadLetters[0]?.reason).not.toBe('');
    expect((await stage.api.run(address)).deadLetterCount).toBe(deadLetters.length);
  });

  it('holds NaN, infinities and integers past 2^53 exactly', async () => {
    await wire.postRows(address, 2, [
      '{"_step":2,"a":NaN,"b":Infinity,"c":-Infinity,"d":9007199254740993,"e":1000000000000000000000000000000,"f":-0.0}',
    ]);
    const row = (await stage.api.history(address))[2];
    expect(row?.get('a')).toBeNaN();
    expect(row?.get('b')).toBe(Number.POSITIVE_INFINITY);
    expect(row?.get('c')).toBe(Number.NEGATIVE_INFINITY);
    expect(row?.get('d')).toBe(9007199254740993n);
    expect(row?.get('e')).toBe(10n ** 30n);
    const { series } = await stage.api.series('admin', 'bad-input', {
      runs: [address.run],
      keys: ['a', 'b', 'd'],
    });
    expect(series).toMatchObject([
      { key: 'a', nanCount: 1, value: [null] },
      { key: 'b', infinityCount: 1, value: [Number.MAX_VALUE] },
      { key: 'd', value: [9007199254740992] },
    ]);
    const byClient = (await readByClient()).scan[2];
    for (const key of ['a', 'b', 'c', 'd']) expect(byClient?.get(key), key).toEqual(row?.get(key));
  });

  it('may have NUL and unpaired surrogates in its keys and texts', async () => {
    const keys = ['nul\u0000', 'high\ud800', '\udc00low', '\\u0000', 'plain'];
    const line = `{"_step":2,${keys.map((key, index) => `${escaped(key)}:${index}`).join(',')},"text":"\\ud83d \\u0000"}`;
    expect((await wire.postRows(address, 2, [line])).status).toBe(200);
    const row = (await stage.api.history(address))[2];
    expect(keys.map((key) => row?.get(key))).toEqual([0, 1, 2, 3, 4]);
    expect(row?.get('text')).toBe('\ud83d \u0000');
    const { series } = await stage.api.series('admin', 'bad-input', { runs: [address.run], keys });
    expect(series.map((each) => [each.key, each.count])).toEqual(keys.map((key) => [key, 1]));
    // The client itself reads an unpaired surrogate as the replacement character.
    const byClient = (await readByClient()).scan[2];
    expect(keys.map((key) => byClient?.get(key.toWellFormed()))).toEqual([0, 1, 2, 3, 4]);
  });

  it('may have 10,000 keys', async () => {
    const keys = Array.from({ length: 10_000 }, (_, index) => `layer_${index}/weight`);
    const line = `{"_step":2,${keys.map((key, index) => `"${key}":${index}.5`).join(',')}}`;
    expect((await wire.postRows(address, 2, [line])).status).toBe(200);
    const row = (await stage.api.history(address))[2];
    expect(row?.size).toBe(10_001);
    const { series } = await stage.api.series('admin', 'bad-input', {
      runs: [address.run],
      keys: ['layer_0/weight', 'layer_9999/weight'],
    });
    expect(series).toMatchObject([{ value: [0.5] }, { value: [9999.5] }]);
    expect((await readByClient()).scan[2]).toEqual(row);
  });

  it('nested beyond reason does not spoil the run for its readers', async () => {
    const deep = `{"_step":2,"list":${'['.repeat(5000)}1${']'.repeat(5000)}}`;
    const answer = await wire.postRows(address, 2, [deep, '{"_step":3,"loss":4}']);
    expect(answer.status).toBe(200);
    expect(await steps()).toEqual([0, 1, 3]);
    const { deadLetters } = await stage.api.deadLetters(address);
    expect(deadLetters).toMatchObject([{ line: 2, raw: deep }]);
    expect(deadLetters[0]?.reason).toContain('nested deeper');
    const byClient = await readByClient();
    expect(byClient.scan.map((row) => row.get('loss'))).toEqual([1, 2, 4]);
  });

  it('may have a step that is negative, huge, a fraction, text or missing', async () => {
    const answer = await wire.postRows(address, 2, [
      '{"_step":-5,"odd":1}',
      '{"_step":9223372036854775807,"odd":2}',
      '{"_step":9223372036854775808,"odd":3}',
      '{"_step":7.5,"odd":4}',
      '{"_step":"eight","odd":5}',
      '{"odd":6}',
    ]);
    expect(answer.status).toBe(200);
    const odd = (await stage.api.history(address)).map((row) => row.get('odd'));
    const dead = (await stage.api.deadLetters(address)).deadLetters.map(({ raw }) => raw);
    // Each is in one of two places; none is lost.
    for (const value of [1, 2, 3, 4, 5, 6]) {
      const isThere = odd.includes(value) || dead.some((raw) => raw.includes(`"odd":${value}`));
      expect(isThere, `odd ${value}`).toBe(true);
    }
    expect(odd).toEqual(expect.arrayContaining([1, 2]));
  });
});

describe('an offset', () => {
  it('past the end is accepted, and the gap does no harm', async () => {
    expect((await wire.postRows(address, 100, ['{"_step":100,"loss":9}'])).status).toBe(200);
    expect(await steps()).toEqual([0, 1, 100]);
  });

  it('sent before lands on the same rows', async () => {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const answer = await wire.postRows(address, 0, [
        '{"_step":0,"loss":1}',
        '{"loss":2,"_step":1}',
      ]);
      expect(answer.status).toBe(200);
    }
    expect(await steps()).toEqual([0, 1]);
    expect((await stage.api.run(address)).historyLineCount).toBe(2);
  });

  it.each([[-1], [1.5], ['2'], [null], [2 ** 53]])('of %s loses no row', async (offset) => {
    const answer = await wire.post(address, {
      files: { 'wandb-history.jsonl': { offset, content: ['{"_step":2,"loss":3}'] } },
    });
    expect(answer.status).toBe(200);
    const dead = (await stage.api.deadLetters(address)).deadLetters.map(({ raw }) => raw);
    const isKept = (await steps()).includes(2) || dead.includes('{"_step":2,"loss":3}');
    expect(isKept).toBe(true);
  });
});

describe('a GraphQL request', () => {
  it('for an unknown operation is told in the words that the client looks for', async () => {
    const answer = await wire.graphql('query { noSuchThing { id } }');
    expect(answer.text).toContain('Cannot query field \\"noSuchThing\\" on type \\"Query\\"');
    const mutation = await wire.graphql('mutation { launchRocket(input: {}) { success } }');
    expect(mutation.text).toContain('Cannot query field \\"launchRocket\\" on type \\"Mutation\\"');
  });

  it.each([
    ['is no JSON', '{"query":'],
    ['has no query', '{"variables":{}}'],
    ['is a list', '[{"query":"query { viewer { id } }"}]'],
    ['has bad syntax', '{"query":"query {"}'],
    ['has variables of the wrong kind', '{"query":"query { viewer { id } }","variables":7}'],
  ])('that %s is answered with an error', async (_, body) => {
    const response = await fetch(`${stage.server.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${stage.server.adminKey}`,
      },
      body,
    });
    expect([200, 400]).toContain(response.status);
    const answer = (await response.json()) as { errors?: { message: string }[] };
    expect(answer.errors?.[0]?.message).toBeTypeOf('string');
  });

  it('that nests beyond reason is refused quickly', async () => {
    const depth = 2000;
    const query = `query { ${'project(name:"x") { '.repeat(depth)}id${' }'.repeat(depth)} }`;
    const answer = await wire.graphql(query);
    expect(answer.text).toContain('errors');
  });
});

describe('paths that a redirect or a typing error would reach', () => {
  it.each([
    ['GET', '/graphql'],
    ['GET', '/files/admin/bad-input/x/file_stream'],
    ['GET', '/api/v1/no-such-thing'],
    ['POST', '/files/admin/bad-input'],
    ['POST', '/files//bad-input/x/file_stream'],
    ['PUT', '/storage/uploads/forged-token/name.txt'],
    ['POST', '/sdk/otel/v1/metrics'],
  ])('%s %s is never answered with success', async (method, path) => {
    const response = await fetch(`${stage.server.url}${path}`, { method, redirect: 'manual' });
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.headers.get('content-type')).toContain('application/json');
  });
});

/** JSON text of a key with everything outside ASCII as escapes, so that unpaired surrogates survive. */
function escaped(text: string): string {
  const inner = Array.from({ length: text.length }, (_, index) => {
    const code = text.charCodeAt(index);
    if (code >= 0x20 && code < 0x7f && code !== 0x22 && code !== 0x5c) return text[index];
    return `\\u${code.toString(16).padStart(4, '0')}`;
  });
  return `"${inner.join('')}"`;
}

/** Announces twice the length of the body, sends it and closes the connection. */
async function sendTruncated(path: string, body: string): Promise<void> {
  const { port, adminKey } = stage.server;
  const socket = connect(port, '127.0.0.1');
  const head = [
    `POST ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    `Authorization: Bearer ${adminKey}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length * 2}`,
  ];
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.once('close', () => resolve());
    socket.write(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.end());
    socket.resume();
  });
}
