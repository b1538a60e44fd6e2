import { beforeAll, describe, expect, it } from 'vitest';
import { setStage } from '../support/stage.ts';

const stage = setStage();
const COUNT = 120;
const NUMBERS = Array.from({ length: COUNT }, (_, number) => number);

interface Listed {
  readonly count?: number;
  readonly names?: readonly string[];
  readonly error?: string;
}

/** What `wandb.Api().runs(…)` lists for each question. */
async function ask(
  questions: readonly { filters?: unknown; order?: string; per_page?: number }[],
): Promise<readonly Listed[]> {
  const { output } = await stage.machine.run('list_runs.py', {
    args: ['admin/listed', JSON.stringify(questions)],
  });
  const found = /^ANSWERS (.*)$/m.exec(output);
  if (found?.[1] === undefined) throw new Error(output);
  return JSON.parse(found[1]) as Listed[];
}

const nameOf = (number: number): string => `run-${String(number).padStart(3, '0')}`;
const named = (numbers: readonly number[]): Listed => ({
  count: numbers.length,
  names: numbers.map(nameOf),
});
const where = (test: (number: number) => boolean): Listed => named(NUMBERS.filter(test));
const acc = (number: number): number => ((number * 37) % COUNT) / COUNT;
const hasAcc = (number: number): boolean => number % 5 !== 4 && number !== 50 && number !== 51;

