import { afterAll, beforeAll, expect, it } from 'vitest';
import { openRoom, type Room } from '../room.testing.ts';

let room: Room;
let ada: string;
let ben: string;
let cleo: string;
const PROJECT = '/api/v1/projects/vision/answers';
const QUEUES = `${PROJECT}/annotation-queues`;

const as = (key: string) => async (method: string, path: string, body?: unknown) => {
  const answer = await room.call(method, path, { key, ...(body === undefined ? {} : { body }) });
  return answer;
};

/** Calls with what a scorer said of them, as clients of Weave write them. */
async function callsWithScores(count: number, passes: (at: number) => boolean): Promise<string[]> {
  const send = as(ada);
  const ids = Array.from({ length: count }, (_, at) => `call-${at}`);
  const batch = ids.map((id, at) => ({
    mode: 'start',
    req: {
      start: {
        project_id: 'vision/answers',
        id,
        trace_id: id,
        op_name: 'answer',
        started_at: new Date(Date.UTC(2026, 10, 25, 10, 0, at)).toISOString(),
        inputs: { question: at },
        attributes: {},
      },
    },
  }));
  expect((await send('POST', '/traces/call/upsert_batch', { batch })).status).toBe(200);
  for (const [at, id] of ids.entries()) {
    const { status, text } = await send('POST', '/traces/feedback/create', {
      project_id: 'vision/answers',
      weave_ref: `weave:///vision/answers/call/${id}`,
      feedback_type: 'wandb.runnable.polite',
      payload: { output: { passed: passes(at) } },
      runnable_ref: 'weave:///vision/answers/object/polite:abc',
    });
    expect(status, text).toBe(200);
  }
  return ids;
}

beforeAll(async () => {
  room = await openRoom();
  [ada, ben, cleo] = [await room.user('ada'), await room.user('ben'), await room.user('cleo')];
  await room.admin('PUT', '/admin/organizations/lab', {});
  await room.admin('PUT', '/admin/organizations/lab/teams/vision', {});
  for (const name of ['ada', 'ben', 'cleo']) {
    await room.admin('PUT', `/admin/organizations/lab/members/${name}`, { role: 'member' });
    const path = `/admin/organizations/lab/teams/vision/members/${name}`;
    await room.admin('PUT', path, { role: 'member' });
  }
  await as(ada)('PUT', PROJECT, {});
});
afterAll(() => room.close());

it('goes from a queue to what its answers tell', async () => {
  const ids = await callsWithScores(6, (at) => at !== 5);
  const made = await as(ada)('POST', QUEUES, {
    name: 'Politeness',
    description: 'Say whether the *tone* fits.',
    fields: [
      { title: 'Is polite', value: { kind: 'boolean' } },
      { title: 'Quality', value: { kind: 'integer', minimum: 1, maximum: 5 } },
    ],
    annotators: ['ada', 'ben'],
    perItem: 2,
  });
  expect(made.status, made.text).toBe(201);
  expect(made.json).toMatchObject({
    fields: [
      { name: 'Is-polite', title: 'Is polite', value: { kind: 'boolean' } },
      { name: 'Quality', value: { kind: 'integer', minimum: 1, maximum: 5 } },
    ],
    annotators: ['ada', 'ben'],
    isAsked: true,
  });
  const queue = `${QUEUES}/${made.json.id}`;
  const added = await as(ada)('POST', `${queue}/items`, { ids: [...ids, 'no such call'] });
  expect(added.json).toEqual({ added: 6, duplicates: 0, unknown: 1 });
  const again = await as(ada)('POST', `${queue}/items`, {
    selection: { filter: 'op = "answer"' },
    limit: 2,
  });
  expect(again.json).toEqual({ added: 0, duplicates: 2, unknown: 0 });

  // Ada finds all polite, Ben not the first; they differ by one point in the second.
  const judge = async (
    key: string,
    polite: (at: number) => boolean,
    quality: (at: number) => number,
  ) => {
    for (let at = 0; at < ids.length; at += 1) {
      const { json } = await as(key)('GET', `${queue}/next`);
      const place = json.item.position - 1;
      const values = { 'Is-polite': polite(place), Quality: quality(place) };
      const path = `${queue}/items/${json.item.id}/answers`;
      const said = await as(key)('PUT', path, { values, state: 'completed' });
      expect(said.json, said.text).toMatchObject({ own: values, ownState: 'completed' });
    }
    expect((await as(key)('GET', `${queue}/next`)).json).toEqual({ item: null });
  };
  await judge(
    ada,
    () => true,
    (at) => 1 + (at % 5),
  );
  await judge(
    ben,
    (at) => at > 0,
    (at) => (at === 1 ? 3 : 1 + (at % 5)),
  );
  expect((await as(cleo)('GET', `${queue}/next`)).json).toEqual({ item: null });
  expect((await as(ada)('GET', queue)).json).toMatchObject({
    items: 6,
    states: { completed: 6 },
    people: [
      { user: 'ada', states: { completed: 6 } },
      { user: 'ben', states: { completed: 6 } },
    ],
  });

  const agreement = (await as(ada)('GET', `${queue}/agreement`)).json;
  expect(agreement.fields).toMatchObject([
    { field: 'Is-polite', scale: 'nominal', judgedByTwo: 6, unanimous: 5, alpha: 0 },
    { field: 'Quality', scale: 'ordinal', judgedByTwo: 6, unanimous: 5 },
  ]);
  expect(agreement.fields[0].pairs).toMatchObject([{ users: ['ada', 'ben'], calls: 6 }]);
  expect(agreement.disputed).toMatchObject([
    { callId: 'call-0', field: 'Is-polite', answers: [{ user: 'ada' }, { user: 'ben' }] },
    { callId: 'call-1', field: 'Quality', decision: null },
  ]);

  // Without a decision the first call is nobody's; with it the scorer was wrong of it.
  const judges = async () => (await as(ada)('GET', `${queue}/judges`)).json.judges;
  const [before] = await judges();
  expect(before).toMatchObject({ scorer: 'polite', path: 'passed', pairs: 5, scored: 6 });
  const decided = await as(cleo)('PUT', `${queue}/items/${agreement.disputed[0].itemId}/decision`, {
    field: 'Is-polite',
    value: false,
  });
  expect(decided.status, decided.text).toBe(204);
  const [after] = await judges();
  expect(after).toMatchObject({
    pairs: 6,
    confusion: {
      categories: [false, true],
      counts: [
        [0, 1],
        [1, 4],
      ],
    },
    bias: 0,
  });
  expect(after.raw).toBeCloseTo(5 / 6, 12);
  // What counts becomes a dataset: decided, or said by all; the second call's quality is disputed.
  const dataset = { name: 'polite-answers', mode: 'create' };
  const published = (await as(ada)('POST', `${queue}/dataset`, dataset)).json;
  expect(published).toMatchObject({ name: 'polite-answers', rowCount: 6 });
  const version = `${PROJECT}/weave-objects/object/polite-answers/versions/latest`;
  const { table } = (await as(ada)('GET', version)).json;
  const { rows } = (await as(ada)('GET', `${PROJECT}/weave-tables/${table.digest}?limit=2`)).json;
  expect(rows.map(({ value }: { value: unknown }) => value)).toEqual([
    { question: 0, output: null, 'Is-polite': false, Quality: 1 },
    { question: 1, output: null, 'Is-polite': true, Quality: null },
  ]);
  // As clients of Weave read it.
  const { json } = await as(ada)('POST', '/traces/feedback/query', {
    project_id: 'vision/answers',
    query: {
      $expr: { $eq: [{ $getField: 'feedback_type' }, { $literal: 'wandb.annotation.Quality' }] },
    },
  });
  expect(json.result).toHaveLength(12);
  expect(json.result[0]).toMatchObject({ queue_id: made.json.id, payload: { value: 1 } });
});

