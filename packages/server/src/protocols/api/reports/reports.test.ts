import { newBlockId, type ReportDocument } from '@runloom/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { historyBody, openRoom, type Room } from '../room.testing.ts';
import { recordedRoutes } from './evidence-allow-list.ts';
import { type Editor, lineOf, openEditor } from './sync/editor.testing.ts';

const LIST = '/api/v1/projects/vision/looms/reports';
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let room: Room;
let ada: string;
let bob: string;
let vic: string;
let eve: string;

beforeAll(async () => {
  room = await openRoom();
  [ada, bob, vic, eve] = [
    await room.user('ada'),
    await room.user('bob'),
    await room.user('vic'),
    await room.user('eve'),
  ];
  await room.admin('PUT', '/admin/organizations/lab', {});
  await room.admin('PUT', '/admin/organizations/lab/teams/vision', {});
  for (const [name, role] of [
    ['ada', 'member'],
    ['bob', 'member'],
    ['vic', 'viewer'],
  ]) {
    await room.admin('PUT', `/admin/organizations/lab/teams/vision/members/${name}`, { role });
  }
  await room.startRun(ada, { entity: 'vision', project: 'looms', run: 'r1' });
  const rows = [1, 2, 3].map((step) => `{"_step":${step},"loss":${1 / step}}`);
  await room.stream(ada, 'vision/looms/r1', historyBody(0, rows));
});
afterAll(() => room.close());

const text = (value: string): ReportDocument => ({
  type: 'doc',
  content: [{ type: 'paragraph', content: [{ type: 'text', text: value }] }],
});

async function makeReport(body: object = {}, key = ada): Promise<string> {
  const made = await room.call('POST', LIST, {
    key,
    body: { title: 'Looms', isDraft: false, document: text('first words'), ...body },
  });
  expect(made.text).toContain('"id"');
  return made.json.id;
}

const call = (method: string, path: string, key: string | undefined, body?: unknown) =>
  room.call(method, `/api/v1${path}`, {
    ...(key === undefined ? {} : { key }),
    ...(body === undefined ? {} : { body }),
  });

const documentOf = async (report: string, key = ada): Promise<string> =>
  JSON.stringify((await call('GET', `/reports/${report}/document`, key)).json.document);

async function addFile(report: string, bytes: Uint8Array, key = ada) {
  const response = await fetch(`${room.url}/api/v1/reports/${report}/files?name=plot.png`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/octet-stream' },
    body: bytes as never,
  });
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for
  return { status: response.status, json: (await response.json()) as any };
}

describe('a report', () => {
  it('is made, changed, found by its words and removed', async () => {
    const report = await makeReport({ title: 'Weaving speed', document: text('zürich 100% done') });
    const changed = await call('PATCH', `/reports/${report}`, bob, {
      description: 'For the board',
      document: text('other words'),
    });
    expect(changed.json).toMatchObject({
      title: 'Weaving speed',
      description: 'For the board',
      createdBy: 'ada',
      may: { write: true, comment: true, manage: false },
    });
    expect(await documentOf(report)).toContain('other words');
    const found = async (query: string) =>
      (await call('GET', `/projects/vision/looms/reports?query=${query}`, vic)).json.reports.map(
        ({ id }: { id: string }) => id,
      );
    expect(await found('OTHER%20weaving')).toEqual([report]);
    expect(await found('zürich')).toEqual([]);
    expect(await found('%25')).toEqual([]);
    const gallery = await call('GET', '/reports?entity=vision&query=weaving', ada);
    expect(gallery.json.reports).toMatchObject([{ id: report, preview: 'other words' }]);

    expect((await call('DELETE', `/reports/${report}`, bob)).status).toBe(403);
    expect((await call('DELETE', `/reports/${report}`, ada)).status).toBe(204);
    expect((await call('GET', `/reports/${report}`, ada)).status).toBe(404);
  });

  it('is seen by those it is for, and answers all others as if it did not exist', async () => {
    const outsider = await room.user('otto');
    await room.admin('PUT', '/admin/organizations/lab/members/otto', { role: 'member' });
    const statuses = async (body: object) => {
      const report = await makeReport(body);
      const seen = [];
      for (const key of [undefined, eve, outsider, vic, bob, ada]) {
        seen.push((await call('GET', `/reports/${report}/document`, key)).status);
      }
      return seen;
    };
    expect(await statuses({ visibility: 'project' })).toEqual([401, 404, 404, 200, 200, 200]);
    expect(await statuses({ visibility: 'organization' })).toEqual([401, 404, 200, 200, 200, 200]);
    expect(await statuses({ visibility: 'public' })).toEqual([200, 200, 200, 200, 200, 200]);
    expect(await statuses({ visibility: 'private' })).toEqual([401, 404, 404, 404, 404, 200]);
    expect(await statuses({ isDraft: true })).toEqual([401, 404, 404, 404, 200, 200]);
    expect(await statuses({ isDraft: true, visibility: 'public' })).toEqual([
      401, 404, 404, 404, 200, 200,
    ]);
  });

  it('refuses documents that are none, with what is wrong', async () => {
    const report = await makeReport();
    const refused = async (document: unknown) =>
      (await call('PATCH', `/reports/${report}`, ada, { document })).json.error.message;
    expect(await refused({ type: 'doc', content: [{ type: 'script' }] })).toContain(
      'no block of the type "script"',
    );
    expect(await refused({ type: 'doc', content: [{ type: 'listItem', content: [] }] })).toContain(
      'can’t be taken',
    );
    expect(await documentOf(report)).toContain('first words');
    for (const id of [':id', '*', 'null', '0', '-1', 'Vmlldzow', '..%2f..%2fetc']) {
      expect((await call('GET', `/reports/${id}`, ada)).status).toBe(404);
    }
  });
});

