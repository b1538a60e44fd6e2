import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_KEY, openRoom, type Room } from '../room.testing.ts';

let room: Room;
const CALLS = '/api/v1/projects/admin/cities/calls';

const admin = (method: string, path: string, body?: unknown) =>
  room.call(method, path, { key: ADMIN_KEY, body });

/** Calls as the client of Node sends them. */
async function send(calls: readonly Record<string, unknown>[]): Promise<void> {
  const batch = calls.flatMap(({ id, output, exception, summary, ended, ...start }) => [
    {
      mode: 'start',
      req: { start: { project_id: 'admin/cities', attributes: {}, inputs: {}, id, ...start } },
    },
    ...(ended === undefined
      ? []
      : [
          {
            mode: 'end',
            req: {
              end: {
                project_id: 'admin/cities',
                id,
                ended_at: ended,
                output: output ?? null,
                exception: exception ?? null,
                summary: summary ?? {},
              },
            },
          },
        ]),
  ]);
  const { status, text } = await admin('POST', '/traces/call/upsert_batch', { batch });
  expect(status, text).toBe(200);
}

beforeAll(async () => {
  room = await openRoom();
  await admin('PUT', '/api/v1/projects/admin/cities', {});
  const usage = { usage: { 'a model': { prompt_tokens: 10, completion_tokens: 5, requests: 1 } } };
  await send([
    {
      id: 'root',
      trace_id: 't1',
      op_name: 'weave:///admin/cities/op/ask:abc',
      started_at: '2026-11-25T10:00:00.000Z',
      ended: '2026-11-25T10:00:02.000Z',
      inputs: { city: 'Paris', n: 1, '=cmd': '=1+1' },
      output: 'Paris, of "course"',
      summary: usage,
    },
    {
      id: 'child',
      trace_id: 't1',
      parent_id: 'root',
      op_name: 'chat',
      started_at: '2026-11-25T10:00:00.500Z',
      ended: '2026-11-25T10:00:01.500Z',
      summary: usage,
    },
    {
      id: 'failed',
      trace_id: 't2',
      op_name: 'ask',
      started_at: '2026-11-25T11:00:00.000Z',
      ended: '2026-11-25T11:00:05.000Z',
      inputs: { city: 'Nowhere', n: 22 },
      exception: 'no such city',
      thread_id: 'talk',
    },
    { id: 'runs', trace_id: 't3', op_name: 'ask', started_at: '2026-11-25T12:00:00.000Z' },
  ]);
});
afterAll(() => room.close());

const rows = async (body: Record<string, unknown>) => {
  const { status, text, json } = await admin('POST', `${CALLS}/rows`, body);
  expect(status, text).toBe(200);
  return (json.rows as { id: string }[]).map(({ id }) => id);
};

