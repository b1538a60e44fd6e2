import { LiveMessage } from '@runloom/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { historyBody, openRoom, type Room } from './room.testing.ts';

/** `ada` owns two projects, `bob` one that only he may see; all three have a run `same`. */
let room: Room;
let ada: string;
let bob: string;

const send = (method: string, path: string, body?: unknown, key = ada) =>
  room.call(method, `/api/v1${path}`, { key, ...(body === undefined ? {} : { body }) });
const here = (path: string) => `/projects/ada/looms/${path}`;
const ALSO = [
  { entity: 'ada', project: 'mills' },
  { entity: 'bob', project: 'secret' },
  { entity: 'nobody', project: 'nothing' },
];
const also = `also=${encodeURIComponent(JSON.stringify(ALSO))}`;
const names = ({ json }: { json: { rows: { name: string }[] } }) =>
  json.rows.map(({ name }) => name);

beforeAll(async () => {
  room = await openRoom();
  ada = await room.user('ada');
  bob = await room.user('bob');
  let loss = 0;
  for (const [key, entity, project] of [
    [ada, 'ada', 'looms'],
    [ada, 'ada', 'mills'],
    [bob, 'bob', 'secret'],
  ] as const) {
    for (const run of ['same', `only-${project}`]) {
      loss += 1;
      await room.startRun(key, { entity, project, run });
      const last = { _step: 1, loss, [project]: 1 };
      const files = {
        'wandb-history.jsonl': {
          offset: 0,
          content: [`{"_step":0,"loss":${loss}}`, JSON.stringify(last)],
        },
        'wandb-summary.json': { offset: 0, content: [JSON.stringify(last)] },
      };
      await room.stream(key, `${entity}/${project}/${run}`, { files });
    }
  }
}, 120_000);
afterAll(() => room.close());