describe('versions', () => {
  it('are named, compared by their texts, and brought back as a change that editors receive', async () => {
    const report = await makeReport();
    const named = await call('POST', `/reports/${report}/versions`, ada, { name: 'For review' });
    expect(named.json).toMatchObject({ number: 1, name: 'For review', authors: ['ada'] });
    const editor: Editor = openEditor({ url: room.url, report, key: bob });
    await editor.connect();
    await expect.poll(() => editor.isSaved()).toBe(true);
    lineOf(editor).insert(0, 'Better: ');
    await expect.poll(() => editor.isSaved()).toBe(true);
    expect(await documentOf(report)).toContain('Better: first words');

    const restored = await call('POST', `/reports/${report}/versions/1/restore`, ada);
    expect(restored.json).toMatchObject({ number: 3, cause: 'restored', restoredFrom: 1 });
    await expect.poll(() => editor.fragment.toString()).not.toContain('Better');
    expect(editor.fragment.toString()).toContain('first words');
    editor.close();

    const { versions } = (await call('GET', `/reports/${report}/versions`, vic)).json;
    expect(versions).toMatchObject([
      { number: 3, cause: 'restored' },
      { number: 2, authors: ['bob'], name: null },
      { number: 1 },
    ]);
    const second = await call('GET', `/reports/${report}/versions/2`, vic);
    expect(JSON.stringify(second.json.document)).toContain('Better: first words');
    expect((await call('GET', `/reports/${report}/versions/9`, vic)).status).toBe(404);
    expect((await call('POST', `/reports/${report}/versions/1/restore`, vic)).status).toBe(403);
  });
});

describe('comments', () => {
  it('are answered, resolved and changed by their writers alone', async () => {
    const report = await makeReport();
    const thread = newBlockId();
    const path = `/reports/${report}/comments`;
    const first = await call('POST', path, vic, {
      thread,
      quote: 'first',
      body: 'Why, @ada and @eve?',
    });
    expect(first.json).toMatchObject({
      thread,
      quote: 'first',
      resolved: null,
      comments: [{ author: 'vic', mentions: ['ada'] }],
    });
    await call('POST', path, ada, { thread, body: 'Because.' });
    const [question, answer] = (await call('GET', path, bob)).json.threads[0].comments;
    expect(answer).toMatchObject({ author: 'ada', body: 'Because.' });
    expect((await call('PATCH', `${path}/${question.id}`, bob, { body: 'x' })).status).toBe(403);
    const resolved = await call('PATCH', `${path}/${question.id}`, bob, { resolved: true });
    expect(resolved.json.resolved).toMatchObject({ by: 'bob' });
    expect((await call('DELETE', `${path}/${answer.id}`, vic)).status).toBe(403);
    expect((await call('DELETE', `${path}/${answer.id}`, ada)).status).toBe(204);
    expect((await call('GET', path, eve)).status).toBe(404);
    const other = await makeReport();
    const elsewhere = `/reports/${other}/comments/${question.id}`;
    expect((await call('PATCH', elsewhere, vic, { body: 'x' })).status).toBe(404);
  });
});