describe('calls over the own API', () => {
  it.each<[Record<string, unknown>, readonly string[]]>([
    [{}, ['runs', 'failed', 'root']],
    [
      { rootsOnly: false, sort: [{ field: 'started', direction: 'asc' }] },
      ['root', 'child', 'failed', 'runs'],
    ],
    [{ filter: 'status = "error"' }, ['failed']],
    [
      { filter: 'op = "ask" and latency >= 2 s', sort: [{ field: 'latency', direction: 'desc' }] },
      ['failed', 'root'],
    ],
    [{ filter: 'inputs.n > 3' }, ['failed']],
    [{ filter: 'output contains "COURSE"' }, ['root']],
    [{ filter: 'inputs.city is not set' }, ['runs']],
    [{ filter: 'user = "admin" and not started < "2026-11-25T11:30Z"' }, ['runs']],
    [{ text: 'nowhere' }, ['failed']],
    [{ thread: 'talk' }, ['failed']],
    [{ from: Date.UTC(2026, 10, 25, 11), to: Date.UTC(2026, 10, 25, 12) }, ['failed']],
    [{ skip: 1, limit: 1 }, ['failed']],
  ])('%j means %j', async (body, ids) => {
    expect(await rows(body)).toEqual(ids);
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['rows', { filter: 'statsu = 1' }, /character 1: .*“statsu” is no field here. There are name/],
    ['rows', { sort: [{ field: 'nothing', direction: 'asc' }] }, /can't be sorted by nothing/],
    ['rows', { limit: 1e9 }, /limit/],
    ['stats', { filter: '((' }, /can't be read/],
    ['remove', { ids: [] }, /body is not/],
  ])('%s of %j is refused with the reason', async (part, body, reason) => {
    const { status, json } = await admin('POST', `${CALLS}/${part}`, body);
    expect(status).toBe(400);
    expect(json.error.message).toMatch(reason);
  });

  it('tells the same calls in rows, count, plots and files', async () => {
    const selection = { rootsOnly: false, filter: 'latency > 0' };
    const count = await admin('POST', `${CALLS}/count`, selection);
    expect(count.json).toEqual({ count: 3, hasMore: false });
    const stats = await admin('POST', `${CALLS}/stats`, selection);
    const sum = (name: string) =>
      (stats.json.buckets as Record<string, number>[]).reduce(
        (all, one) => all + (one[name] ?? 0),
        0,
      );
    expect([sum('calls'), sum('errors'), sum('tokens')]).toEqual([3, 1, 15]);
    const query = new URLSearchParams({
      format: 'csv',
      selection: JSON.stringify(selection),
      columns: JSON.stringify(['inputs.city', 'inputs.=cmd']),
      sort: JSON.stringify([{ field: 'started', direction: 'asc' }]),
    });
    const csv = await admin('GET', `${CALLS}/export?${query}`);
    const lines = csv.text.trim().split('\r\n');
    expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(['root', 'child', 'failed']);
    // A spreadsheet must not take it for a formula.
    expect(lines[1]).toMatch(/,admin,Paris,'=1\+1$/);
    const jsonl = await admin(
      'GET',
      `${CALLS}/export?format=jsonl&ids=${encodeURIComponent('["root"]')}`,
    );
    expect(JSON.parse(jsonl.text)).toMatchObject({
      id: 'root',
      tokens: 15,
      output: 'Paris, of "course"',
    });
  });

  it('sums use once, where it was used', async () => {
    const { json } = await admin('POST', `${CALLS}/use`, { by: 'op', rootsOnly: false });
    expect(json.groups).toMatchObject([{ name: 'chat', totalTokens: 15, requests: 1 }]);
  });

  it('reads a trace as lists, a call with its feedback, and threads', async () => {
    const outline = await admin('GET', '/api/v1/projects/admin/cities/traces/t1/outline');
    expect(outline.json).toMatchObject({
      ids: ['root', 'child'],
      parents: [-1, 0],
      starts: [0, 500],
      durations: [2_000, 1_000],
    });
    const given = await admin('POST', `${CALLS}/root/feedback`, { emoji: '👍' });
    expect(given.json).toMatchObject({ type: 'wandb.reaction.1', user: 'admin', isOwn: true });
    const call = await admin('GET', `${CALLS}/root`);
    expect(call.json).toMatchObject({ op: 'ask', tokens: 15, feedback: [{ id: given.json.id }] });
    const address = `/api/v1/projects/admin/cities/feedback/${given.json.id}`;
    expect((await admin('DELETE', address)).status).toBe(204);
    expect((await admin('DELETE', address)).status).toBe(404);
    const threads = await admin('GET', '/api/v1/projects/admin/cities/threads');
    expect(threads.json).toMatchObject({ threads: [{ id: 'talk' }], hasMore: false });
  });

  it('renames a call and gives its own name back', async () => {
    const named = await admin('PATCH', `${CALLS}/failed`, { name: ' <b>odd</b> ' });
    expect(named.json).toMatchObject({ name: '<b>odd</b>', displayName: '<b>odd</b>' });
    expect((await admin('PATCH', `${CALLS}/failed`, { name: '' })).json.name).toBe('ask');
  });

  it('tells nothing to those who may not see the project, and lets nobody else change it', async () => {
    const key = await room.user('eve');
    for (const [method, path] of [
      ['POST', `${CALLS}/rows`],
      ['POST', `${CALLS}/remove`],
      ['GET', `${CALLS}/root`],
      ['GET', `${CALLS}/export?format=csv`],
      ['GET', '/api/v1/projects/admin/cities/traces/t1/outline'],
    ] as const) {
      const body = method === 'POST' ? { ids: ['root'] } : undefined;
      expect((await room.call(method, path, { key, body })).status).toBe(404);
    }
    expect((await admin('GET', `${CALLS}/nothing`)).status).toBe(404);
  });

  it('deletes what is meant with all below it', async () => {
    const removed = await admin('POST', `${CALLS}/remove`, {
      selection: { filter: 'status != "running"' },
      except: ['failed'],
    });
    expect(removed.json).toEqual({ count: 2 });
    expect(await rows({ rootsOnly: false })).toEqual(['runs', 'failed']);
  });
});

describe('a preview of rules', () => {
  const preview = (rules: unknown, call: unknown) =>
    admin('POST', '/api/v1/projects/admin/cities/call-rules/preview', { rules, call });
  const city = { kind: 'pattern', pattern: 'Paris', replacement: '[city]' };

  beforeAll(() =>
    send([
      {
        id: 'ruled',
        trace_id: 't9',
        op_name: 'ask',
        started_at: '2026-11-25T13:00:00.000Z',
        ended: '2026-11-25T13:00:01.000Z',
        inputs: { city: 'Paris', n: 1 },
        output: 'Paris, of "course"',
      },
    ]),
  );

  it('shows what would be stored of a call, and stores nothing', async () => {
    const { json } = await preview({ redactions: [city], sampleRate: 0 }, { id: 'ruled' });
    expect(json).toMatchObject({
      problems: [],
      before: { inputs: { city: 'Paris' }, output: 'Paris, of "course"' },
      after: { inputs: { city: '[city]', n: 1 }, output: '[city], of "course"' },
      isKept: false,
    });
    expect((await admin('GET', `${CALLS}/ruled`)).json.inputs.city).toBe('Paris');
    expect((await admin('GET', '/api/v1/projects/admin/cities/call-rules')).json.updatedAt).toBe(
      null,
    );
  });

  it('takes what is pasted as a call, or as inputs', async () => {
    const path = { kind: 'path', path: 'inputs.**.content', replacement: '-' };
    const whole = { inputs: { a: [{ content: 'x' }] }, output: 'Paris', other: 1 };
    const { json } = await preview({ redactions: [path, city] }, { text: JSON.stringify(whole) });
    expect(json.after).toEqual({ inputs: { a: [{ content: '-' }] }, output: '[city]' });
    expect(json.isKept).toBeNull();
    const list = await preview({ redactions: [city] }, { text: '["Paris", 9007199254740993]' });
    expect(list.json.after).toEqual({ inputs: ['[city]', { $number: '9007199254740993' }] });
  });

  it('tells of every rule that can not be read, and of what is no call', async () => {
    const redactions = [
      { kind: 'pattern', pattern: '(a' },
      city,
      { kind: 'path', path: 'inputs..a' },
      { kind: 'pattern', pattern: 'a*' },
    ];
    const { json } = await preview({ redactions }, { id: 'ruled' });
    expect(json.problems.map((one: { redaction: number }) => one.redaction)).toEqual([0, 2, 3]);
    expect(json.problems[2].message).toMatch(/^The pattern matches the empty text/);
    expect(json.after).toEqual(json.before);
    expect((await preview({}, { id: 'none' })).status).toBe(404);
    expect((await preview({}, { text: '{"a": ' })).json.error.message).toMatch(/no JSON/);
  });

  it('is for those who may write in the project', async () => {
    const path = '/api/v1/projects/admin/cities/call-rules/preview';
    const body = { rules: {}, call: { text: '1' } };
    expect((await room.call('POST', path, { body })).status).toBe(401);
    expect((await room.call('POST', path, { key: await room.user('bob'), body })).status).toBe(404);
  });
});
