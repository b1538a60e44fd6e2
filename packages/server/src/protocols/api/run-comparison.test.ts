import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { historyBody, openRoom, type Room } from './room.testing.ts';

let room: Room;
let ada: string;

const send = (path: string, body: unknown, key = ada) =>
  room.call('POST', `/api/v1/projects/ada/looms/runs/${path}`, { key, body });

const CONFIG = {
  lr: { value: 0.1 },
  __proto__x: { value: 1 },
  _wandb: {
    value: {
      visualize: {
        roc: { panel_type: 'Vega2', panel_config: { panelDefId: 'wandb/line/v0' } },
        broken: 7,
      },
    },
  },
};
const SUMMARY =
  '{"loss":NaN,"big":9007199254740993,"sample":{"_type":"image-file","path":"a.png"},' +
  '"nested":{"table":{"_type":"table-file"},"plain":1},"_wandb":{"x":{"_type":"no"}}}';

beforeAll(async () => {
  room = await openRoom();
  ada = await room.user('ada');
  const query = `mutation U($config: JSONString, $summary: JSONString) {
    upsertBucket(input: { name: "first", entityName: "ada", modelName: "looms", config: $config, summaryMetrics: $summary, commit: "abc123", host: "box" }) { bucket { id } } }`;
  const variables = { config: JSON.stringify(CONFIG), summary: SUMMARY };
  const { json } = await room.call('POST', '/graphql', { key: ada, body: { query, variables } });
  expect(json.errors).toBeUndefined();
  await room.startRun(ada, { entity: 'ada', project: 'looms', run: 'second' });
  const rows = ['{"_step":0,"a":1,"b.c":2}', '{"_step":1,"a":2}', '{"_step":2,"a":3,"b":{"c":4}}'];
  await room.stream(ada, 'ada/looms/second', historyBody(0, rows));
}, 120_000);
afterAll(() => room.close());

describe('whole runs', () => {
  it('are answered in the order asked, with exact numbers, and without those that are not there', async () => {
    const { status, json } = await send('whole', { runs: ['second', 'none', 'first'] });
    expect(status).toBe(200);
    expect(json.runs.map((run: { name: string }) => run.name)).toEqual(['second', 'first']);
    const [, first] = json.runs;
    expect(first.config).toMatchObject({ lr: 0.1 });
    expect(first.summary.loss).toEqual({ $number: 'NaN' });
    expect(first.summary.big).toEqual({ $number: '9007199254740993' });
    expect(first).toMatchObject({ git: { commit: 'abc123' }, host: 'box', environment: null });
  });

  it('are refused beyond fifty, and to strangers', async () => {
    const runs = Array.from({ length: 51 }, (_, index) => `r${index}`);
    expect((await send('whole', { runs })).status).toBe(400);
    const eve = await room.user('eve');
    expect((await send('whole', { runs: ['first'] }, eve)).status).toBe(404);
    const keys = ['a'];
    expect((await send('history-rows', { runs: ['second'], keys }, eve)).status).toBe(404);
  });
});

describe('rows of histories', () => {
  it('hold the keys asked for, of the rows that have all of them', async () => {
    const { json } = await send('history-rows', { runs: ['second'], keys: ['_step', 'a', 'b.c'] });
    expect(json.runs).toEqual([
      {
        name: 'second',
        rows: [
          [0, 1, 2],
          [2, 3, 4],
        ],
        isCut: false,
      },
    ]);
  });

  it('say when there are more', async () => {
    const { json } = await send('history-rows', { runs: ['second'], keys: ['a'], limit: 2 });
    expect(json.runs).toEqual([{ name: 'second', rows: [[1], [2]], isCut: true }]);
  });
});

describe('rows of the list, with what panels need', () => {
  it('name logged media and charts', async () => {
    const { json } = await send('rows', { runs: ['first'], withMetrics: true });
    expect(json.rows[0].metrics).toMatchObject({
      media: [
        { key: 'sample', type: 'image-file' },
        { key: 'nested.table', type: 'table-file' },
      ],
      charts: [{ key: 'roc', config: { panelDefId: 'wandb/line/v0' } }],
    });
  });
});