describe('files', () => {
  it('are pictures and films by their bytes, and never run', async () => {
    const report = await makeReport();
    const added = await addFile(report, PNG);
    expect(added.json).toMatchObject({ contentType: 'image/png', name: 'plot.png' });
    const read = await call('GET', `/reports/${report}/files/${added.json.file}`, vic);
    expect(read.status).toBe(200);
    expect(read.headers.get('content-security-policy')).toContain('sandbox');
    expect((await call('GET', `/reports/${report}/files/${added.json.file}`, eve)).status).toBe(
      404,
    );
    const other = await makeReport();
    expect((await call('GET', `/reports/${other}/files/${added.json.file}`, ada)).status).toBe(404);
    const html = await addFile(report, Buffer.from('<html><script>alert(1)</script>'));
    expect(html.status).toBe(400);
    expect(html.json.error.message).toContain('no picture or film');
    expect((await addFile(report, PNG, vic)).status).toBe(403);
    const svg = await addFile(report, Buffer.from('<svg onload="alert(1)"></svg>'));
    const opened = await call('GET', `/reports/${report}/files/${svg.json.file}`, vic);
    expect(opened.headers.get('content-disposition')).toContain('attachment');
  });
});

describe('evidence', () => {
  const BLOCK = newBlockId();
  const run = { method: 'GET', path: '/api/v1/runs/vision/looms/gone' };
  const keys = { method: 'GET', path: '/api/v1/runs/vision/looms/gone/metric-keys' };
  const panels = {
    method: 'POST',
    path: '/api/v1/projects/vision/looms/panels',
    accept: 'application/vnd.runloom.panels',
    body: JSON.stringify({
      runs: ['gone'],
      panels: [{ y: [{ key: 'loss' }] }],
    }),
  };

  it('is kept as it was, says what moved, and outlives the run', async () => {
    await room.startRun(ada, { entity: 'vision', project: 'looms', run: 'gone' });
    await room.stream(ada, 'vision/looms/gone', historyBody(0, ['{"_step":0,"loss":0.5}']));
    const report = await makeReport();
    const recorded = await call('POST', `/reports/${report}/evidence`, ada, {
      block: BLOCK,
      requests: [run, keys, panels],
    });
    expect(recorded.text).toContain('digest');
    const { digest } = recorded.json;
    const again = await call('POST', `/reports/${report}/evidence`, ada, {
      block: BLOCK,
      requests: [keys, panels],
    });
    const tape = (await call('GET', `/reports/${report}/evidence/${digest}`, vic)).json;
    expect(tape).toMatchObject({ block: BLOCK, recordedBy: 'ada' });
    expect(
      tape.requests.map(({ answer }: { answer: { status: number } }) => answer.status),
    ).toEqual([200, 200, 200]);
    expect(tape.requests[2].answer).toMatchObject({ encoding: 'base64' });

    const check = (of: string) => call('POST', `/reports/${report}/evidence/${of}/check`, vic);
    expect((await check(again.json.digest)).json).toMatchObject({ isSame: true });
    await room.stream(ada, 'vision/looms/gone', historyBody(1, ['{"_step":1,"loss":0.25}']));
    const moved = (await check(digest)).json;
    expect(moved.isSame).toBe(false);
    expect(moved.requests[2]).toMatchObject({ state: 'moved' });
    expect(moved.requests[2].changes.length).toBeGreaterThan(0);

    await call('DELETE', '/runs/vision/looms/gone', ada);
    const gone = (await check(digest)).json;
    expect(gone.requests[0]).toMatchObject({ state: 'gone' });
    expect((await call('GET', `/reports/${report}/evidence/${digest}`, vic)).json).toEqual(tape);
  });

  it('is asked with the rights of who records, of addresses that only tell', async () => {
    const report = await makeReport();
    const record = async (request: object, key = ada) =>
      call('POST', `/reports/${report}/evidence`, key, { block: BLOCK, requests: [request] });
    await room.startRun(eve, { entity: 'eve', project: 'secret', run: 'r1' });
    const foreign = await record({ method: 'GET', path: '/api/v1/runs/eve/secret/r1' });
    const tape = await call('GET', `/reports/${report}/evidence/${foreign.json.digest}`, ada);
    expect(tape.json.requests[0].answer.status).toBe(404);
    for (const [method, path] of [
      ['GET', '/api/v1/api-keys'],
      ['GET', '/api/v1/session'],
      ['POST', '/api/v1/api-keys'],
      ['GET', '/api/v1/entities/vision/secrets'],
      ['GET', '/api/v1/projects/vision/looms/live'],
      ['POST', '/api/v1/projects/vision/looms/runs/bulk'],
      ['GET', '/api/v1/runs/vision/looms/../../../api-keys'],
      ['GET', '/api/v1/runs/vision/looms/%2e%2e'],
      ['GET', '/api/v1//runs/vision/looms/r1'],
      ['GET', '/api/v1/runs/vision/looms/r1#'],
    ]) {
      expect((await record({ method, path })).status).toBe(400);
    }
    expect((await record({ method: 'GET', path: '/graphql' })).status).toBe(400);
    expect((await record(run, vic)).status).toBe(403);
    expect((await record(run, eve)).status).toBe(404);
  });

  it('is asked by a browser with its session, too', async () => {
    const session = await room.call('POST', '/api/v1/session', {
      body: { token: room.signInToken },
      headers: { Origin: room.url },
    });
    const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? '';
    const report = await makeReport();
    const recorded = await room.call('POST', `/api/v1/reports/${report}/evidence`, {
      cookie,
      headers: { Origin: room.url },
      body: { block: BLOCK, requests: [{ ...panels, body: panels.body.replace('gone', 'r1') }] },
    });
    expect(recorded.status).toBe(200);
    const { digest } = recorded.json;
    const tape = await call('GET', `/reports/${report}/evidence/${digest}`, vic);
    expect(tape.json).toMatchObject({
      recordedBy: 'admin',
      requests: [{ answer: { status: 200 } }],
    });
  });

  it('names addresses that there are', async () => {
    const { json } = await room.call('GET', '/api/v1/openapi.json');
    const missing = recordedRoutes().filter((route) => {
      const [method = '', path = ''] = route.split(' ');
      return json.paths[`/api/v1${path}`]?.[method.toLowerCase()] === undefined;
    });
    expect(missing).toEqual([]);
  });
});

