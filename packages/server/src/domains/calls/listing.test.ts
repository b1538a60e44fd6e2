import fc from 'fast-check';
import { expect, test } from 'vitest';
import { endOf, priceOf, START, startOf, useCallsRoom, wholeCall } from './calls.testing.ts';
import type { CallPart, CallSort } from './types.ts';

const room = await useCallsRoom({
  prices: [priceOf('gpt', 1), priceOf('gpt', 10, START + 1_000_000), priceOf('free', 0)],
});

const SORTS: readonly CallSort[][] = [
  [{ field: 'started_at', direction: 'desc' }],
  [],
  [{ field: 'summary.weave.latency_ms', direction: 'desc' }],
  [{ field: 'inputs.k', direction: 'asc' }],
  [{ field: 'summary.weave.status', direction: 'desc' }],
];

const ID = fc.integer({ min: 0, max: 9 });
const STEP = fc.oneof(
  fc.record({ kind: fc.constantFrom('whole', 'start', 'end'), id: ID, k: ID }),
  fc.record({ kind: fc.constantFrom('remove', 'rename'), id: ID, k: ID }),
  fc.constant({ kind: 'settle', id: 0, k: 0 }),
);

test('a first page is the beginning of the whole list, whatever was replaced, deleted or put together', async () => {
  const toCall = (id: number, k: number): CallPart =>
    wholeCall(`c${id}`, {
      startedAt: START + (id % 3) * 1000,
      endedAt: START + (k + 3) * 1_000_000,
      inputs: `{"k":${k}}`,
    });
  await fc.assert(
    fc.asyncProperty(fc.array(STEP, { minLength: 8, maxLength: 14 }), async (steps) => {
      const project = room.newProject();
      for (const { kind, id, k } of steps) {
        const call = toCall(id, k);
        if (kind === 'whole') await room.calls.write(project, [call]);
        else if (kind === 'start') await room.calls.write(project, [startOf(call)]);
        else if (kind === 'end') await room.calls.write(project, [endOf(call)]);
        else if (kind === 'remove') await room.calls.remove(room.actor, project, [`c${id}`]);
        else if (kind === 'rename') await room.calls.rename(project, `c${id}`, `Named ${k}`);
        else await room.settle();
      }
      for (const sort of SORTS) {
        const all = await room.ids(project, { sort });
        for (const [offset, limit] of [
          [2, 3],
          [0, 100],
        ] as const) {
          const page = await room.ids(project, { sort, offset, limit });
          expect({ sort, page }).toEqual({ sort, page: all.slice(offset, offset + limit) });
        }
      }
    }),
    { numRuns: 2, endOnFailure: true },
  );
}, 60_000);

test('a page is right where more of the newest calls were deleted than are looked at at first', async () => {
  const project = room.newProject();
  const ids = Array.from({ length: 2_000 }, (_, at) => `c${String(at).padStart(4, '0')}`);
  await room.calls.write(
    project,
    ids.map((id, at) => wholeCall(id, { startedAt: START + at })),
  );
  const sort: CallSort[] = [{ field: 'started_at', direction: 'desc' }];
  await room.calls.remove(room.actor, project, ids.slice(-200));
  expect(await room.ids(project, { sort, limit: 2 })).toEqual(['c1799', 'c1798']);
  await room.calls.remove(room.actor, project, ids.slice(-1_500, -200));
  expect(await room.ids(project, { sort, limit: 2 })).toEqual(['c0499', 'c0498']);
});

test('calls are filtered and sorted by what they used and what it cost', async () => {
  const project = room.newProject();
  const used = (usage: object) => JSON.stringify({ usage });
  await room.calls.write(project, [
    wholeCall('cheap', { summary: used({ gpt: { input_tokens: 5, output_tokens: 1 } }) }),
    wholeCall('dear', {
      startedAt: START + 2_000_000,
      summary: used({ gpt: { prompt_tokens: 2 }, unknown: { prompt_tokens: 1 } }),
    }),
    wholeCall('free', { summary: used({ free: { total_tokens: 50 } }) }),
    wholeCall('unpriced', { summary: used({ unknown: { prompt_tokens: 40, total_tokens: 40 } }) }),
    startOf(wholeCall('running')),
    wholeCall('nothing'),
  ]);
  const by = (field: string, direction: 'asc' | 'desc' = 'desc') =>
    room.ids(project, { sort: [{ field: `summary.weave.${field}`, direction }] });
  expect(await by('total_tokens')).toEqual([
    'free',
    'unpriced',
    'cheap',
    'dear',
    'nothing',
    'running',
  ]);
  expect((await by('total_cost')).slice(0, 3)).toEqual(['dear', 'cheap', 'free']);
  expect((await by('output_tokens')).at(0)).toBe('cheap');
  const where = (field: string, sign: string, value: number) =>
    room.ids(project, {
      query: { $expr: { [sign]: [{ $getField: `summary.weave.${field}` }, { $literal: value }] } },
    });
  expect(await where('total_cost', '$gt', 7)).toEqual(['dear']);
  expect(await where('total_cost', '$lte', 7)).toEqual(['cheap', 'free']);
  expect(await where('input_tokens', '$gte', 5)).toEqual(['cheap', 'unpriced']);
  await room.settle();
  expect((await by('total_tokens')).slice(-2)).toEqual(['nothing', 'running']);
});

test('a call by parts that names no step has none', async () => {
  const project = room.newProject();
  const call = wholeCall('a');
  await room.calls.write(project, [startOf(call), endOf(call)]);
  expect(await room.list(project)).toMatchObject([{ wbRunStep: null, wbRunStepEnd: null }]);
  await room.settle();
  expect(await room.list(project)).toMatchObject([{ wbRunStep: null, wbRunStepEnd: null }]);
});
