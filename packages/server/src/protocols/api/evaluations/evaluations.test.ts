import { EvaluationList } from '@runloom/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRoom, type Room } from '../room.testing.ts';

let room: Room;
let ada: string;
const PROJECT = '/api/v1/projects/ada/quiz';
const REF = 'weave:///ada/quiz';

const send = async (method: string, path: string, body?: unknown) => {
  const answer = await room.call(method, path, {
    key: ada,
    ...(body === undefined ? {} : { body }),
  });
  expect(answer.status, answer.text).toBeLessThan(300);
  return answer.json;
};

interface Tried {
  /** A JSON text: the client sends NaN as null. */
  readonly scores: string;
  readonly fails?: boolean;
  readonly example?: unknown;
}

let minute = 0;

/** An evaluation as the Python client sends it: its children are whole before itself. */
async function evaluate(
  id: string,
  tried: readonly Tried[],
  {
    isOpen = false,
    self = 'quiz:v1',
    model = id,
    project = 'ada/quiz',
  }: { isOpen?: boolean; self?: string; model?: string; project?: string } = {},
): Promise<void> {
  minute += 1;
  const at = (second: number) => new Date(Date.UTC(2026, 10, 25, 10, minute, second)).toISOString();
  const call = (own: string, parent: string | null, op: string, rest: string): string =>
    `{"project_id":"${project}","id":"${own}","trace_id":"${id}","parent_id":${JSON.stringify(parent)},"op_name":"weave:///${project}/op/${op}:abc","started_at":"${at(1)}","attributes":{},${rest}}`;
  const rows = tried.flatMap(({ scores, fails = false, example }, row) => {
    const inputs = JSON.stringify({ example: example ?? { q: `question ${row}` } });
    const predicted = fails
      ? `"inputs":{},"output":null,"summary":{},"exception":"{\\"type\\":\\"E\\",\\"message\\":\\"broke\\"}","ended_at":"${at(3)}"`
      : `"inputs":{},"output":"a${row}","summary":{"usage":{"m":{"prompt_tokens":6,"completion_tokens":4,"requests":1}}},"ended_at":"${at(3)}"`;
    return [
      call(`${id}-p${row}`, `${id}-${row}`, 'Model.predict', predicted),
      call(
        `${id}-${row}`,
        id,
        'Evaluation.predict_and_score',
        `"inputs":${inputs},"output":{"output":${fails ? 'null' : `"a${row}"`},"scores":${scores},"model_latency":2},"summary":{},"ended_at":"${at(4)}"`,
      ),
    ];
  });
  const body = (items: readonly string[]) => `{"batch":[${items.join(',')}]}`;
  const post = async (path: string, text: string) => {
    const answer = await fetch(`${room.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ada}`, 'content-type': 'application/json' },
      body: text,
    });
    expect(answer.status, await answer.text()).toBe(200);
  };
  await post(`/traces/v2/${project}/calls/complete`, body(rows));
  const inputs = `"inputs":{"self":"weave:///${project}/object/${self}","model":"weave:///${project}/object/${model}:v1"}`;
  const root = call(id, null, 'Evaluation.evaluate', `${inputs},"display_name":"run ${id}"`);
  if (isOpen) {
    await post('/traces/call/upsert_batch', `{"batch":[{"mode":"start","req":{"start":${root}}}]}`);
    return;
  }
  const ended = `${root.slice(0, -1)},"output":{},"summary":{},"ended_at":"${at(50)}"}`;
  await post(`/traces/v2/${project}/calls/complete`, body([ended]));
}

const flags = (count: number, isRight: (row: number) => boolean): Tried[] =>
  Array.from({ length: count }, (_, row) => ({
    scores: `{"right":{"passed":${isRight(row)},"words":${row % 7}.0}}`,
  }));

const compare = (...ids: string[]) => send('POST', `${PROJECT}/evaluations/compare`, { ids });

beforeAll(async () => {
  room = await openRoom();
  ada = await room.user('ada');
  await send('PUT', PROJECT, {});
  await evaluate(
    'base',
    flags(40, (row) => row % 4 !== 0),
  );
  // Right wherever the baseline is, and in eight more of ten.
  await evaluate(
    'better',
    flags(40, (row) => row % 4 !== 0 || row < 32),
  );
  await evaluate('cut', flags(40, (row) => row % 4 !== 0).slice(0, 10), { isOpen: true });
  await evaluate('odd', [
    { scores: '{"right":{"passed":"yes","words":null},"more":null}' },
    { scores: '{"right":{"passed":true},"loose":[1]}' },
    { scores: '{}', fails: true },
    { scores: '{"right":{"passed":true,"words":2}}', example: { q: 'question 1' } },
  ]);
});
afterAll(() => room.close());