describe('a secret link', () => {
  const share = async (report: string, body: object = {}) =>
    (await call('POST', `/reports/${report}/links`, ada, body)).json;
  const nobody = (path: string) => room.call('GET', `/api/v1${path}`);

  it('shows the report, its files and recordings to whoever has it, and nothing else', async () => {
    const report = await makeReport();
    const shown = (await addFile(report, PNG)).json.file;
    const unused = (await addFile(report, Buffer.concat([PNG, Buffer.from('!')]))).json.file;
    const block = newBlockId();
    const thread = newBlockId();
    await call('PATCH', `/reports/${report}`, ada, {
      document: {
        type: 'doc',
        content: [
          { type: 'image', attrs: { file: shown } },
          { type: 'runCard', attrs: { run: 'vision/looms/r1', block } },
          {
            type: 'paragraph',
            content: [
              { type: 'text', text: 'hi', marks: [{ type: 'comment', attrs: { thread } }] },
            ],
          },
        ],
      },
    });
    const request = { method: 'GET', path: '/api/v1/runs/vision/looms/r1' };
    const record = async (of: string) =>
      (await call('POST', `/reports/${report}/evidence`, ada, { block: of, requests: [request] }))
        .json.digest;
    const digest = await record(block);
    const other = await makeReport();
    const { token } = await share(report);
    const { json } = await nobody(`/shared/${token}`);
    expect(json).toMatchObject({ title: 'Looms', authors: ['ada'], tapes: [{ block, digest }] });
    expect(JSON.stringify(json)).not.toContain(thread);
    expect((await nobody(`/shared/${token}/files/${shown}`)).status).toBe(200);
    expect((await nobody(`/shared/${token}/evidence/${digest}`)).json).toMatchObject({
      recordedBy: null,
      requests: [{ answer: { status: 200 } }],
    });

    const foreign = (await addFile(other, PNG)).json.file;
    for (const path of [
      `/shared/${token}/files/${unused}`,
      `/shared/${token}/files/${foreign}`,
      `/shared/${token}/evidence/${'0'.repeat(64)}`,
      `/shared/${token}x`,
      `/shared/${'A'.repeat(43)}`,
      '/shared/%00',
    ]) {
      expect((await nobody(path)).status).toBe(404);
    }
    // The token opens no other door, whatever header it comes in.
    for (const path of [
      `/reports/${report}`,
      `/reports/${report}/document`,
      '/projects/vision/looms',
    ]) {
      const asKey = await room.call('GET', `/api/v1${path}`, { key: token });
      expect(asKey.status).toBe(401);
    }
    const listed = await call('GET', `/reports/${report}/links`, ada);
    expect(listed.text).not.toContain(token);
    expect(listed.json.links[0].lastUsedAt).toBeGreaterThan(0);
  });

  it('shows a frozen grid as it was frozen, though its run is gone and more was recorded', async () => {
    await room.startRun(ada, { entity: 'vision', project: 'looms', run: 'short' });
    await room.stream(ada, 'vision/looms/short', historyBody(0, ['{"_step":0,"loss":0.5}']));
    const report = await makeReport();
    const block = newBlockId();
    const request = { method: 'GET', path: '/api/v1/runs/vision/looms/short' };
    const record = async () =>
      (await call('POST', `/reports/${report}/evidence`, ada, { block, requests: [request] })).json
        .digest;
    const digest = await record();
    const frozen = { digest, at: Date.now(), by: 'ada' };
    const grid = { version: 1, runSets: [], board: {}, frozen };
    const document = { type: 'doc', content: [{ type: 'panelGrid', attrs: { block, grid } }] };
    expect((await call('PATCH', `/reports/${report}`, ada, { document })).status).toBe(200);
    const { token } = await share(report);
    await call('DELETE', '/runs/vision/looms/short', ada);
    expect(await record()).not.toBe(digest);
    const { json } = await nobody(`/shared/${token}`);
    expect(json.tapes).toMatchObject([{ block, digest }]);
    const tape = (await nobody(`/shared/${token}/evidence/${digest}`)).json;
    expect(tape.requests[0].answer.body).toContain('short');
  });

  it('ends when it is revoked, and when its time is over', async () => {
    const report = await makeReport();
    const link = await share(report);
    expect((await call('DELETE', `/reports/${report}/links/${link.id}`, ada)).status).toBe(204);
    const revoked = await nobody(`/shared/${link.token}`);
    expect(revoked.status).toBe(410);
    expect(revoked.json.error.message).toContain('revoked');

    const short = await share(report, { expiresAt: Date.now() + 1_000 });
    expect((await nobody(`/shared/${short.token}`)).status).toBe(200);
    await expect
      .poll(async () => (await nobody(`/shared/${short.token}`)).status, { timeout: 5_000 })
      .toBe(410);
    expect((await call('POST', `/reports/${report}/links`, ada, { expiresAt: 1 })).status).toBe(
      400,
    );
    expect((await call('POST', `/reports/${report}/links`, bob, {})).status).toBe(403);
    await call('DELETE', `/reports/${report}`, ada);
    expect((await nobody(`/shared/${short.token}`)).status).toBe(404);
  });

  it('is framed by the pages that the report names alone', async () => {
    const report = await makeReport();
    const { token } = await share(report);
    const policy = async () =>
      (await room.call('GET', `/embed/${token}`)).headers.get('content-security-policy');
    expect(await policy()).toContain("frame-ancestors 'none'");
    const set = (frameOrigins: string[]) =>
      call('PATCH', `/reports/${report}`, ada, { frameOrigins });
    expect((await set(["https://a.b; script-src 'unsafe-inline'"])).status).toBe(400);
    expect((await set(['https://wiki.example.com'])).status).toBe(200);
    expect(await policy()).toMatch(/frame-ancestors https:\/\/wiki\.example\.com$/);
    const page = await room.call('GET', `/shared/${token}`);
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });
});