it('keeps the last answer of each person, and takes it back', async () => {
  const made = await as(ada)('POST', QUEUES, {
    name: 'Again',
    fields: [{ title: 'Tone', value: { kind: 'choice', choices: ['warm', 'cold'] } }],
  });
  const queue = `${QUEUES}/${made.json.id}`;
  await as(ada)('POST', `${queue}/items`, { ids: ['call-0'] });
  const { json } = await as(ada)('GET', `${queue}/next`);
  const say = async (value: unknown, state = 'completed') =>
    as(ada)('PUT', `${queue}/items/${json.item.id}/answers`, { values: { Tone: value }, state });
  expect((await say('warm')).json.own).toEqual({ Tone: 'warm' });
  expect((await say('cold')).json.own).toEqual({ Tone: 'cold' });
  const list = (await as(ada)('GET', `${queue}/items?state=completed`)).json;
  expect(list).toMatchObject({ total: 1, items: [{ own: { Tone: 'cold' }, op: 'answer' }] });
  expect((await say(null, 'skipped')).json).toMatchObject({ own: {}, state: 'skipped' });
});

it('says what is wrong, and shows nothing to strangers', async () => {
  const make = (settings: object) =>
    as(ada)('POST', QUEUES, { name: 'Odd', fields: [], ...settings });
  expect((await make({ annotators: ['nobody-here'] })).text).toContain('no user');
  expect((await make({ fields: [{ title: '!!', value: { kind: 'boolean' } }] })).status).toBe(400);
  const one = { title: 'One', value: { kind: 'choice', choices: ['alone'] } };
  expect((await make({ fields: [one] })).status).toBe(400);
  const queue = (
    await make({ annotators: ['ada'], fields: [{ title: 'Tone', value: { kind: 'boolean' } }] })
  ).json;
  await as(ada)('POST', `${QUEUES}/${queue.id}/items`, { ids: ['call-0'] });
  const { json } = await as(ada)('GET', `${QUEUES}/${queue.id}/next`);
  const path = `${QUEUES}/${queue.id}/items/${json.item.id}/answers`;
  const say = (key: string, values: object) => as(key)('PUT', path, { values, state: 'completed' });
  expect((await say(ada, { Tone: 'loud' })).text).toContain('yes or no');
  expect((await say(ada, { constructor: true })).text).toContain('asks for Tone');
  expect((await say(ben, { Tone: true })).status).toBe(403);
  const stranger = await room.user('stranger');
  expect((await as(stranger)('GET', `${QUEUES}/${queue.id}`)).status).toBe(404);
  expect((await say(stranger, { Tone: true })).status).toBe(404);
});
