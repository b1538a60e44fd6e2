import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../support/api.ts';
import { setStage } from '../support/stage.ts';
import { createTraceServer, type TraceServer } from '../support/weave.ts';

const stage = setStage();
const PROJECT = 'admin/bad-input';
const COMPLETE = `/v2/${PROJECT}/calls/complete`;

let traces: TraceServer;
beforeAll(() => {
  traces = createTraceServer(stage.server);
});

const call = (id: string, change: Record<string, unknown> = {}) => ({
  project_id: PROJECT,
  id,
  trace_id: `trace of ${id}`,
  parent_id: null,
  op_name: `weave:///${PROJECT}/op/add:abc`,
  started_at: '2026-01-01T00:00:00.000001Z',
  ended_at: '2026-01-01T00:00:01.500002Z',
  attributes: {},
  inputs: {},
  output: null,
  summary: {},
  ...change,
});

const read = async (id: string): Promise<Record<string, unknown> | null> => {
  const { text } = await traces.post('/call/read', { project_id: PROJECT, id });
  return (JSON.parse(text) as { call: Record<string, unknown> | null }).call;
};

const jsonOf = ({ text }: Answer): Record<string, unknown> =>
  JSON.parse(text) as Record<string, unknown>;

describe('one bad item in a batch of 100', () => {
  it.each([
    ['no id', { id: undefined }],
    ['a number for an id', { id: 17 }],
    ['no op', { op_name: null }],
    ['a time that is none', { started_at: 'yesterday' }],
    ['inputs that are no object', { inputs: [1, 2] }],
    ['a call of another project', { project_id: 'admin/other' }],
    ['a step that is a text', { wb_run_step: 'ten' }],
    ['nesting deeper than any reader', { inputs: nested(400) }],
  ])('with %s is refused alone and named', async (what, change) => {
    const id = (n: number): string => `${what} ${n}`;
    const batch = Array.from({ length: 100 }, (_, n) => call(id(n), n === 41 ? change : {}));
    const answer = await traces.post(COMPLETE, { batch });
    expect(answer.status).toBe(422);
    const { reason, detail } = jsonOf(answer);
    expect(reason).toMatch(/^1 of 100 items were refused, the other 99 are stored\. Item 41: /);
    expect(JSON.stringify(detail)).toContain('"batch",41');
    for (const n of [0, 40, 42, 99]) expect(await read(id(n))).toMatchObject({ id: id(n) });
    expect(await read(id(41))).toBeNull();
  });

  it('is no reason for the npm client to end its process', async () => {
    const start = (id: string, change = {}) => {
      const { ended_at: _, output: __, summary: ___, ...rest } = call(id, change);
      return { mode: 'start', req: { start: rest } };
    };
    const batch = [start('npm 1'), start('npm 2', { started_at: 7e99 }), start('npm 3')];
    const asNpm = { 'user-agent': 'W&B Weave JS Client 0.11.1' };
    const answer = await traces.post('/call/upsert_batch', { batch }, asNpm);
    expect(answer.status).toBe(200);
    const { res } = jsonOf(answer) as { res: Record<string, unknown>[] };
    expect(res).toMatchObject([
      { id: 'npm 1', trace_id: 'trace of npm 1' },
      { error: expect.stringMatching(/^started_at is a time/) },
      { id: 'npm 3' },
    ]);
    expect(await read('npm 3')).toMatchObject({ summary: { weave: { status: 'running' } } });
    expect((await traces.post('/call/upsert_batch', { batch })).status).toBe(422);
  });
});

describe('calls in odd orders', () => {
  it('an end without a start is kept and shown once the start comes', async () => {
    const end = { project_id: PROJECT, id: 'late', ended_at: '2026-01-01T00:00:02Z', output: 1.0 };
    const sent = await traces.post('/call/end', { end: { ...end, summary: { own: 2 } } });
    expect(sent.status).toBe(200);
    expect(await read('late')).toBeNull();
    const { ended_at: _, output: __, summary: ___, ...start } = call('late');
    await traces.post('/call/start', { start });
    expect(await read('late')).toMatchObject({
      ended_at: '2026-01-01T00:00:02.000000Z',
      output: 1,
      summary: { own: 2, weave: { status: 'success' } },
    });
    // Sent again, as after a lost answer: what has ended stays so.
    await traces.post('/call/start', { start });
    expect(await read('late')).toMatchObject({ summary: { weave: { status: 'success' } } });
  });

  it('a cycle of parents is stored, read and deleted', async () => {
    const batch = [
      call('cycle a', { parent_id: 'cycle b', trace_id: 'cycle' }),
      call('cycle b', { parent_id: 'cycle a', trace_id: 'cycle' }),
      call('cycle c', { parent_id: 'cycle c', trace_id: 'cycle' }),
    ];
    expect((await traces.post(COMPLETE, { batch })).status).toBe(200);
    const usage = await traces.post('/trace/usage', {
      project_id: PROJECT,
      filter: { trace_ids: ['cycle'] },
    });
    expect(usage.status).toBe(200);
    const removal = { project_id: PROJECT, call_ids: ['cycle a', 'cycle c'] };
    const deleted = await traces.post('/calls/delete', removal);
    expect(jsonOf(deleted)).toEqual({ num_deleted: 3 });
    expect(await read('cycle b')).toBeNull();
  });
});

