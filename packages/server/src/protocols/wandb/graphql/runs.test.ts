import { parseExactJson } from '@runloom/model';
import { beforeAll, describe, expect, it } from 'vitest';
import { setStage, UPSERT } from '../stage.testing.ts';

const stage = setStage();

describe('a run', () => {
  it('is created in the own entity and a project that is made for it', async () => {
    const { bucket, inserted } = await stage.upsert('first', {
      project: 'fresh',
      config: '{"a":NaN}',
    });
    expect(inserted).toBe(true);
    expect(bucket).toMatchObject({
      name: 'first',
      displayName: expect.stringMatching(/^[a-z]+-[a-z]+-1$/),
      config: '{"a":NaN}',
      historyLineCount: 0,
      project: { name: 'fresh', entity: { name: 'admin' } },
    });
  });

  it('is changed by later upserts with and without its id, null touching nothing', async () => {
    const { bucket } = await stage.upsert('changed', {
      displayName: 'one',
      tags: ['t'],
      notes: 'n',
    });
    await stage.upsert('changed', { displayName: null, tags: null, config: '{"b":{"value":1}}' });
    await stage.admin.ask(UPSERT, { id: bucket.id, notes: 'm' });
    expect(await stage.read('changed', 'id displayName tags notes config state')).toEqual({
      id: bucket.id,
      displayName: 'one',
      tags: ['t'],
      notes: 'm',
      config: '{"b":{"value":1}}',
      state: 'running',
    });
  });

  it('refuses states and ids that do not exist', async () => {
    const { json } = await stage.admin.graphql(UPSERT, {
      name: 'x',
      project: 'looms',
      state: 'flying',
    });
    expect(json).toMatchObject({ errors: [{ message: expect.stringContaining('flying') }] });
    expect((await stage.admin.graphql(UPSERT, { id: 'bm9uc2Vuc2U=' })).text).toContain(
      'not the id',
    );
  });

  it('tells what a resuming client needs', async () => {
    const config = '{"_wandb":{"value":{"t":{"1":[5]},"m":[]}},"lr":{"value":0.1}}';
    await stage.upsert('resumable', { config });
    await stage.admin.stream('admin/looms/resumable', {
      files: {
        'wandb-history.jsonl': { offset: 0, content: ['{"_step":0,"a":1}', '{"_step":1,"a":NaN}'] },
        'wandb-events.jsonl': { offset: 0, content: ['{"_timestamp":1.5,"system.cpu":3}'] },
        'wandb-summary.json': { offset: 0, content: ['{"a":NaN,"_step":1}'] },
        'output.log': { offset: 0, content: ['2026-11-23T16:08:12.686636 x'] },
      },
    });
    const { model } = await stage.admin.ask(`{ model(name: "looms", entityName: "admin") {
      id name entity { id name }
      bucket(name: "resumable", missingOk: true) { id summaryMetrics logLineCount historyLineCount
        eventsLineCount historyTail eventsTail config tags notes wandbConfig(keys: ["t"]) } } }`);
    expect((model as { bucket: object }).bucket).toMatchObject({
      summaryMetrics: '{"a":NaN,"_step":1}',
      historyLineCount: 2,
      eventsLineCount: 1,
      logLineCount: 1,
      historyTail: JSON.stringify(['{"_step":1,"a":NaN}']),
      eventsTail: JSON.stringify(['{"_timestamp":1.5,"system.cpu":3}']),
      config,
      notes: null,
      wandbConfig: '{"t":{"1":[5]}}',
    });
  });

  it('that is missing is null, as are its project and its entity', async () => {
    const query = `query Q($e: String, $p: String) { project(name: $p, entityName: $e) {
      run(name: "none") { id } bucket(name: "none", missingOk: true) { id } } }`;
    expect(await stage.admin.ask(query, { e: 'admin', p: 'looms' })).toEqual({
      project: { run: null, bucket: null },
    });
    expect(await stage.admin.ask(query, { e: 'admin', p: 'none' })).toEqual({ project: null });
    expect(await stage.admin.ask(query, { e: 'nobody', p: 'none' })).toEqual({ project: null });
  });

  it('is listed page by page, oldest first, with a user and a numeric project id', async () => {
    for (const name of ['l1', 'l2', 'l3']) await stage.upsert(name, { project: 'listed' });
    const query = `query Runs($after: String, $order: String) {
      project(name: "listed", entityName: "admin") {
        runCount(filters: "{}")
        runs(filters: "{}", after: $after, first: 2, order: $order) {
          edges { node { name projectId user { name username } readOnly } cursor }
          pageInfo { endCursor hasNextPage } } } }`;
    interface Page {
      readonly runCount: number;
      readonly runs: {
        readonly edges: readonly { node: { name: string; projectId: string }; cursor: string }[];
        readonly pageInfo: { endCursor: string; hasNextPage: boolean };
      };
    }
    const page = async (variables: object): Promise<Page> =>
      (await stage.admin.ask(query, variables))['project'] as Page;
    const first = await page({ after: null, order: '+created_at' });
    expect(first).toMatchObject({
      runCount: 3,
      runs: {
        edges: [
          { node: { name: 'l1', user: { username: 'admin' }, readOnly: false } },
          { node: { name: 'l2' } },
        ],
        pageInfo: { hasNextPage: true },
      },
    });
    expect(Number.isInteger(Number(first.runs.edges[0]?.node.projectId))).toBe(true);
    const second = await page({ after: first.runs.pageInfo.endCursor });
    expect(second.runs).toMatchObject({
      edges: [{ node: { name: 'l3' } }],
      pageInfo: { hasNextPage: false },
    });
    expect((await page({ order: '-created_at' })).runs.edges[0]?.node.name).toBe('l3');
  });

  it('is never listed by a filter or an order that can not be read', async () => {
    const query = `query Q($f: JSONString, $o: String) { project(name: "looms", entityName: "admin") {
      runs(filters: $f, order: $o) { edges { cursor } } } }`;
    expect((await stage.admin.graphql(query, { f: '{"state":' })).text).toContain('JSON');
    expect((await stage.admin.graphql(query, { f: '{"state":{"$near":1}}' })).text).toContain(
      '$near',
    );
    expect((await stage.admin.graphql(query, { o: '-nonsense' })).text).toContain('nonsense');
  });

  it('hears in its stream that it shall stop, until it ends', async () => {
    const { id } = await stage.createRun('stopped');
    const stop = 'mutation S($id: ID!) { stopRun(input: {id: $id}) { success } }';
    expect(await stage.admin.ask(stop, { id })).toEqual({ stopRun: { success: true } });
    expect((await stage.admin.stream('admin/looms/stopped', {})).json).toEqual({ stopped: true });
    const end = { complete: true, exitcode: 255 };
    expect((await stage.admin.stream('admin/looms/stopped', end)).json).toEqual({ stopped: false });
    expect(await stage.read('stopped', 'state exitcode')).toEqual({
      state: 'killed',
      exitcode: 255,
    });
  });
});

