import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { CallCount, CallRows, CallView } from '@runloom/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compose, type Server } from '../../compose.ts';
import { createLog } from '../../platform/logging.ts';
import { openStores, type Stores } from '../../stores.ts';
import { bytes, jsonRequest, protobufRequest, TRACE, type WrittenSpan } from './otlp.testing.ts';

const KEY = 'admin-key-0123456789abcdefghijklmnopqrstuvwxyz';
const BASIC = `Basic ${Buffer.from(`api:${KEY}`).toString('base64')}`;
const PROTOBUF = 'application/x-protobuf';

let directory: string;
let stores: Stores;
let server: Server;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'runloom-otlp-'));
  const log = createLog('silent');
  stores = await openStores(
    {
      metadata: { kind: 'sqlite', file: join(directory, 'metadata.db') },
      columns: { kind: 'embedded', directory: join(directory, 'columns') },
      blobs: { kind: 'files', directory: join(directory, 'blobs') },
    },
    log,
  );
  server = await compose({
    config: { publicUrl: null, allowedHosts: [], outboundAllowedHosts: [], runTimeoutMs: 300_000 },
    stores,
    secret: new Uint8Array(32).fill(7),
    log,
    webDirectory: join(directory, 'no-web'),
  });
  await server.accounts.ensureAdmin({ apiKey: KEY });
});
afterAll(async () => {
  await server.stop();
  await stores.close();
  await rm(directory, { recursive: true });
});

interface Sent {
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly body: Buffer | string;
}

async function post({ path = '/otel/v1/traces', headers = {}, body }: Sent) {
  const answer = await server.http.app.inject({
    method: 'POST',
    url: path,
    headers: {
      host: '127.0.0.1:8080',
      authorization: BASIC,
      'content-type': PROTOBUF,
      ...headers,
    },
    payload: body,
  });
  return {
    status: answer.statusCode,
    type: String(answer.headers['content-type']),
    bytes: answer.rawPayload,
    text: answer.body,
    headers: answer.headers,
  };
}

async function ask(path: string, body?: object): Promise<unknown> {
  const answer = await server.http.app.inject({
    method: body === undefined ? 'GET' : 'POST',
    url: `/api/v1/projects/admin/${path}`,
    headers: { host: '127.0.0.1:8080', authorization: BASIC },
    ...(body !== undefined && { payload: body }),
  });
  return answer.statusCode === 404 ? { rows: [] } : answer.json();
}

async function callsOf(project: string): Promise<CallView[]> {
  const listed = await ask(`${project}/calls/rows`, { rootsOnly: false, limit: 20 });
  const { rows } = CallRows.parse(listed);
  const calls = rows.map(async ({ id }) => CallView.parse(await ask(`${project}/calls/${id}`)));
  return Promise.all(calls);
}

async function countIn(project: string): Promise<number> {
  return CallCount.parse(await ask(`${project}/calls/count`, { rootsOnly: false })).count;
}

const namesIn = async (project: string): Promise<string[]> =>
  (await callsOf(project)).map(({ opName }) => opName).sort();

const span = (name: string, more: WrittenSpan = {}): WrittenSpan => ({
  name,
  spanId: Buffer.from(name.padEnd(8, '.')).toString('hex').slice(0, 16),
  ...more,
});