describe('an evaluation', () => {
  it('stands in the list with what came of it', async () => {
    const { evaluations } = await send('GET', `${PROJECT}/evaluations`);
    expect(
      evaluations.map(({ id, status }: { id: string; status: string }) => [id, status]),
    ).toEqual([
      ['odd', 'complete'],
      ['cut', 'partial'],
      ['better', 'complete'],
      ['base', 'complete'],
    ]);
    expect(evaluations[3]).toMatchObject({
      name: 'run base',
      evaluation: { name: 'quiz', digest: 'v1' },
      model: { name: 'base' },
      exampleCount: 40,
      trialCount: 40,
      errorCount: 0,
      tokens: 400,
      user: 'ada',
      latency: { mean: 2, count: 40 },
      scores: [
        { key: 'right.passed', kind: 'rate', mean: 0.75, count: 40 },
        { key: 'right.words', kind: 'number', count: 40 },
      ],
    });
    // Wilson's interval of 30 of 40, by statsmodels.
    expect(evaluations[3].scores[0].low).toBeCloseTo(0.5981, 4);
    expect(evaluations[3].scores[0].high).toBeCloseTo(0.8581, 4);
  });

  it('counts what is no number, and takes nothing for one', async () => {
    const one = await send('GET', `${PROJECT}/evaluations/odd`);
    expect(one).toMatchObject({ exampleCount: 3, trialCount: 4, errorCount: 1 });
    const { metrics } = await compare('odd');
    const byKey = new Map(metrics.map((metric: { key: string }) => [metric.key, metric]));
    expect(byKey.get('right.passed')).toMatchObject({
      // One that passed, and one at which the model broke.
      estimates: [{ mean: 0.5, count: 2 }],
      leftOut: [{ missing: 1, notFinite: 0, others: 1 }],
    });
    expect(byKey.get('right.words')).toMatchObject({
      estimates: [{ mean: 2, count: 1, low: null }],
      leftOut: [{ missing: 2, notFinite: 0, others: 1 }],
    });
    expect(byKey.has('more')).toBe(false);
    expect(one.uncounted).toEqual(['more', 'loose']);
  });

  it('leaves out numbers that are too large for a mean', async () => {
    await send('PUT', '/api/v1/projects/ada/huge', {});
    await evaluate(
      'huge',
      [1e308, 1e308, -1e308, 3].map((value) => ({ scores: `{"loss":${value}}` })),
      { project: 'ada/huge' },
    );
    const { evaluations } = await send('GET', '/api/v1/projects/ada/huge/evaluations');
    expect(EvaluationList.parse({ evaluations }).evaluations[0]?.scores).toMatchObject([
      { key: 'loss', mean: 3, count: 1 },
    ]);
  });
});