describe('the history', () => {
  const LINES = [
    '{"_step":0,"loss":0.5,"nest":{"b":1},"big":9007199254740993}',
    '{"_step":1,"loss":NaN,"nest":{"b":2},"big":1}',
    '{"_step":2,"other":1}',
    '{"_step":3,"loss":-Infinity,"nest":{"b":4},"big":2}',
  ];
  beforeAll(() => stage.createRun('rows', LINES));

  it('is the rows as they were sent', async () => {
    // Keys may come in another order than they were sent in.
    const rows = async (selection: string) => {
      const { history } = (await stage.read('rows', `history(${selection})`)) as {
        history: string[];
      };
      return history.map((row) => parseExactJson(row));
    };
    const sent = LINES.map((row) => parseExactJson(row));
    expect(await rows('samples: 500')).toEqual(sent);
    expect(await rows('minStep: 1, maxStep: 3, samples: 1000')).toEqual(sent.slice(1, 3));
    // A run that goes on has no file.
    expect(
      await stage.read('rows', 'parquetHistory(liveKeys: ["_step"]) { parquetUrls liveData }'),
    ).toEqual({ parquetHistory: { parquetUrls: [], liveData: [{ _step: 0 }] } });
  });

  it('by keys is the rows that have them all, with every digit', async () => {
    const spec = { keys: ['_step', 'nest.b', 'loss', 'big', '_step'], samples: 10 };
    const query =
      'query Q($specs: [JSONString!]!) { project(name: "looms", entityName: "admin") { run(name: "rows") { sampledHistory(specs: $specs) } } }';
    const ask = (more: object) =>
      stage.admin.graphql(query, { specs: [JSON.stringify({ ...spec, ...more })] });
    expect((await ask({})).text).toContain(
      '[[{"_step":0,"nest.b":1,"loss":0.5,"big":9007199254740993},{"_step":1,"nest.b":2,"loss":"NaN","big":1},{"_step":3,"nest.b":4,"loss":"-Infinity","big":2}]]',
    );
    expect((await ask({ minStep: 1, maxStep: 3 })).text).toContain('[[{"_step":1,');
    expect((await ask({ keys: [] })).text).toContain('spec of sampledHistory');
  });

  it('has keys with types, counts and last values', async () => {
    const { historyKeys } = await stage.read('rows', 'historyKeys');
    expect(historyKeys).toMatchObject({
      lastStep: 3,
      sets: [],
      keys: {
        loss: { typeCounts: [{ type: 'number', count: 3 }], previousValue: '-Infinity' },
        'nest.b': { previousValue: 4 },
      },
    });
  });
});