describe('texts and numbers', () => {
  it('come back as they were sent', async () => {
    const inputs =
      '{"float":1.0,"big":1180591620717411303424,"tiny":1e-07,"__proto__":{"polluted":1.50},' +
      '"constructor":{"prototype":1},"html":"<script>alert(1)</script>","rtl":"\\u202egnp.exe",' +
      '"lone":"\\ud800","nul":"\\u0000","":[]}';
    const { inputs: _, ...rest } = call('exact');
    const text = `{"batch":[${JSON.stringify(rest).slice(0, -1)},"inputs":${inputs}}]}`;
    expect((await traces.post(COMPLETE, text)).status).toBe(200);
    const answer = await traces.post('/calls/stream_query', {
      project_id: PROJECT,
      filter: { call_ids: ['exact'] },
    });
    expect(answer.headers.get('content-type')).toMatch(/^application\/jsonl/);
    expect(answer.text).toContain(inputs);
    expect(answer.text.match(/\n/g)).toHaveLength(1);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('of a pretty printed call stand on one line', async () => {
    const text = JSON.stringify(
      { batch: [call('pretty', { inputs: { a: { b: [1] } } })] },
      null,
      2,
    );
    expect((await traces.post(COMPLETE, text)).status).toBe(200);
    const filter = { call_ids: ['pretty'] };
    const lines = await traces.lines('/calls/stream_query', { project_id: PROJECT, filter });
    expect(lines).toMatchObject([{ inputs: { a: { b: [1] } } }]);
  });

  it('what a client says of `summary.weave` is not believed, its other words stay', async () => {
    const summary = { weave: { status: 'success', views: { mine: 1 } }, usage: {} };
    const bad = call('believed', { exception: 'it failed', summary });
    expect((await traces.post(COMPLETE, { batch: [bad] })).status).toBe(200);
    expect(await read('believed')).toMatchObject({
      summary: { weave: { status: 'error', latency_ms: 1500, views: { mine: 1 } } },
    });
  });
});

describe('bodies', () => {
  it('of more than 32 MiB are taken, gzip too', { timeout: 120_000 }, async () => {
    const long = 'x'.repeat(1024 * 1024);
    const batch = Array.from({ length: 34 }, (_, n) => call(`large ${n}`, { inputs: { long } }));
    const text = JSON.stringify({ batch });
    expect(text.length).toBeGreaterThan(34 * 1024 * 1024);
    expect((await traces.post(COMPLETE, text)).status).toBe(200);
    const small = gzipSync(JSON.stringify({ batch: [call('packed')] }));
    const packed = await traces.post(COMPLETE, small, { 'content-encoding': 'gzip' });
    expect(packed.status).toBe(200);
    const count = await traces.post('/calls/query_stats', {
      project_id: PROJECT,
      filter: { call_ids: [...batch.map(({ id }) => id), 'packed'] },
    });
    expect(jsonOf(count)).toMatchObject({ count: 35 });
    expect(await read('large 33')).toMatchObject({ inputs: { long } });
  });

  it.each([
    ['no JSON', '{"batch":[', 400, /not valid JSON/],
    ['no batch', '{}', 400, /The body is \{"batch": \[…\]\}/],
    ['a batch that is no list', '{"batch":{}}', 400, /The body is/],
  ])('with %s are told so', async (_what, body, status, reason) => {
    const answer = await traces.post(COMPLETE, body);
    expect([answer.status, jsonOf(answer)['reason']]).toEqual([
      status,
      expect.stringMatching(reason),
    ]);
  });
});

describe('answers that clients act upon', () => {
  const object = { project_id: PROJECT, object_id: 'kept', val: { a: 1.5 } };

  it('a conflict of digests is not to be sent again', async () => {
    const answer = await traces.post('/obj/create', {
      obj: { ...object, expected_digest: 'another' },
    });
    expect(answer.status).toBe(409);
    expect(answer.headers.get('x-should-retry')).toBe('false');
  });

  it('a deleted object says since when', async () => {
    const { digest } = jsonOf(await traces.post('/obj/create', { obj: object }));
    await traces.post('/obj/delete', { project_id: PROJECT, object_id: 'kept' });
    const gone = await traces.post('/obj/read', { ...object, digest });
    expect(gone.status).toBe(404);
    expect(jsonOf(gone)).toMatchObject({ deleted_at: expect.stringMatching(/^20\d\d-.*Z$/) });
    const never = await traces.post('/obj/read', { ...object, object_id: 'never', digest });
    expect([never.status, 'deleted_at' in jsonOf(never)]).toEqual([404, false]);
  });

  it('what is missing here is 404 in JSON, for any method', async () => {
    for (const [method, path] of [
      ['POST', '/completions/create'],
      ['POST', '/service/projects_info'],
      ['POST', '/no/such/thing'],
      ['GET', '/no/such/thing'],
    ] as const) {
      const answer = await traces.send(method, path, method === 'GET' ? undefined : {});
      expect([path, answer.status, typeof jsonOf(answer)['detail']]).toEqual([path, 404, 'string']);
    }
  });

  it('nobody gets in without a key, and no one into what they may not see', async () => {
    const nobody = createTraceServer(stage.server, null);
    expect((await nobody.post(COMPLETE, { batch: [call('x')] })).status).toBe(401);
    expect((await nobody.post('/calls/query_stats', { project_id: PROJECT })).status).toBe(401);
    expect((await nobody.send('GET', '/server_info')).status).toBe(200);
    const foreign = await traces.post('/calls/query_stats', { project_id: 'nobody/nothing' });
    expect(foreign.status).toBe(403);
    expect(jsonOf(foreign)['detail']).toMatch(/^Project not found/);
    const key = 'another-user-key-0123456789abcdefghijklmnopqrst';
    await stage.api.send('PUT', '/api/v1/admin/users/eve', { apiKey: key });
    const eve = createTraceServer(stage.server, key);
    expect((await eve.post(COMPLETE, { batch: [call('from eve')] })).status).toBe(403);
    expect(
      (await eve.post('/refs/read_batch', { refs: [`weave:///${PROJECT}/call/exact`] })).text,
    ).toBe('{"vals":[null]}');
  });

  it('feedback is refused item by item', async () => {
    const item = (id: string, change: Record<string, unknown> = {}) => ({
      project_id: PROJECT,
      id,
      weave_ref: `weave:///${PROJECT}/call/exact`,
      feedback_type: 'custom',
      payload: { value: 1.0 },
      ...change,
    });
    const answer = await traces.post('/feedback/batch/create', {
      batch: [
        item('f1'),
        item('f2', { weave_ref: 'weave:///admin/other/call/x' }),
        item('f3', { feedback_type: 'wandb.reaction.1', payload: { emoji: 'two' } }),
        item('f4', { feedback_type: 'wandb.reaction.1', payload: { emoji: '👩‍🚀' } }),
      ],
    });
    expect(answer.status).toBe(422);
    expect(jsonOf(answer)['reason']).toMatch(/^2 of 4 items were refused, the other 2 are stored/);
    const found = jsonOf(
      await traces.post('/feedback/query', {
        project_id: PROJECT,
        fields: ['id', 'payload.value'],
      }),
    );
    expect(found).toMatchObject({
      result: [{ id: 'f1', 'payload.value': 1 }, { id: 'f4' }],
      total_count: 2,
    });
    const all = { $expr: { $eq: [{ $getField: 'feedback_type' }, { $literal: 'custom' }] } };
    const purge = await traces.post('/feedback/purge', { project_id: PROJECT, query: all });
    expect([purge.status, jsonOf(purge)['reason']]).toEqual([
      400,
      expect.stringMatching(/named by id/),
    ]);
  });
});

describe('a call made inside a training run', () => {
  it('is found by the run, with its step', async () => {
    const batch = [
      call('in run', { wb_run_id: `${PROJECT}/run1`, wb_run_step: 7, wb_run_step_end: 8 }),
      call('in another', { wb_run_id: `${PROJECT}/run2`, wb_run_step: 7 }),
    ];
    await traces.post(COMPLETE, { batch });
    for (const run of [`${PROJECT}/run1`, 'run1']) {
      const filter = { wb_run_ids: [run] };
      const found = await traces.lines('/calls/stream_query', { project_id: PROJECT, filter });
      expect(found).toMatchObject([{ id: 'in run', wb_run_step: 7, wb_run_step_end: 8 }]);
    }
  });
});

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = { a: value };
  return value;
}
