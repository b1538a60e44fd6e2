import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { ProjectId } from '../projects/index.ts';
import { endOf, START, startOf, useCallsRoom, wholeCall } from './calls.testing.ts';
import type { CallPart, CallQuery, CallSort, Calls } from './types.ts';

const room = await useCallsRoom();

/** What stands at the path of the columns of a project. */
async function storedOf(project: ProjectId): Promise<readonly string[]> {
  const rows = await room.columns.query<{ comment: string }>({
    sql: `SELECT comment FROM system.columns WHERE database = currentDatabase()
      AND table = 'calls' AND startsWith(name, 'at_') AND comment != ''`,
  });
  return rows
    .map(({ comment }) => JSON.parse(Buffer.from(comment, 'hex').toString()))
    .filter((told) => told.project === project)
    .map(({ root, path }) => [root, ...path].join('.'));
}

async function idsOf(calls: Calls, project: ProjectId, query: CallQuery): Promise<string[]> {
  const ids: string[] = [];
  for await (const page of calls.query(project, query)) ids.push(...page.map(({ id }) => id));
  return ids;
}

/** Asks for a path as one that is slow, until it has columns that are filled. */
async function store(project: ProjectId, field: string): Promise<void> {
  const eager = room.open({ slowPathMs: 0 });
  await idsOf(eager, project, { sort: [{ field, direction: 'asc' }], limit: 1 });
  await eager.settle();
  await vi.waitFor(
    async () => {
      const [row] = await room.columns.query<{ n: string }>({
        sql: "SELECT count() AS n FROM system.mutations WHERE table = 'calls' AND NOT is_done",
      });
      expect(row?.n).toBe('0');
    },
    { timeout: 20_000, interval: 50 },
  );
  expect(await storedOf(project)).toContain(field);
}

// What is a number, and what only looks like one; equal numbers of different texts; nothing of each kind.
const VALUES = [
  '7',
  '7.0',
  '7e0',
  '"7"',
  '"007"',
  '" 7"',
  '-0',
  '0',
  '0.0',
  '"-0"',
  '1e21',
  '1e400',
  '12345678901234567890123',
  '9007199254740993',
  '0.1',
  '"inf"',
  '"nan"',
  '"null"',
  '""',
  'null',
  'true',
  '"true"',
  'false',
  '{"a":1}',
  '[7]',
  '"é"',
  '"😀"',
  '"\\u0041"',
  '"a\\u0000b"',
  '"Z"',
  '-3.5',
  'NaN',
] as const;
const LITERALS = [
  '7',
  '7.0',
  '007',
  '0',
  '-0',
  '',
  'null',
  'true',
  'inf',
  '1e21',
  'A',
  'é',
  'none',
];

const value = fc.constantFrom(...VALUES, null);
const step = fc.record({
  kind: fc.constantFrom('whole', 'whole', 'whole', 'start', 'end', 'remove', 'rename', 'settle'),
  id: fc.integer({ min: 0, max: 30 }),
  value,
});

/** The same value at two paths, of which one gets columns. */
function callWith(id: number, json: string | null): CallPart {
  const members = json === null ? '' : `"k":${json},"m":{"0":${json}}`;
  return wholeCall(`c${id}`, {
    startedAt: START + (id % 4) * 1000,
    endedAt: START + 5_000_000 + (id % 3) * 1_000_000,
    inputs: `{${members}}`,
  });
}

