import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { historyBody, openRoom, type Room } from './room.testing.ts';

let room: Room;
let ada: string;

beforeAll(async () => {
  room = await openRoom();
  ada = await room.user('ada');
}, 60_000);
afterAll(() => room.close());

const log = (run: string, from: number, values: readonly (number | string)[]) =>
  room.stream(
    ada,
    `ada/sorted/${run}`,
    historyBody(
      from,
      values.map((value, index) => `{"_step":${from + index},"loss":${value}}`),
    ),
  );

async function listed(order: readonly string[], more: object = {}): Promise<readonly string[]> {
  const { json, text } = await room.call('POST', '/api/v1/projects/ada/sorted/runs/rows', {
    key: ada,
    body: {
      order,
      columns: [
        { field: 'summary.loss', statistic: 'min' },
        { field: 'summary.loss', statistic: 'max' },
      ],
      limit: 1000,
      ...more,
    },
  });
  if (json.rows === undefined) throw new Error(text);
  return json.rows.map(({ name }: { name: string }) => name);
}

it('runs are sorted by the least and greatest of all points, whatever arrives when', async () => {
  const histories = new Map<string, number[]>();
  const sorted = (statistic: 'min' | 'max', sign: 1 | -1) => {
    const all = [...histories].map(([name, values], made) => ({
      name,
      made,
      value: values.length === 0 ? null : Math[statistic](...values),
    }));
    const known = all.filter(({ value }) => value !== null);
    const rest = all.filter(({ value }) => value === null);
    return [
      ...known.toSorted(
        (a, b) => sign * ((a.value ?? 0) - (b.value ?? 0)) || sign * (a.made - b.made),
      ),
      ...rest.toSorted((a, b) => sign * (a.made - b.made)),
    ].map(({ name }) => name);
  };
  const step = fc.record({
    run: fc.nat({ max: 5 }),
    values: fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 4 }),
    /** Sent again from the start, which replaces what stood there. */
    isAgain: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
      for (const { run, values, isAgain } of steps) {
        const name = `run-${run}`;
        if (!histories.has(name)) {
          await room.startRun(ada, { entity: 'ada', project: 'sorted', run: name });
          histories.set(name, []);
        }
        const own = histories.get(name) ?? [];
        const from = isAgain ? 0 : own.length;
        await log(name, from, values);
        own.splice(from, values.length, ...values);
        expect(await listed(['min:summary.loss'])).toEqual(sorted('min', 1));
        expect(await listed(['-max:summary.loss'])).toEqual(sorted('max', -1));
        expect(await listed(['-min:summary.loss', 'createdAt'])).toHaveLength(histories.size);
      }
    }),
    { numRuns: 3 },
  );
}, 300_000);

it('runs without a number there come last, and pages are cut from the same list', async () => {
  await room.startRun(ada, { entity: 'ada', project: 'sorted', run: 'empty' });
  await room.startRun(ada, { entity: 'ada', project: 'sorted', run: 'nan' });
  await log('nan', 0, ['"NaN"', '"NaN"']);
  for (const order of [['min:summary.loss'], ['-max:summary.loss', 'name']]) {
    const all = await listed(order);
    expect(new Set(all.slice(-2))).toEqual(new Set(['empty', 'nan']));
    expect(await listed(order, { skip: 2, limit: 3 })).toEqual(all.slice(2, 5));
  }
});

it('a run that is deleted is gone, and back in its place when it is brought back', async () => {
  await room.startRun(ada, { entity: 'ada', project: 'sorted', run: 'guest' });
  await log('guest', 0, [-1000]);
  expect((await listed(['min:summary.loss']))[0]).toBe('guest');
  const path = '/api/v1/projects/ada/sorted';
  const ask = (method: string, rest: string, body?: unknown) =>
    room.call(method, `${path}${rest}`, { key: ada, ...(body === undefined ? {} : { body }) });
  const bulk = (action: object) =>
    ask('POST', '/runs/bulk', { selection: { runs: ['guest'] }, action });
  expect((await bulk({ kind: 'delete' })).json.done).toBe(1);
  expect(await listed(['min:summary.loss'])).not.toContain('guest');
  const { json } = await ask('GET', '/trash');
  const [deleted] = json.runs;
  expect((await ask('POST', `/trash/${deleted.id}/restore`)).status).toBe(200);
  expect((await listed(['min:summary.loss']))[0]).toBe('guest');
});

it('what has no least value is refused with the reason', async () => {
  const { status, json } = await room.call('POST', '/api/v1/projects/ada/sorted/runs/rows', {
    key: ada,
    body: { order: ['min:config.lr'] },
  });
  expect({ status, message: json.error.message }).toEqual({
    status: 400,
    message: expect.stringContaining('Only metrics have a least and a greatest value'),
  });
});
