import { MonitorSpec } from '@runloom/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { authorOf, type UserActor } from '../accounts/index.ts';
import { createProjects, type ProjectId } from '../projects/index.ts';
import { openRoom, type Room } from '../testing/index.ts';
import { createMonitorStore, type MonitorStore } from './store.ts';

let room: Room;
let ada: UserActor;
let looms: ProjectId;
let store: MonitorStore;

beforeAll(async () => {
  room = await openRoom();
  ada = await room.user('ada');
  const projects = createProjects({ metadata: room.metadata, accounts: room.accounts });
  looms = (await projects.ensure(ada, 'ada', 'looms')).id;
  store = createMonitorStore(room.metadata);
});
afterAll(() => room.close());

const spec = MonitorSpec.parse({
  scorers: [{ kind: 'json', name: 'fine' }],
  callsPerDay: 3,
  costPerDay: 1,
  alarms: [{ key: 'fine', against: { kind: 'threshold', value: 0.9 } }],
});

const make = async (name: string) => {
  const monitor = await store.insert({
    projectId: looms,
    name,
    version: 1,
    spec,
    client: null,
    published: { ref: `weave:///ada/looms/object/${name}:abc`, scorers: [] },
    isActive: true,
    createdBy: authorOf(ada),
    createdAt: 1,
    updatedAt: 1,
    since: 1,
  });
  await store.setRules(monitor.id, spec.alarms, 1);
  return monitor;
};

/** Has calls scored with these values, each a second after the other. */
const keep = async (monitor: number, prefix: string, values: readonly boolean[]) => {
  const calls = values.map((_, at) => ({ id: `${prefix}-${at}`, endedAt: 1_000 * at }));
  await store.want(monitor, ['fine'], calls);
  const rows = await store.waiting(
    monitor,
    calls.map(({ id }) => id),
  );
  const kept = rows.map((score, at) => ({
    score,
    value: String(values[at]),
    leaves: [{ key: 'fine', value: Number(values[at]), isFlag: true }],
    attempts: 1,
  }));
  return { rows, alarms: await store.keep(monitor, kept, 5_000), kept };
};

it('wants each call once, and keeps each score once', async () => {
  const { id } = await make('once');
  const { rows, kept } = await keep(id, 'call', [true, false, true]);
  expect(rows.map(({ callId }) => callId)).toEqual(['call-0', 'call-1', 'call-2']);
  await store.want(id, ['fine'], [{ id: 'call-1', endedAt: 9 }]);
  expect(await store.waiting(id, ['call-1'])).toEqual([]);
  await store.keep(id, kept, 6_000);
  const [watch] = await store.watches(id);
  expect(watch?.progress).toMatchObject({ test: { count: 3 }, sum: 2 });
  expect(await store.counts(id)).toMatchObject({ counts: { scored: 3 }, lastScoredAt: 5_000 });
  expect(await store.buckets(id, { from: 0, to: 3_000, bucketMs: 2_000 })).toEqual([
    { key: 'fine', at: 0, count: 2, sum: 1, squares: 1, flags: 2 },
    { key: 'fine', at: 2_000, count: 1, sum: 1, squares: 1, flags: 1 },
  ]);
});

it('wants as many calls as one look chooses, by as many scorers as a monitor has', async () => {
  const { id } = await make('many');
  const calls = Array.from({ length: 500 }, (_, at) => ({ id: `many-${at}`, endedAt: at }));
  const scorers = Array.from({ length: 10 }, (_, at) => `scorer-${at}`);
  await store.want(id, scorers, calls);
  expect((await store.counts(id)).counts.waiting).toBe(5_000);
});

it('gives no more of a budget than there is, also to many at once', async () => {
  const { id } = await make('budget');
  const taken = await Promise.all([2, 2, 2].map((wanted) => store.takeBudget(id, 7, wanted, spec)));
  expect(taken.toSorted()).toEqual([0, 1, 2]);
  expect(await store.takeBudget(id, 8, 1, spec)).toBe(1);
  await store.addCost(id, 8, 1.25);
  expect(await store.takeBudget(id, 8, 1, spec)).toBe(0);
  expect(await store.day(id, 8)).toEqual({ calls: 1, cost: 1.25 });
});

it('raises an alarm once, and begins anew when it is told to', async () => {
  const { id } = await make('alarm');
  const ill = await keep(id, 'ill', Array(40).fill(false));
  expect(ill.alarms).toMatchObject([{ key: 'fine', state: 'alarm', alarmAt: 5_000 }]);
  expect((await keep(id, 'more', [false])).alarms).toEqual([]);
  expect(await store.acknowledge(id, 'fine', authorOf(ada), 6_000)).toBe(true);
  expect(await store.acknowledge(id, 'fine', authorOf(ada), 6_000)).toBe(false);
  const [rule] = spec.alarms;
  if (rule !== undefined) await store.restart(id, rule, 7_000);
  expect(await store.watches(id)).toMatchObject([
    { state: 'watching', since: 7_000, alarmAt: null, progress: { test: { count: 0 } } },
  ]);
  // The same rule goes on; another one begins.
  await store.setRules(id, spec.alarms, 8_000);
  expect((await store.watches(id))[0]?.since).toBe(7_000);
  await store.setRules(id, [], 9_000);
  expect(await store.watches(id)).toEqual([]);
});
