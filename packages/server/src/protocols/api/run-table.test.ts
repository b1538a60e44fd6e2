import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { historyBody, openRoom, type Room } from './room.testing.ts';

let room: Room;
let ada: string;
const COUNT = 60;

const send = (method: string, path: string, body?: unknown, key = ada) =>
  room.call(method, `/api/v1${path}`, { key, ...(body === undefined ? {} : { body }) });
const rows = (body: object) => send('POST', '/projects/ada/looms/runs/rows', body);
const groups = (body: object) => send('POST', '/projects/ada/looms/runs/groups', body);
const names = ({ json }: { json: { rows: { name: string }[] } }) =>
  json.rows.map(({ name }) => name);

/** Run `r07` has seed 7, learning rate 0.1 or 0.01 by turns, and a loss that follows from both. */
const seeds = Array.from({ length: COUNT }, (_, index) => index);
const lrOf = (seed: number) => (seed % 2 === 0 ? 0.1 : 0.01);
const lossOf = (seed: number) => 1e9 + seed;

beforeAll(async () => {
  room = await openRoom();
  ada = await room.user('ada');
  for (const seed of seeds) {
    const config = {
      lr: { value: lrOf(seed) },
      seed: { value: seed },
      flag: { value: seed % 3 === 0 },
      model: { value: seed < 30 ? 'small' : `large "v=${'x'.repeat(600)}"` },
    };
    const name = `r${String(seed).padStart(2, '0')}`;
    await upsert(name, config, { loss: lossOf(seed), big: seed === 0 ? 'BIG' : 1 });
  }
  await room.startRun(ada, { entity: 'ada', project: 'looms', run: 'plain' });
  const steps = [3, 1, 2].map((loss, step) => `{"_step":${step},"val/loss":${loss}}`);
  await room.stream(
    ada,
    'ada/looms/plain',
    historyBody(0, [...steps, '{"_step":3,"val/loss":"NaN"}']),
  );
}, 120_000);
afterAll(() => room.close());

async function upsert(name: string, config: object, summary: object) {
  const query = `mutation U($name: String, $config: JSONString, $summary: JSONString) {
    upsertBucket(input: { name: $name, entityName: "ada", modelName: "looms", config: $config, summaryMetrics: $summary }) { bucket { id } } }`;
  const variables = {
    name,
    config: JSON.stringify(config),
    summary: JSON.stringify(summary).replace('"BIG"', '9007199254740993'),
  };
  const { json } = await room.call('POST', '/graphql', { key: ada, body: { query, variables } });
  if (json.errors) throw new Error(JSON.stringify(json.errors));
}

describe('rows of runs', () => {
  it('hold the columns that are asked for and nothing else, exactly', async () => {
    const answer = await rows({
      filter: { name: 'r00' },
      columns: [
        { field: 'config.lr' },
        { field: 'config.flag' },
        { field: 'summary.big' },
        { field: 'config.none' },
      ],
    });
    expect(answer.json.totalCount).toBe(1);
    const [row] = answer.json.rows;
    expect(row.values).toEqual([0.1, true, { $number: '9007199254740993' }, null]);
    expect(row).not.toHaveProperty('config');
    expect(row).not.toHaveProperty('metrics');
  });

  it('are sorted by several fields, the first of which counts most', async () => {
    const answer = await rows({ order: ['config.lr', '-config.seed'], limit: 1000 });
    const byLr = seeds.toSorted((a, b) => lrOf(a) - lrOf(b) || b - a);
    expect(names(answer)).toEqual([
      ...byLr.map((seed) => `r${String(seed).padStart(2, '0')}`),
      'plain',
    ]);
  });

  it('come from anywhere in the list, by one field or several', async () => {
    for (const order of [[], ['-summary.loss'], ['config.flag', 'config.seed']]) {
      const all = names(await rows({ order, limit: 1000 }));
      expect(all).toHaveLength(COUNT + 1);
      expect(names(await rows({ order, skip: 37, limit: 5 }))).toEqual(all.slice(37, 42));
    }
  });

  it('are those that are named, in that order, with what charts need', async () => {
    const answer = await rows({ runs: ['r05', 'gone', 'r01'], withMetrics: true });
    expect(names(answer)).toEqual(['r05', 'r01']);
    expect(answer.json.rows[0].metrics.summaryKeys).toEqual(['big', 'loss']);
  });

  it('tell least, most and mean of a metric over all of its points, NaN aside', async () => {
    const columns = [
      { field: 'summary.val/loss', statistic: 'min' },
      { field: 'summary.val/loss', statistic: 'max' },
      { field: 'summary.val/loss', statistic: 'mean' },
    ];
    const { json } = await rows({ filter: { name: { $in: ['plain', 'r01'] } }, columns });
    expect(json.rows.map(({ values }: { values: unknown }) => values)).toEqual([
      [1, 3, 2],
      [null, null, null],
    ]);
  });

  it.each([
    [{ order: ['loss'] }, /no field "loss"/],
    [{ columns: [{ field: 'nothing' }] }, /no field "nothing"/],
    [{ filter: { state: { $gte: {} } } }, /state/],
    [{ limit: 5000 }, /limit/],
  ])('are refused for %j', async (body, message) => {
    const { status, json } = await rows(body);
    expect(status).toBe(400);
    expect(json.error.message).toMatch(message);
  });
});