describe('wandb.Api().runs', () => {
  beforeAll(async () => {
    const { output, code } = await stage.machine.run('make_runs.py', {
      args: ['listed', String(COUNT)],
    });
    if (code !== 0) throw new Error(output);
  }, 180_000);

  it('lists all runs over several pages, each once', async () => {
    const [oldest, newest, small] = await ask([
      { order: '+created_at', per_page: 50 },
      { order: '-created_at', per_page: 50 },
      { order: 'name', per_page: 7 },
    ]);
    expect(oldest).toEqual(named(NUMBERS));
    expect(newest).toEqual(named(NUMBERS.toReversed()));
    expect(small).toEqual(named(NUMBERS));
  });

  it('lists those that a filter means', async () => {
    const answers = await ask([
      { filters: { state: 'failed' } },
      { filters: { state: { $in: ['running', 'pending'] } } },
      { filters: { tags: 'tenth' } },
      { filters: { tags: { $in: ['tag-10', 'tag-20', 'none'] } } },
      { filters: { group: 'fourths', jobType: null } },
      { filters: { display_name: { $regex: '^name [12]$' } } },
      { filters: { displayName: { $ne: 'name 3' }, 'config.number': { $lt: 10 } } },
      { filters: { 'config.optimizer': 'sgd', 'config.model.layers': { $gte: 3 } } },
      { filters: { 'config.model.value.name': 'net-1', 'config.number.value': { $gt: 100 } } },
      { filters: { 'config.dotted.key': 5 } },
      { filters: { 'config.flag': true } },
      { filters: { 'summary_metrics.acc': { $gt: 0.5 } } },
      { filters: { 'summary_metrics.acc': { $exists: false } } },
      { filters: { 'summary_metrics.best.f1': { $nin: [0, 1, 2, 3, 4, 5, 6, 7, 8] } } },
      {
        filters: {
          $or: [{ name: 'run-001' }, { $and: [{ notes: 'note 3' }, { username: 'admin' }] }],
        },
      },
      { filters: { $nor: [{ 'config.number': { $not: { $lt: 3 } } }] } },
      { filters: { created_at: { $gt: '2100-01-01' } } },
      { filters: { sweep: 'none' } },
    ]);
    const expected = [
      where((n) => n % 3 === 1),
      where((n) => n % 3 !== 1),
      where((n) => n % 10 === 0),
      named([10, 20]),
      where((n) => n % 4 === 0),
      where((n) => n % 7 === 1 || n % 7 === 2),
      where((n) => n < 10 && n % 7 !== 3),
      where((n) => n % 3 === 1 && n % 5 >= 3),
      where((n) => n % 2 === 1 && n > 100),
      where((n) => n % 6 === 5),
      where((n) => n % 2 === 0),
      where((n) => n === 51 || (hasAcc(n) && acc(n) > 0.5)),
      where((n) => n % 5 === 4),
      where((n) => n % 5 === 4 || n % 11 > 8),
      named([1, 3]),
      named([0, 1, 2]),
      named([]),
      named([]),
    ];
    for (const [index, answer] of answers.entries()) {
      expect(answer, `question ${index}`).toEqual(expected[index]);
    }
  });

  it('sorts by any value; runs without one, or with NaN, come last', async () => {
    const [up, down, config, filtered] = await ask([
      { order: '+summary_metrics.acc' },
      { order: '-summary_metrics.acc' },
      { order: '-config.lr.value', filters: { 'config.number': { $lt: 8 } } },
      { order: '-summary_metrics.best.f1', filters: { 'summary_metrics.acc': { $lte: 0.1 } } },
    ]);
    const withAcc = [...NUMBERS.filter(hasAcc).sort((a, b) => acc(a) - acc(b)), 51];
    const without = NUMBERS.filter((n) => !withAcc.includes(n));
    expect(up).toEqual(named([...withAcc, ...without]));
    expect(down).toEqual(named([...withAcc.toReversed(), ...without.toReversed()]));
    expect(config?.names?.map((name) => Number(name.slice(4)) % 4)).toEqual([
      0, 0, 1, 1, 2, 2, 3, 3,
    ]);
    const f1 = filtered?.names?.map((name) => Number(name.slice(4)) % 11) ?? [];
    expect(f1).toEqual(f1.toSorted((a, b) => b - a));
    expect(filtered?.count).toBe(NUMBERS.filter((n) => hasAcc(n) && acc(n) <= 0.1).length);
  });

  it('says what is wrong with a filter, an order or a pattern', async () => {
    const answers = await ask([
      { filters: { loss: 1 } },
      { filters: { state: { $like: 'x' } } },
      { filters: { name: { $regex: '(' } } },
      { order: 'loss' },
    ]);
    const errors = answers.map(({ error }) => error);
    expect(errors[0]).toContain('no field "loss"');
    expect(errors[1]).toContain('no operator "$like"');
    expect(errors[2]).toContain('pattern of name');
    expect(errors[3]).toContain('no field "loss"');
  });

  it('is the same list that our own API gives, page by page and back again', async () => {
    const query = {
      filter: JSON.stringify({ 'config.flag': true }),
      order: '-summary_metrics.acc',
    };
    const [byClient] = await ask([{ filters: { 'config.flag': true }, order: query.order }]);
    const names: string[] = [];
    let cursor: string | null = null;
    let previous: string | null = null;
    do {
      const parameters: URLSearchParams = new URLSearchParams({ ...query, limit: '25' });
      if (cursor !== null) parameters.set('cursor', cursor);
      const page = await listed(parameters);
      expect(page.totalCount).toBe(60);
      names.push(...page.runs.map((run) => run.name));
      previous = page.previousCursor;
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(names).toEqual(byClient?.names);
    const back = await listed(
      new URLSearchParams({ ...query, limit: '25', before: previous ?? '' }),
    );
    expect(back.runs.map((run) => run.name)).toEqual(names.slice(25, 50));
  });
});

interface ListedByApi {
  readonly runs: readonly { readonly name: string }[];
  readonly totalCount: number;
  readonly nextCursor: string | null;
  readonly previousCursor: string | null;
}

async function listed(parameters: URLSearchParams): Promise<ListedByApi> {
  const answer = await stage.api.send('GET', `/api/v1/projects/admin/listed/runs?${parameters}`);
  expect(answer.status, answer.text).toBe(200);
  return JSON.parse(answer.text) as ListedByApi;
}

describe('the owner of a run', () => {
  const address = { entity: 'admin', project: 'managed', run: 'managed' };
  let output = '';
  beforeAll(async () => {
    output = (await stage.machine.run('manage_run.py', { args: ['managed'] })).output;
  }, 120_000);

  it('edits it, and clears what is to be empty', () => {
    expect(output).toContain('USER admin');
    expect(output).toContain("EDITED 'new name' None [] other group");
  });

  it('sets its state where that is allowed, and is told where it is not', () => {
    expect(output).toMatch(/REFUSED .*finished can not be made failed/);
    expect(output).toMatch(/REFUSED .*pending or failed, not to "running"/);
    expect(output).toContain('STATE running True pending');
    expect(output).toContain('STATE True failed');
  });

  it('deletes it; it can be taken back from the trash with its alerts', async () => {
    expect(output).toMatch(/GONE .*(not find|Could not find)/);
    expect(output).toContain('LEFT 0');
    const list = await stage.api.send('GET', '/api/v1/projects/admin/managed/trash');
    const { runs } = JSON.parse(list.text) as { runs: { id: number; name: string }[] };
    expect(runs.map((run) => run.name)).toEqual(['other', 'managed']);
    const id = runs.find((run) => run.name === 'managed')?.id;
    const restored = await stage.api.send(
      'POST',
      `/api/v1/projects/admin/managed/trash/${id}/restore`,
    );
    expect(restored.status).toBe(200);
    expect(await stage.api.history(address)).toHaveLength(1);
    const answer = await stage.api.send('GET', '/api/v1/runs/admin/managed/managed/alerts');
    expect(JSON.parse(answer.text)).toMatchObject({
      totalCount: 2,
      alerts: [
        { title: 'Another', text: 'Something else', severity: 'INFO', heldBack: 0 },
        { title: 'Low accuracy', text: 'It is 0.1', severity: 'WARN', heldBack: 1 },
      ],
    });
  });
});