describe('POST /otel/v1/traces', () => {
  it('keeps a trace of protobuf and answers with nothing', async () => {
    const root = span('root', { attributes: { 'gen_ai.conversation.id': 'talk' } });
    const child = span('child', { parentSpanId: root.spanId ?? '', attributes: { n: 2n ** 62n } });
    const body = protobufRequest([child, root]);
    const answer = await post({ body, headers: { project_id: 'admin/plain' } });
    expect(answer).toMatchObject({ status: 200, type: PROTOBUF, text: '' });
    const calls = await callsOf('plain');
    expect(calls.find(({ opName }) => opName === 'child')).toMatchObject({
      traceId: TRACE,
      parentId: root.spanId,
      source: 'otlp',
      attributes: { n: { $number: '4611686018427387904' } },
      user: 'admin',
      latencyMs: 1500,
    });
    expect(calls.find(({ opName }) => opName === 'root')).toMatchObject({
      thread: 'talk',
      turn: root.spanId,
      parentId: null,
    });
  });

  it.each([
    '/v1/traces',
    '/otel/v1/traces',
    '/agents/otel/v1/traces',
    '/traces/otel/v1/traces',
    '/traces/agents/otel/v1/traces',
    '/otel/admin/paths/v1/traces',
    '/otel/admin/paths/api/public/otel/v1/traces',
  ])('is there under %s, too', async (path) => {
    const body = jsonRequest([span('json')]);
    const headers = { 'content-type': 'application/json', project_id: 'admin/paths' };
    expect(await post({ path, body, headers })).toMatchObject({ status: 200, text: '{}' });
    expect(await namesIn('paths')).toEqual(['json']);
  });

  it('takes a span that comes again for the same one, the newer in its place', async () => {
    const headers = { project_id: 'admin/again' };
    const running = protobufRequest([span('twice', { endNanos: 0n })]);
    await post({ body: running, headers });
    expect((await callsOf('again'))[0]).toMatchObject({ status: 'running' });
    const ended = protobufRequest([span('twice')]);
    await post({ body: ended, headers });
    await post({ body: ended, headers });
    const calls = await callsOf('again');
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({ status: 'success' });
  });

  it('unpacks gzip, and stops at a bomb', async () => {
    const headers = { project_id: 'admin/packed', 'content-encoding': 'gzip' };
    const body = gzipSync(protobufRequest([span('packed')]));
    expect((await post({ body, headers })).status).toBe(200);
    expect(await namesIn('packed')).toEqual(['packed']);
    const bomb = gzipSync(Buffer.alloc(80 * 1024 * 1024));
    const answer = await post({ body: bomb, headers });
    expect(answer).toMatchObject({ status: 413, type: PROTOBUF });
  });

  it('takes a batch of 32 MiB', async () => {
    const payload = 'x'.repeat(64 * 1024);
    const spans = Array.from({ length: 512 }, (_, index) => ({
      name: 'large',
      spanId: (index + 1).toString(16).padStart(16, '0'),
      attributes: { payload },
    }));
    const body = protobufRequest(spans);
    expect(body.length).toBeGreaterThan(32 * 1024 * 1024);
    expect((await post({ body, headers: { project_id: 'admin/large' } })).status).toBe(200);
    expect(await countIn('large')).toBe(512);
  });

  it('counts a bad span, says why, and keeps the others', async () => {
    const spans = [span('good'), span('bad', { traceId: '00' }), span('fine')];
    const headers = { project_id: 'admin/partial' };
    const answer = await post({ body: protobufRequest(spans), headers });
    expect(answer.status).toBe(200);
    // partial_success { rejected_spans: 1, error_message: … }
    expect([...answer.bytes.subarray(2, 4)]).toEqual([0x08, 1]);
    expect(answer.text).toContain('trace_id');
    expect(await namesIn('partial')).toEqual(['fine', 'good']);
    const json = await post({
      body: jsonRequest(spans),
      headers: { ...headers, 'content-type': 'application/json' },
    });
    expect(JSON.parse(json.text).partialSuccess).toMatchObject({ rejectedSpans: '1' });
  });

  it('refuses what can’t be read with a Status in the format of the request', async () => {
    const headers = { project_id: 'admin/broken' };
    const whole = protobufRequest([span('cut')]);
    const cut = await post({ body: whole.subarray(0, whole.length - 3), headers });
    expect(cut).toMatchObject({ status: 400, type: PROTOBUF });
    expect([...cut.bytes.subarray(0, 2)]).toEqual([0x08, 3]);
    expect(cut.text).toContain('ends in the middle of a field');
    const json = { ...headers, 'content-type': 'application/json' };
    const text = await post({ body: '{"resourceSpans":', headers: json });
    expect(text.status).toBe(400);
    expect(JSON.parse(text.text)).toMatchObject({ code: 3 });
    const plain = await post({ body: 'x', headers: { ...headers, 'content-type': 'text/plain' } });
    expect(plain.status).toBe(415);
    const notGzip = await post({
      body: whole,
      headers: { ...headers, 'content-encoding': 'gzip' },
    });
    expect(notGzip.status).toBe(400);
    expect(await callsOf('broken')).toEqual([]);
  });

  it('takes an empty request, and one without a project only when it is empty', async () => {
    expect((await post({ body: '' })).status).toBe(200);
    const lost = await post({ body: protobufRequest([span('lost')]) });
    expect(lost.status).toBe(400);
    expect(lost.text).toContain('project_id: entity/project');
  });

  it('goes to the projects that resources name, else to that of header or query', async () => {
    const named = { 'wandb.entity': 'admin', 'wandb.project': 'of-resource' };
    const body = Buffer.concat([
      protobufRequest([span('one')], named),
      protobufRequest([span('two')]),
    ]);
    const path = '/otel/v1/traces?project_id=of-query';
    expect((await post({ path, body })).status).toBe(200);
    expect(await namesIn('of-resource')).toEqual(['one']);
    expect(await namesIn('of-query')).toEqual(['two']);
  });

  it('asks for a key, and takes it by three headers', async () => {
    const body = protobufRequest([span('who')]);
    const send = (headers: Record<string, string>) =>
      post({ body, headers: { project_id: 'admin/keys', authorization: '', ...headers } });
    expect(await send({})).toMatchObject({ status: 401, type: PROTOBUF });
    expect((await send({ authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await send({ 'wandb-api-key': 'wrong' })).status).toBe(401);
    expect((await send({ authorization: `Bearer ${KEY}` })).status).toBe(200);
    expect((await send({ authorization: BASIC })).status).toBe(200);
    expect((await send({ 'wandb-api-key': KEY })).status).toBe(200);
  });

  it('writes nothing where the key may not', async () => {
    const guestKey = 'guest-key-0123456789abcdefghijklmnopqrstuvwxyz';
    const { user } = await server.accounts.ensureAdmin({});
    const admin = {
      kind: 'user',
      userId: user.id,
      username: 'admin',
      isAdmin: true,
      via: 'key',
    } as const;
    await server.accounts.putUser(admin, 'guest', { apiKey: guestKey });
    const own = { 'wandb.entity': 'guest', 'wandb.project': 'guests-own' };
    const body = Buffer.concat([
      protobufRequest([span('mine')], own),
      protobufRequest([span('theirs')]),
    ]);
    const headers = { project_id: 'admin/plain', authorization: `Bearer ${guestKey}` };
    const answer = await post({ body, headers });
    expect([403, 404]).toContain(answer.status);
    expect(await callsOf('guests-own')).toEqual([]);
    expect(await namesIn('plain')).toEqual(['child', 'root']);
  });

  it('keeps hostile names as data', async () => {
    const attributes = Object.fromEntries(
      new Map([
        ['__proto__.polluted', 'yes'],
        ['constructor.prototype.polluted', 'yes'],
        ['a\0b', '\0'],
        ['</script>', '${7*7}'],
      ]),
    );
    const spans = [span("'); DROP TABLE calls; --", { attributes })];
    const headers = { project_id: 'admin/hostile' };
    expect((await post({ body: protobufRequest(spans), headers })).status).toBe(200);
    const [call] = await callsOf('hostile');
    expect(call?.opName).toBe("'); DROP TABLE calls; --");
    const names = Object.keys(call?.attributes as object);
    expect(names).toEqual(
      expect.arrayContaining(['__proto__', 'constructor', 'a\0b', '</script>']),
    );
    expect(JSON.stringify(call?.span)).toContain('"a\\u0000b":"\\u0000"');
    expect({}).not.toHaveProperty('polluted');
  });

  it('stores nothing that the rules of the project redact or leave out', async () => {
    const headers = { project_id: 'admin/ruled' };
    await post({ body: protobufRequest([span('before')]), headers });
    const put = (body: object) =>
      server.http.app.inject({
        method: 'PUT',
        url: '/api/v1/projects/admin/ruled/call-rules',
        headers: { host: '127.0.0.1:8080', authorization: BASIC },
        payload: body,
      });
    const redactions = [{ kind: 'pattern', pattern: 'sk-[0-9a-f]+' }];
    const saved = await put({ redactions });
    expect(saved.json()).toMatchObject({
      redactions: [{ ...redactions[0], replacement: '[redacted]' }],
      sampleRate: 1,
      updatedBy: 'admin',
    });
    const attributes = { 'input.value': '{"key":"sk-12ab"}', 'sk-77': 'sk-99' };
    await post({ body: protobufRequest([span('secret', { attributes })]), headers });
    const [secret] = (await callsOf('ruled')).filter(({ opName }) => opName === 'secret');
    expect(secret?.inputs).toEqual({ key: '[redacted]' });
    expect(JSON.stringify(secret)).not.toMatch(/sk-\d/);
    const started = {
      id: 'woven',
      trace_id: 'trace',
      op_name: 'ask',
      started_at: '2026-01-01T00:00:00Z',
      project_id: 'admin/ruled',
      attributes: {},
      inputs: { key: 'sk-34cd' },
    };
    await server.http.app.inject({
      method: 'POST',
      url: '/traces/call/start',
      headers: { host: '127.0.0.1:8080', authorization: BASIC },
      payload: { start: started },
    });
    const [woven] = (await callsOf('ruled')).filter(({ opName }) => opName === 'ask');
    expect(woven?.inputs).toEqual({ key: '[redacted]' });
    expect((await put({ sampleRate: 0 })).statusCode).toBe(200);
    await post({ body: protobufRequest([span('dropped')]), headers });
    expect(await namesIn('ruled')).toEqual(['ask', 'before', 'secret']);
    expect((await put({ sampleRate: 2 })).statusCode).toBe(400);
    expect((await put({ redactions: [{ kind: 'pattern', pattern: '(' }] })).statusCode).toBe(400);
  });

  it('answers broken groups of a thousand resources in one go', async () => {
    const body = Buffer.concat(Array.from({ length: 1_000 }, () => bytes(1, Buffer.alloc(0))));
    expect((await post({ body })).status).toBe(200);
  });
});