describe('a comparison', () => {
  it('holds no failed trial against a scorer that the evaluation does not have', async () => {
    await send('PUT', '/api/v1/projects/ada/apart', {});
    const project = 'ada/apart';
    await evaluate('one', [{ scores: '{"own":true}' }], { project });
    const others = [{ scores: '{"other":true}' }, { scores: '{}', fails: true }];
    await evaluate('two', others, { project });
    const { metrics } = await send('POST', `/api/v1/projects/${project}/evaluations/compare`, {
      ids: ['one', 'two'],
    });
    const [own, other] = metrics;
    expect(own).toMatchObject({ key: 'own', estimates: [{ mean: 1 }, null] });
    expect(other).toMatchObject({ key: 'other', estimates: [null, { mean: 0.5, count: 2 }] });
  });

  it('tells what is more than noise, over the examples that both have', async () => {
    const found = await compare('base', 'better');
    expect(found).toMatchObject({ commonCount: 40, warnings: [] });
    const [passed, words] = found.metrics;
    expect(passed).toMatchObject({ key: 'right.passed', group: 'score', direction: 'higher' });
    expect(passed.differences[0]).toBeNull();
    // Eight of the ten that were wrong: McNemar's mid-p of 8 and 0 is 1 / 256, four metrics share 5 %.
    expect(passed.differences[1]).toMatchObject({
      mean: 0.2,
      pairs: 40,
      test: 'mcnemar',
      verdict: 'better',
    });
    expect(passed.differences[1].p).toBeCloseTo(1 / 256, 12);
    expect(passed.differences[1].adjustedP).toBeCloseTo(4 / 256, 12);
    expect(words.differences[1]).toMatchObject({ mean: 0, verdict: 'same', adjustedP: 1 });
  });

  it('says what differs between them', async () => {
    const { warnings, metrics, commonCount } = await compare('base', 'cut');
    expect(commonCount).toBe(10);
    expect(warnings).toMatchObject([{ kind: 'examples' }]);
    expect(metrics[0].differences[1]).toMatchObject({ pairs: 10, verdict: 'same' });
    expect(
      (
        await room.call('POST', `${PROJECT}/evaluations/compare`, {
          key: ada,
          body: { ids: ['base', 'no'] },
        })
      ).status,
    ).toBe(404);
    expect(
      (
        await room.call('POST', `${PROJECT}/evaluations/compare`, {
          key: ada,
          body: { ids: ['base', 'base'] },
        })
      ).status,
    ).toBe(400);
  });

  it('lays out every example, and opens one', async () => {
    const ids = ['base', 'odd'];
    const { digests, inputs, evaluations, scores } = await send(
      'POST',
      `${PROJECT}/evaluations/examples`,
      { ids },
    );
    expect(digests).toHaveLength(40);
    const places = [0, 1, 2, 3].map((row) => inputs.indexOf(`{"q":"question ${row}"}`));
    const at = (values: readonly unknown[]) => places.map((place) => values[place]);
    expect(at(evaluations[1].trials)).toEqual([1, 2, 1, 0]);
    expect(at(evaluations[1].failures)).toEqual([0, 0, 1, 0]);
    expect(scores[0]).toMatchObject({ key: 'right.passed' });
    expect(at(scores[0].values[1])).toEqual([null, 1, 0, null]);
    expect(at(scores[0].spreads[1])).toEqual([null, 0, null, null]);
    const bare = await send('POST', `${PROJECT}/evaluations/examples`, { ids, texts: false });
    expect(bare).toMatchObject({ digests, scores, inputs: [] });
    expect(bare.evaluations).toEqual(evaluations.map((own: object) => ({ ...own, outputs: [] })));
    const digest = digests[places[2] ?? 0];
    const detail = await send('POST', `${PROJECT}/evaluations/example`, {
      ids,
      digest,
    });
    expect(detail).toMatchObject({
      inputs: { q: 'question 2' },
      evaluations: [
        { id: 'base', trials: [{ output: 'a2', error: null, tokens: 10 }] },
        { id: 'odd', trials: [{ output: null, error: 'E: broke' }] },
      ],
    });
  });
});