describe('runs of several projects', () => {
  it('are one list, in which those of others are named with their project', async () => {
    const answer = await send('POST', here('runs/rows'), {
      alsoFrom: ALSO,
      order: ['name'],
      columns: [{ field: 'config.lr' }, { field: 'summary.loss', statistic: 'max' }],
      withMetrics: true,
    });
    expect(names(answer)).toEqual(['only-looms', 'ada/mills/only-mills', 'same', 'ada/mills/same']);
    expect(answer.json.totalCount).toBe(4);
    expect(answer.json.rows.map((row: { values: unknown[] }) => row.values)).toEqual([
      [0.1, 2],
      [0.1, 4],
      [0.1, 1],
      [0.1, 3],
    ]);
    expect(answer.json.rows[1].metrics.summaryKeys).toContain('mills');
  });

  it('are found by the names that the list gave them, in any order', async () => {
    const runs = ['ada/mills/same', 'same', 'bob/secret/same', 'ada/mills/none', 'none'];
    const answer = await send('POST', here('runs/rows'), { runs });
    expect(names(answer)).toEqual(['ada/mills/same', 'same']);
  });

  it('make groups over the runs of all', async () => {
    const { json } = await send('POST', here('runs/groups'), {
      alsoFrom: ALSO,
      by: 'config.lr',
      columns: ['summary.loss'],
    });
    const [statistics] = json.groups[0].statistics;
    expect(json.totalCount).toBe(1);
    expect(json.groups[0].count).toBe(4);
    expect(statistics).toMatchObject({ count: 4, mean: 2.5, min: 1, max: 4 });
  });

  it('are grouped, filtered and sorted by their project', async () => {
    const groups = await send('POST', here('runs/groups'), {
      alsoFrom: ALSO,
      by: 'project',
      columns: ['summary.loss'],
    });
    expect(
      groups.json.groups.map((one: { key: string; statistics: { mean: number }[] }) => [
        one.key,
        one.statistics[0]?.mean,
      ]),
    ).toEqual([
      ['ada/looms', 1.5],
      ['ada/mills', 3.5],
    ]);
    const filter = { project: { $regex: 'mills$' } };
    const filtered = await send('POST', here('runs/rows'), {
      alsoFrom: ALSO,
      filter,
      columns: [{ field: 'project' }],
      order: ['name'],
    });
    expect(names(filtered)).toEqual(['ada/mills/only-mills', 'ada/mills/same']);
    expect(filtered.json.rows[0].values).toEqual(['ada/mills']);
    for (const order of [['-project'], ['-project', '-createdAt']]) {
      const sorted = await send('POST', here('runs/rows'), { alsoFrom: ALSO, order });
      expect(names(sorted)).toEqual([
        'ada/mills/only-mills',
        'ada/mills/same',
        'only-looms',
        'same',
      ]);
    }
    const texts = await send('GET', here(`run-values?field=project&${also}`));
    expect(texts.json.texts).toEqual(['ada/looms', 'ada/mills']);
    const grouping = { kind: 'by', fields: ['project'] };
    const { json } = await send('POST', here('panels'), {
      runs: ['same', 'only-looms', 'ada/mills/same'],
      panels: [{ y: [{ key: 'loss' }], group: { grouping } }],
    });
    expect(json.panels[0].groups.map(({ label }: { label: string }) => label)).toEqual([
      expect.stringContaining('ada/looms'),
      expect.stringContaining('ada/mills'),
    ]);
  });

  it('have keys and metrics of all', async () => {
    const fields = await send('GET', here(`run-fields?source=summary&${also}`));
    expect(fields.json.fields.map(({ path }: { path: string }) => path)).toEqual(
      expect.arrayContaining(['loss', 'looms', 'mills']),
    );
    const keys = await send('GET', here(`metric-keys?${also}`));
    expect(keys.json.history).toEqual(['looms', 'loss', 'mills']);
  });

  it('are drawn in one panel, as lines and as groups', async () => {
    const runs = ['same', 'ada/mills/same', 'bob/secret/same'];
    const sets = [{ label: 'both', runs }];
    const { json } = await send('POST', here('panels'), {
      runs,
      panels: [
        { y: [{ key: 'loss' }] },
        { y: [{ key: 'loss' }], group: { grouping: { kind: 'sets', sets } } },
      ],
    });
    expect(json.panels[0].lines.map(({ run }: { run: string }) => run)).toEqual([
      'same',
      'ada/mills/same',
    ]);
    expect(json.panels[1].groups[0].runs).toEqual(['same', 'ada/mills/same']);
    const csv = await send('POST', here('panels/export'), {
      runs,
      panel: { y: [{ key: 'loss' }] },
    });
    expect(csv.text).toContain('ada/mills/same,loss,1,1,3');
    expect(csv.text).not.toContain('secret');
  });

  it('are compared as a whole, row by row, and by what is kept of each', async () => {
    const runs = ['ada/mills/same', 'bob/secret/same', 'same'];
    const whole = await send('POST', here('runs/whole'), { runs });
    expect(whole.json.runs.map(({ name }: { name: string }) => name)).toEqual([runs[0], runs[2]]);
    const rows = await send('POST', here('runs/history-rows'), { runs, keys: ['loss'] });
    expect(rows.json.runs.map(({ name }: { name: string }) => name)).toEqual([runs[0], runs[2]]);
    const one = encodeURIComponent('ada/mills/only-mills');
    expect((await send('GET', `/runs/ada/looms/${one}/media`)).json).toEqual({ keys: [] });
    const hidden = encodeURIComponent('bob/secret/same');
    const missing = encodeURIComponent('bob/none/same');
    const refusal = await send('GET', `/runs/ada/looms/${hidden}`);
    expect(refusal.status).toBe(404);
    const other = await send('GET', `/runs/ada/looms/${missing}`);
    expect(refusal.text.replaceAll('secret', 'none')).toBe(other.text);
  });

  it('are one table in CSV, with the project of each', async () => {
    const { text } = await send('GET', here(`runs/csv?order=["name"]&${also}`));
    const [head, ...lines] = text.trim().split('\r\n');
    expect(head).toMatch(/^project,id,name,/);
    expect(lines.map((line) => line.split(',').slice(0, 2).join(' '))).toEqual([
      'ada/looms only-looms',
      'ada/mills only-mills',
      'ada/looms same',
      'ada/mills same',
    ]);
  });

  it('are changed together, each by the rights in its own project', async () => {
    await room.admin('PUT', '/admin/organizations/guild', {});
    await room.admin('PUT', '/admin/organizations/guild/members/ada', { role: 'viewer' });
    await room.admin('PUT', '/admin/organizations/guild/members/bob', { role: 'member' });
    await room.admin('PUT', '/admin/organizations/guild/teams/weavers', {});
    await room.admin('PUT', '/admin/organizations/guild/teams/weavers/members/ada', {
      role: 'viewer',
    });
    await room.admin('PUT', '/admin/organizations/guild/teams/weavers/members/bob', {
      role: 'member',
    });
    await room.startRun(bob, { entity: 'weavers', project: 'read-only', run: 'same' });
    const action = { kind: 'tag', add: ['kept'] };
    const alsoFrom = [...ALSO, { entity: 'weavers', project: 'read-only' }];
    const selection = { filter: { name: 'same' }, except: ['same'] };
    const all = await send('POST', here('runs/bulk'), { selection, alsoFrom, action });
    expect(all.json).toMatchObject({ done: 1, next: null });
    expect(all.json.failed).toEqual([
      {
        run: 'weavers/read-only/same',
        message: 'weavers/read-only: You may see this project, but not write to it.',
      },
    ]);
    const named = await send('POST', here('runs/bulk'), {
      selection: { runs: ['only-looms', 'ada/mills/only-mills', 'bob/secret/same'] },
      action,
    });
    expect(named.json).toEqual({ done: 2, failed: [], next: null });
    const tagged = await send('POST', here('runs/rows'), { alsoFrom, filter: { tags: 'kept' } });
    expect(names(tagged).sort()).toEqual(['ada/mills/only-mills', 'ada/mills/same', 'only-looms']);
  });

  it('are changed on the page of a project that may only be read', async () => {
    await room.startRun(ada, { entity: 'ada', project: 'spare', run: 'same' });
    const there = '/projects/weavers/read-only/runs/bulk';
    const action = { kind: 'tag', add: ['from-afar'] };
    const runs = ['same', 'ada/looms/same'];
    const named = await send('POST', there, { selection: { runs }, action });
    expect(named.json).toEqual({
      done: 1,
      failed: [
        {
          run: 'same',
          message: 'weavers/read-only: You may see this project, but not write to it.',
        },
      ],
      next: null,
    });
    const filtered = await send('POST', there, {
      selection: { filter: { name: 'same' } },
      alsoFrom: [{ entity: 'ada', project: 'spare' }],
      action: { kind: 'delete' },
    });
    expect(filtered.json.done).toBe(1);
    expect(filtered.json.failed).toEqual([
      {
        run: 'same',
        message: 'weavers/read-only: You may see this project, but not delete what is in it.',
      },
    ]);
    const others = await send('POST', there, { selection: { runs: ['ada/looms/same'] }, action });
    expect(others.json).toEqual({ done: 1, failed: [], next: null });
    const own = await send('POST', there, { selection: { runs: ['same'] }, action });
    expect([own.status, own.text]).toEqual([403, expect.stringContaining('not write to it')]);
    const all = await send('POST', there, { selection: { filter: {} }, action });
    expect(all.status).toBe(403);
  });

  it('are told of while they log, and nothing else is of the others', async () => {
    const abort = new AbortController();
    const response = await fetch(`${room.url}/api/v1/projects/ada/looms/live?${also}`, {
      headers: { Authorization: `Bearer ${ada}` },
      signal: abort.signal,
    });
    await room.stream(bob, 'bob/secret/same', historyBody(2, ['{"_step":2,"loss":9}']));
    const log = { 'output.log': { offset: 0, content: ['2026-11-23T16:00:00.000000 hi'] } };
    await room.stream(ada, 'ada/mills/same', { files: log });
    await room.stream(ada, 'ada/mills/same', historyBody(2, ['{"_step":2,"loss":9}']));
    await room.stream(ada, 'ada/looms/same', historyBody(2, ['{"_step":2,"loss":9}']));
    const told = new Map<string, Set<string>>();
    let text = '';
    for await (const part of response.body ?? []) {
      text += Buffer.from(part).toString('utf8');
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        if (!block.startsWith('data: ')) continue;
        const message = LiveMessage.parse(JSON.parse(block.slice(6)));
        const run = !('run' in message)
          ? ''
          : typeof message.run === 'string'
            ? message.run
            : message.run.name;
        told.set(run, (told.get(run) ?? new Set()).add(message.kind));
      }
      if (['same', 'ada/mills/same'].every((run) => told.get(run)?.has('points'))) break;
    }
    abort.abort();
    expect([...told.keys()].sort()).toEqual(['', 'ada/mills/same', 'same']);
    expect(told.get('ada/mills/same')).not.toContain('console');
  });

  it('of more projects than one request may name are refused with the limit', async () => {
    const runs = Array.from({ length: 30 }, (_, index) => `ada/p${index}/r`);
    const answer = await send('POST', here('runs/rows'), { runs });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('at most 20 projects');
  });
});
