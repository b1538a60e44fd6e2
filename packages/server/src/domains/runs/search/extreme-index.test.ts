import { afterAll, beforeAll, expect, it } from 'vitest';
import type { UserActor } from '../../accounts/index.ts';
import { createProjects } from '../../projects/index.ts';
import { openRoom, type Room } from '../../testing/index.ts';
import { createRuns, type Run } from '../index.ts';

let room: Room;
let ada: UserActor;

beforeAll(async () => {
  room = await openRoom();
  ada = await room.user('ada');
}, 60_000);
afterAll(() => room.close());

it('only runs that were heard of since are looked at again', async () => {
  const { metadata, accounts, clock } = room;
  const projects = createProjects({ metadata, accounts });
  const points = new Map<string, readonly number[]>();
  const looks: string[][] = [];
  const readExtremes = async (asked: readonly Run[], [key = '']: readonly string[]) => {
    looks.push(asked.map(({ name }) => name));
    return new Map(
      asked.flatMap(({ id, name }) => {
        const values = points.get(name) ?? [];
        const extremes = { min: Math.min(...values), max: Math.max(...values) };
        return values.length === 0 ? [] : [[id, new Map([[key, extremes]])] as const];
      }),
    );
  };
  const runs = createRuns({ metadata, projects, readExtremes, clock: () => clock.now });
  const project = await projects.ensure(ada, 'ada', 'extremes');
  const field = { kind: 'summary', path: 'loss' } as const;
  const listed = async (statistic: 'min' | 'max', ascending: boolean) => {
    const orders = [{ field, statistic, ascending }];
    const rows = await runs.listRows([project], { orders, skip: 0, limit: 10 });
    return rows.map(({ name }) => name);
  };
  const log = async (name: string, values: readonly number[]) => {
    const { run } = await runs.upsert(ada, { name, entityName: 'ada', projectName: 'extremes' });
    points.set(name, values);
    await runs.applyProgress([{ runId: run.id, heartbeatAt: clock.now }]);
  };
  await log('a', [5, -3]);
  await log('b', [4]);
  await log('c', []);
  clock.now += 1_000;
  expect(await listed('min', true)).toEqual(['a', 'b', 'c']);
  expect(await listed('max', false)).toEqual(['a', 'b', 'c']);
  expect(looks).toEqual([['a', 'b', 'c']]);

  await log('b', [4, -9]);
  // In the millisecond of the heartbeat more may still come with the same one: the look counts once.
  expect(await listed('min', true)).toEqual(['b', 'a', 'c']);
  clock.now += 1;
  expect(await listed('min', true)).toEqual(['b', 'a', 'c']);
  expect(await listed('min', true)).toEqual(['b', 'a', 'c']);
  expect(looks.slice(1)).toEqual([['b'], ['b']]);

  // The index of other values does not take them away.
  await runs.upsert(ada, {
    name: 'a',
    entityName: 'ada',
    projectName: 'extremes',
    config: '{"x":1}',
  });
  expect(await listed('min', false)).toEqual(['a', 'b', 'c']);
  expect(looks).toHaveLength(3);
});