describe('groups of runs', () => {
  it('have statistics over all of their runs, as exact as large numbers allow', async () => {
    const { json } = await groups({ by: 'config.lr', columns: ['summary.loss'] });
    expect(json.totalCount).toBe(2);
    expect(
      json.groups.map(({ key, count }: { key: unknown; count: number }) => [key, count]),
    ).toEqual([
      [0.01, 30],
      // The run that has no loss is one of them.
      [0.1, 31],
    ]);
    const own = seeds.filter((seed) => lrOf(seed) === 0.1);
    const mean = own.reduce((sum, seed) => sum + seed, 0) / own.length;
    const squares = own.reduce((sum, seed) => sum + (seed - mean) ** 2, 0);
    const [, even] = json.groups;
    expect(even.statistics[0]).toMatchObject({
      count: 30,
      mean: 1e9 + mean,
      min: 1e9,
      max: 1e9 + 58,
    });
    expect(even.statistics[0].deviation).toBeCloseTo(Math.sqrt(squares / (own.length - 1)), 6);
    const { groups: models } = (await groups({ by: 'config.model', columns: ['summary.loss'] }))
      .json;
    expect(models.at(-1)).toEqual({ key: null, count: 1, statistics: [null] });
  });

  it('are filtered and sorted', async () => {
    const { json } = await groups({
      by: 'config.model',
      filter: { 'config.seed': { $lt: 40 } },
      columns: ['config.seed'],
      order: '-0',
    });
    expect(json.groups.map(({ key }: { key: string }) => key.slice(0, 5))).toEqual([
      'large',
      'small',
    ]);
    expect(json.groups[0].key).toHaveLength(610);
    expect(json.groups[0].statistics[0].mean).toBe(34.5);
  });

  it('can be by an attribute', async () => {
    const { json } = await groups({ by: 'state' });
    expect(json.groups).toMatchObject([{ key: 'running', count: COUNT + 1 }]);
  });

  it('can be by tags, of which a run may have several: those with the same ones are together', async () => {
    const tag = (name: string, tags: string[]) =>
      send('PATCH', `/runs/ada/looms/${name}`, { tags });
    await tag('r00', ['b', 'a']);
    await tag('r01', ['a', 'b']);
    await tag('r02', ['a, b']);
    const { json } = await groups({ by: 'tags', columns: ['config.seed'], order: 'key' });
    expect(json.groups).toMatchObject([
      { key: '"a, b"', count: 1 },
      { key: 'a, b', count: 2, statistics: [{ count: 2 }] },
      { key: null, count: COUNT - 2 },
    ]);
    expect(names(await rows({ filter: { tagSet: 'a, b' } })).sort()).toEqual(['r00', 'r01']);
    expect((await rows({ filter: { tagSet: null } })).json.totalCount).toBe(COUNT - 2);
    for (const name of ['r00', 'r01', 'r02']) await tag(name, []);
  });

  it('can be by the machine, where the client told of it', async () => {
    const machine = (gpu: string) => ({ value: { e: { w: { gpu, gpu_count: 2, os: 'Linux' } } } });
    await upsert('on-a', { seed: { value: 1 }, _wandb: machine('A100') }, {});
    await upsert('on-b', { seed: { value: 2 }, _wandb: machine('H100') }, {});
    const filter = { 'metadata.gpu_count': { $gte: 1 } };
    const { json } = await groups({ by: 'gpu', filter });
    expect(json.groups).toMatchObject([
      { key: 'A100', count: 1 },
      { key: 'H100', count: 1 },
    ]);
    const columns = [{ field: 'metadata.gpu' }, { field: 'gpuCount' }, { field: 'cuda' }];
    const answer = await rows({ filter, columns, order: ['-gpu'] });
    expect(answer.json.rows.map(({ values }: { values: unknown }) => values)).toEqual([
      ['H100', 2, null],
      ['A100', 2, null],
    ]);
    const removal = { selection: { filter }, action: { kind: 'delete' } };
    await send('POST', '/projects/ada/looms/runs/bulk', removal);
  });
});