describe('a leaderboard', () => {
  it('finds the evaluation that it names by an alias', async () => {
    const project = 'ada/aliased';
    await send('PUT', `/api/v1/projects/${project}`, {});
    const publish = (object_id: string, val: object, more: object = {}) =>
      send('POST', '/traces/obj/create', { obj: { project_id: project, object_id, val, ...more } });
    const { digest } = await publish('quiz', { trials: 1 });
    await evaluate('one', [{ scores: '{"own":true}' }], { project, self: `quiz:${digest}` });
    const column = { scorer_name: 'own', summary_metric_path: 'true_fraction' };
    const columns = ['latest', 'v0'].map((version) => ({
      ...column,
      evaluation_object_ref: `weave:///${project}/object/quiz:${version}`,
    }));
    const leaderboard = { builtin_object_class: 'Leaderboard' };
    await publish('board', { name: 'Board', columns }, leaderboard);
    const { leaderboards } = await send('GET', `/api/v1/projects/${project}/leaderboards`);
    expect(leaderboards[0].rows).toMatchObject([
      { model: { name: 'one' }, cells: [{ mean: 1 }, { mean: 1 }] },
    ]);
  });

  it('lets those tie that can’t be told apart', async () => {
    await evaluate(
      'worst',
      flags(40, () => false),
    );
    const object = {
      project_id: 'ada/quiz',
      object_id: 'board',
      builtin_object_class: 'Leaderboard',
      val: {
        name: 'Quiz board',
        columns: [
          {
            evaluation_object_ref: `${REF}/object/quiz:v1`,
            scorer_name: 'right',
            summary_metric_path: 'passed.true_fraction',
            should_minimize: false,
          },
        ],
      },
    };
    await send('POST', '/traces/obj/create', { obj: object });
    const { leaderboards } = await send('GET', `${PROJECT}/leaderboards`);
    const [{ title, columns, rows }] = leaderboards;
    expect([title, columns[0].key, columns[0].kind]).toEqual([
      'Quiz board',
      'right.passed',
      'rate',
    ]);
    const ranks = rows.map(
      ({
        model,
        cells,
      }: {
        model: { name: string };
        cells: { bestRank: number; worstRank: number }[];
      }) => [model.name, cells[0]?.bestRank, cells[0]?.worstRank],
    );
    expect(ranks).toEqual([
      ['better', 1, 3],
      ['base', 1, 3],
      ['odd', 1, 3],
      ['worst', 4, 4],
    ]);
  });

  it('is made of scores on the page, and is what clients would have published', async () => {
    const made = await send('POST', `${PROJECT}/leaderboards`, {
      title: 'Least <words>',
      columns: [
        {
          evaluation: `${REF}/object/quiz:v1`,
          key: 'right.words',
          kind: 'number',
          direction: 'lower',
        },
      ],
    });
    expect(made).toMatchObject({
      name: 'Least-words',
      title: 'Least <words>',
      columns: [{ key: 'right.words', kind: 'number', direction: 'lower' }],
    });
    expect(await send('GET', `${PROJECT}/leaderboards/Least-words`)).toEqual(made);
    const read = await send('POST', '/traces/obj/read', {
      project_id: 'ada/quiz',
      object_id: 'Least-words',
      digest: 'latest',
    });
    expect(read.obj.base_object_class).toBe('Leaderboard');
    expect(read.obj.val.columns[0]).toMatchObject({
      scorer_name: 'right',
      summary_metric_path: 'words.mean',
      should_minimize: true,
    });
  });

  it.each([
    [{ title: '<>', columns: [{ evaluation: 'e', key: 'k', kind: 'rate', direction: 'lower' }] }],
    [{ title: 'x', columns: [] }],
    [{ title: 'x', columns: [{ evaluation: 'e', key: 'k', kind: 'text', direction: 'lower' }] }],
  ])('is refused where it would have no name or no score: %j', async (body) => {
    const answer = await room.call('POST', `${PROJECT}/leaderboards`, { key: ada, body });
    expect(answer.status).toBe(400);
  });

  it('is made only by who may write', async () => {
    const eve = await room.user('eve');
    const columns = [{ evaluation: 'e', key: 'k', kind: 'rate', direction: 'higher' }];
    const body = { title: 'Mine', columns };
    const answer = await room.call('POST', `${PROJECT}/leaderboards`, { key: eve, body });
    expect(answer.status).toBeGreaterThanOrEqual(403);
  });
});

describe('what was read of an evaluation before', () => {
  const read = async () => {
    const [one, { evaluations }] = await Promise.all([
      send('GET', `${PROJECT}/evaluations/again`),
      compare('again'),
    ]);
    expect(evaluations[0]).toMatchObject({ trialCount: one.trialCount, cost: one.cost });
    return one;
  };

  it('is read anew when one of its calls went, came or costs something else', async () => {
    await evaluate(
      'again',
      flags(6, () => true),
    );
    expect(await read()).toMatchObject({ trialCount: 6, tokens: 60, cost: null });
    expect(await read()).toMatchObject({ trialCount: 6, tokens: 60, cost: null });
    const costs = { m: { prompt_token_cost: 1, completion_token_cost: 2 } };
    await send('POST', '/traces/cost/create', { project_id: 'ada/quiz', costs });
    expect((await read()).cost).toBe(6 * (6 + 8));
    await send('POST', '/traces/calls/delete', { project_id: 'ada/quiz', call_ids: ['again-5'] });
    expect(await read()).toMatchObject({ trialCount: 5, tokens: 50, cost: 5 * 14 });
    await evaluate(
      'again',
      flags(8, () => false),
    );
    expect((await read()).trialCount).toBeGreaterThan(5);
  });
});

describe('which way is better', () => {
  it('is what the newest leaderboard says, in lists, comparisons and for the gate', async () => {
    const directionOf = async () => {
      const { metrics } = await compare('base', 'better');
      const words = metrics.find(({ key }: { key: string }) => key === 'right.words');
      const { scores } = await send('POST', `${PROJECT}/evaluations/examples`, { ids: ['base'] });
      const outlined = scores.find(({ key }: { key: string }) => key === 'right.words');
      expect(outlined.direction).toBe(words.direction);
      return words.direction;
    };
    const board = (title: string, direction: string) =>
      send('POST', `${PROJECT}/leaderboards`, {
        title,
        columns: [
          { evaluation: `${REF}/object/quiz:v1`, key: 'right.words', kind: 'number', direction },
        ],
      });
    await board('Short answers', 'lower');
    expect(await directionOf()).toBe('lower');
    await board('Long answers', 'higher');
    expect(await directionOf()).toBe('higher');
  });
});