test('a path with columns of its own means the same in every filter and order as one without', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 60, maxLength: 60 }), async (steps) => {
      const project = room.newProject();
      await room.calls.write(
        project,
        VALUES.map((json, at) => callWith(100 + at, json)),
      );
      const half = steps.length / 2;
      for (const [at, { kind, id, value: json }] of steps.entries()) {
        if (at === half) await store(project, 'inputs.k');
        const call = callWith(id, json);
        if (kind === 'whole') await room.calls.write(project, [call]);
        else if (kind === 'start') await room.calls.write(project, [startOf(call)]);
        else if (kind === 'end') await room.calls.write(project, [endOf(call)]);
        else if (kind === 'remove') await room.calls.remove(room.actor, project, [`c${id}`]);
        else if (kind === 'rename') await room.calls.rename(project, `c${id}`, 'Named');
        else await room.settle();
      }
      const calls = room.open({ slowPathMs: Number.POSITIVE_INFINITY });
      const same = async (toQuery: (field: string) => CallQuery): Promise<void> => {
        const [plain, stored] = [toQuery('inputs.m.0'), toQuery('inputs.k')];
        const expected = await idsOf(calls, project, plain);
        expect({ stored, ids: await idsOf(calls, project, stored) }).toEqual({
          stored,
          ids: expected,
        });
      };
      for (const direction of ['asc', 'desc'] as const) {
        for (const limit of [7, 40, 5_000]) {
          await same((field) => ({ sort: [{ field, direction }], limit }));
        }
        const second: CallSort = { field: 'summary.weave.latency_ms', direction };
        await same((field) => ({ sort: [{ field, direction: 'desc' }, second], limit: 30 }));
        await same((field) => ({ sort: [second, { field, direction }], limit: 30 }));
      }
      const at = (field: string) => ({ $getField: field });
      for (const literal of LITERALS) {
        const is = { $literal: literal };
        for (const sign of ['$eq', '$gt']) {
          await same((field) => ({ query: { $expr: { [sign]: [at(field), is] } } }));
        }
        await same((field) => ({
          query: { $expr: { $not: [{ $in: [at(field), [is, { $literal: 'x' }]] }] } },
        }));
        await same((field) => ({
          query: { $expr: { $contains: { input: at(field), substr: is } } },
        }));
      }
      for (const number of [7, 0, -1, 1e21]) {
        for (const sign of ['$eq', '$gt']) {
          await same((field) => ({
            query: { $expr: { [sign]: [at(field), { $literal: number }] } },
          }));
        }
      }
      await same((field) => ({ query: { $expr: { $eq: [at(field), { $literal: null }] } } }));
      await same((field) => ({
        query: { $expr: { $gte: [{ $size: at(field) }, { $literal: 1 }] } },
      }));
      await same((field) => ({
        query: {
          $expr: { $eq: [{ $convert: { input: at(field), to: 'bool' } }, { $literal: true }] },
        },
      }));
    }),
    { numRuns: 1, endOnFailure: true },
  );
}, 180_000);

test('what stands at any key gets columns, and they go with their project', async () => {
  const project = room.newProject();
  const other = room.newProject();
  const keys = ["quo'te", 'back\\slash', 'é {p0:String}', 'a.b', '0', "'); DROP TABLE calls; --"];
  const inputs = JSON.stringify(Object.fromEntries(keys.map((key, at) => [key, [at, 'x']])));
  await room.calls.write(project, [wholeCall('a', { inputs }), wholeCall('b')]);
  await room.calls.write(other, [wholeCall('c', { inputs })]);
  const fields = keys.map((key) => `inputs.${key.replace(/[\\.]/g, '\\$&')}.0`);
  const eager = room.open({ slowPathMs: 0 });
  for (const field of fields) {
    await idsOf(eager, project, { sort: [{ field, direction: 'asc' }], limit: 1 });
  }
  await eager.settle();
  expect(await storedOf(project)).toEqual(keys.map((key) => `inputs.${key}.0`));
  const calls = room.open({});
  for (const [at, field] of fields.entries()) {
    const query = { $expr: { $eq: [{ $getField: field }, { $literal: at }] } };
    expect(await idsOf(calls, project, { query })).toEqual(['a']);
    expect(await idsOf(calls, other, { query })).toEqual(['c']);
  }
  room.trash(project);
  await room.calls.collect();
  expect(await storedOf(project)).toEqual([]);
  expect(await idsOf(room.open({}), other, {})).toEqual(['c']);
}, 60_000);

test('long values are not kept twice, nor are paths without end', async () => {
  const project = room.newProject();
  const inputs = JSON.stringify({
    long: 'x'.repeat(500),
    ...Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`k${at}`, at])),
  });
  await room.calls.write(project, [wholeCall('a', { inputs })]);
  const eager = room.open({ slowPathMs: 0 });
  for (const key of ['long', ...Array.from({ length: 20 }, (_, at) => `k${at}`)]) {
    const sort: CallSort[] = [{ field: `inputs.${key}`, direction: 'asc' }];
    expect(await idsOf(eager, project, { sort, limit: 1 })).toEqual(['a']);
    await eager.settle();
  }
  const stored = await storedOf(project);
  expect(stored).toHaveLength(16);
  expect(stored).not.toContain('inputs.long');
}, 60_000);