describe('what can be a column or a condition', () => {
  it('is found by parts of its name', async () => {
    const { json } = await send('GET', '/projects/ada/looms/run-fields?search=LO');
    expect(json.fields).toEqual([
      { field: 'summary.loss', path: 'loss', source: 'summary', hasNumbers: true, hasTexts: false },
    ]);
    expect(json.hasMore).toBe(false);
  });

  it('has its texts listed', async () => {
    const { json } = await send(
      'GET',
      '/projects/ada/looms/run-values?field=config.model&search=sma',
    );
    expect(json.texts).toEqual(['small']);
  });
});

describe('many runs at once', () => {
  const bulk = (body: object, key = ada) =>
    send('POST', '/projects/ada/looms/runs/bulk', body, key);

  it('are tagged by a filter, but for some', async () => {
    const selection = { filter: { 'config.seed': { $gte: 50 } }, except: ['r55'] };
    const action = { kind: 'tag', add: ['late'] };
    expect((await bulk({ selection, action })).json).toEqual({ done: 9, failed: [], next: null });
    expect((await rows({ filter: { tags: 'late' } })).json.totalCount).toBe(9);
    await bulk({ selection, action: { kind: 'tag', remove: ['late'] } });
    expect((await rows({ filter: { tags: 'late' } })).json.totalCount).toBe(0);
  });

  it('that are refused are named with the reason, and the others are changed', async () => {
    const action = { kind: 'move', entity: 'ada', project: 'elsewhere' };
    const { json } = await bulk({ selection: { runs: ['r58'] }, action });
    expect(json.done).toBe(0);
    expect(json.failed).toEqual([{ run: 'r58', message: expect.any(String) }]);
  });

  it('go to the trash', async () => {
    const { json } = await bulk({ selection: { runs: ['r59'] }, action: { kind: 'delete' } });
    expect(json).toEqual({ done: 1, failed: [], next: null });
    expect((await rows({ runs: ['r59'] })).json.rows).toEqual([]);
  });

  it('of another user are neither found nor changed', async () => {
    const bob = await room.user('bob');
    const action = { kind: 'delete' };
    expect((await bulk({ selection: { runs: ['r01'] }, action }, bob)).status).toBe(404);
    for (const [method, path, body] of [
      ['POST', '/projects/ada/looms/runs/rows', {}],
      ['POST', '/projects/ada/looms/runs/groups', { by: 'state' }],
      ['GET', '/projects/ada/looms/runs/csv', undefined],
      ['GET', '/projects/ada/looms/run-fields', undefined],
      ['GET', '/projects/ada/looms/run-values?field=config.model', undefined],
    ] as const) {
      expect((await send(method, path, body, bob)).status, path).toBe(404);
    }
  });
});

it('the table is a file without formulas', async () => {
  await send('PATCH', '/runs/ada/looms/r03', { displayName: '=cmd|x', tags: ['a', 'b'] });
  const query = new URLSearchParams({
    columns: JSON.stringify(['config.lr', 'config.flag']),
    order: JSON.stringify(['config.seed']),
    filter: JSON.stringify({ 'config.seed': { $in: [2, 3] } }),
  });
  const { text, headers } = await send('GET', `/projects/ada/looms/runs/csv?${query}`);
  expect(headers.get('content-disposition')).toContain('looms-runs.csv');
  const [head, first, second] = text.split('\r\n');
  expect(head).toBe(
    'id,name,state,user,created,runtime_seconds,tags,group,job_type,config.lr,config.flag',
  );
  expect(first).toMatch(/^r02,/);
  expect(second).toMatch(/^r03,'=cmd\|x,running,ada,[^,]+,[^,]+,"a, b",,,0\.01,true$/);
});
