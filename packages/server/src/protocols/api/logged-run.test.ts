import {
  ConsoleLines,
  DeadLetters,
  FileList,
  MetricKeys,
  ProjectView,
  parseExactJson,
  RunDetail,
  RunList,
  SeriesResponse,
} from '@runloom/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRoom, type Room } from './room.testing.ts';

let room: Room;
let ada: string;
beforeAll(async () => {
  room = await openRoom();
  ada = await room.user('ada');
  await room.startRun(ada, { entity: 'ada', project: 'looms', run: 'r1' });
}, 60_000);
afterAll(() => room.close());

const as = (key: string, method: string, path: string, body?: unknown) =>
  room.call(method, `/api/v1${path}`, { key, ...(body === undefined ? {} : { body }) });

describe('a run that was logged', () => {
  const address = '/runs/ada/looms/r1';
  const rows = [
    '{"_step":0,"loss":NaN,"n":9007199254740993,"_timestamp":1.7e9,"_runtime":0}',
    '{"_step":1,"loss":0.25,"text":"\\u0000é","_timestamp":1.7e9,"_runtime":1}',
    '{"_step":2,"loss":Infinity,"_timestamp":1.7e9,"_runtime":2}',
  ];
  beforeAll(async () => {
    const sent = await room.stream(ada, 'ada/looms/r1', {
      files: {
        'wandb-history.jsonl': { offset: 0, content: [...rows, 'not json'] },
        'wandb-summary.json': { offset: 0, content: ['{"loss":Infinity,"_step":2}'] },
        'output.log': {
          offset: 0,
          content: ['2026-11-23T16:00:00.000000 one', 'ERROR 2026-11-23T16:00:01.000000 two'],
        },
      },
    });
    expect(sent.status).toBe(200);
  });

  test('is described, with its config, summary and counts', async () => {
    const detail = RunDetail.parse((await as(ada, 'GET', address)).json);
    expect(detail).toMatchObject({
      name: 'r1',
      state: 'running',
      user: 'ada',
      config: { lr: 0.1 },
      summary: { loss: { $number: 'Infinity' } },
      lastStep: 2,
      deadLetterCount: 1,
      logLineCount: 2,
      canWrite: true,
      environment: null,
      command: null,
    });
    const list = RunList.parse((await as(ada, 'GET', '/projects/ada/looms/runs?limit=1')).json);
    expect(list.runs.map(({ name }) => name)).toEqual(['r1']);
    expect([list.totalCount, list.nextCursor]).toEqual([1, null]);
    const project = ProjectView.parse((await as(ada, 'GET', '/projects/ada/looms')).json);
    expect([project.runCount, project.runningCount]).toEqual([1, 1]);
  });

  test('gives its rows back to the letter', async () => {
    const answer = await as(ada, 'GET', `${address}/history`);
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="r1.ndjson"');
    // Keys may come in another order than they were sent in.
    expect(
      answer.text
        .trimEnd()
        .split('\n')
        .map((row) => parseExactJson(row)),
    ).toEqual(rows.map((row) => parseExactJson(row)));
  });

  test('gives its points to charts, counting what JSON can not hold', async () => {
    const keys = MetricKeys.parse((await as(ada, 'GET', '/projects/ada/looms/metric-keys')).json);
    expect(keys.history).toEqual(expect.arrayContaining(['loss', 'n']));
    const ofRun = MetricKeys.parse((await as(ada, 'GET', `${address}/metric-keys`)).json);
    expect(ofRun).toEqual(keys);
    const answer = await as(ada, 'POST', '/projects/ada/looms/series', {
      runs: ['r1', 'none'],
      keys: ['loss'],
    });
    expect(SeriesResponse.parse(answer.json).series).toEqual([
      {
        run: 'r1',
        key: 'loss',
        kind: 'points',
        count: 3,
        nanCount: 1,
        infinityCount: 1,
        x: [0, 1, 2],
        value: [null, 0.25, Number.MAX_VALUE],
      },
    ]);
  });

  test('shows its console: a page, the end, a search, the whole', async () => {
    const read = async (query: string) =>
      ConsoleLines.parse((await as(ada, 'GET', `${address}/console?${query}`)).json);
    const all = await read('from=0');
    expect(all.lines.map(({ number, level, text }) => [number, level, text])).toEqual([
      [0, 'info', 'one'],
      [1, 'error', 'two'],
    ]);
    expect(all.totalCount).toBe(2);
    expect((await read('tail=1')).lines.map(({ text }) => text)).toEqual(['two']);
    expect((await read('search=ONE')).lines.map(({ text }) => text)).toEqual(['one']);
    const raw = await as(ada, 'GET', `${address}/console/raw`);
    expect(raw.text).toBe('one\ntwo\n');
    expect(raw.headers.get('content-disposition')).toBe('attachment; filename="r1.log"');
    expect((await as(ada, 'GET', `${address}/console?limit=0`)).status).toBe(400);
  });

  test('lists its files, and the lines that could not be read', async () => {
    expect(FileList.parse((await as(ada, 'GET', `${address}/files`)).json)).toEqual({
      files: [],
      totalCount: 0,
    });
    const { deadLetters } = DeadLetters.parse(
      (await as(ada, 'GET', `${address}/dead-letters`)).json,
    );
    expect(deadLetters).toMatchObject([{ file: 'wandb-history.jsonl', line: 3, raw: 'not json' }]);
  });

  test('can be renamed, tagged and told to stop', async () => {
    const changed = await as(ada, 'PATCH', address, { displayName: 'brave', tags: ['a', 'b'] });
    expect(RunDetail.parse(changed.json)).toMatchObject({ displayName: 'brave', tags: ['a', 'b'] });
    const stopped = await as(ada, 'POST', `${address}/stop`);
    expect(RunDetail.parse(stopped.json).stopRequested).toBe(true);
    expect((await room.stream(ada, 'ada/looms/r1', {})).json).toEqual({ stopped: true });
    expect((await as(ada, 'PATCH', address, { displayName: '' })).status).toBe(400);
  });

  test('too many series in one request are refused before any work', async () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => `k${index}`);
    const answer = await as(ada, 'POST', '/projects/ada/looms/series', {
      runs: many(1000),
      keys: many(1000),
    });
    expect(answer.status).toBe(400);
    expect(answer.json.error.message).toContain('at most 10000 series');
  });
});
