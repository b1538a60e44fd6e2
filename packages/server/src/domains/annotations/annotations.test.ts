import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UserActor } from '../accounts/index.ts';
import { createProjects, type ProjectId } from '../projects/index.ts';
import { openRoom, type Room } from '../testing/index.ts';
import { type Annotations, createAnnotations } from './index.ts';

let room: Room;
let ada: UserActor;
let looms: ProjectId;
let other: ProjectId;
let annotations: Annotations;

beforeAll(async () => {
  room = await openRoom();
  ada = await room.user('ada');
  const projects = createProjects({ metadata: room.metadata, accounts: room.accounts });
  looms = (await projects.ensure(ada, 'ada', 'looms')).id;
  other = (await projects.ensure(ada, 'ada', 'other')).id;
  annotations = createAnnotations({ metadata: room.metadata, clock: () => room.clock.now });
});
afterAll(() => room.close());

const makeQueue = (name: string) =>
  annotations.createQueue(ada, looms, { name, description: '', scorerRefs: ['weave:///a/b/c'] });
const call = (callId: string) => ({
  callId,
  opName: 'op',
  traceId: `trace of ${callId}`,
  startedAt: 1_700_000_000_000_001,
  endedAt: null,
});

it('holds each call once, in the order in which they came', async () => {
  const { id } = await makeQueue('once');
  const calls = ['a', 'b', 'a'].map(call);
  expect(await annotations.addItems(ada, looms, id, calls, ['inputs'])).toEqual({
    added: 2,
    duplicates: 1,
  });
  await annotations.addItems(ada, looms, id, ['b', 'c'].map(call), []);
  const items = await annotations.listItems(looms, id);
  expect(items.map(({ callId, position }) => [callId, position])).toEqual([
    ['a', 1],
    ['b', 2],
    ['c', 3],
  ]);
  expect(items[0]).toMatchObject({ ...call('a'), displayFields: ['inputs'], state: 'unstarted' });
  const [, second] = items;
  await annotations.setState(ada, looms, id, second?.id ?? '', 'completed');
  const done = await annotations.listItems(looms, id, { filter: { states: ['completed'] } });
  expect(done).toMatchObject([{ callId: 'b', annotator: ada.userId }]);
  const waiting = { state: 'unstarted', offset: 1, limit: 5 } as const;
  expect(await annotations.pageOfItems(looms, id, waiting)).toEqual({
    total: 2,
    items: items.slice(2),
  });
  const both = await annotations.pageOfItems(looms, id, { state: null, offset: 0, limit: 2 });
  expect([both.total, both.items.map(({ callId }) => callId)]).toEqual([3, ['a', 'b']]);
  const progress = await annotations.progress(looms, [id, id, 'none']);
  expect([...progress.keys()]).toEqual([id]);
  expect(progress.get(id)).toMatchObject({ total: 3, states: { completed: 1, unstarted: 2 } });
  const byState = { sort: [{ field: 'annotation_state', direction: 'asc' }], limit: 1 } as const;
  expect(await annotations.listItems(looms, id, byState)).toMatchObject([{ callId: 'b' }]);
});

it('is changed, deleted, and known in its project alone', async () => {
  const { id } = await makeQueue('Mine');
  expect(await annotations.listQueues(looms, { name: 'MIN' })).toMatchObject([{ id }]);
  await expect(annotations.getQueue(other, id)).rejects.toThrow(/does not exist/);
  await expect(annotations.addItems(ada, other, id, [call('a')], [])).rejects.toThrow(/not exist/);
  await annotations.updateQueue(looms, id, { name: 'Ours' });
  expect(await annotations.getQueue(looms, id)).toMatchObject({ name: 'Ours', description: '' });
  await annotations.removeQueue(looms, id);
  await expect(annotations.getQueue(looms, id)).rejects.toThrow(/does not exist/);
});

it('says what is wrong', async () => {
  await expect(makeQueue(' ')).rejects.toThrow(/1 to 256 characters/);
  const { id } = await makeQueue('odd');
  await expect(annotations.setState(ada, looms, id, 'none', 'skipped')).rejects.toThrow(/item/);
  const sort = [{ field: 'constructor', direction: 'asc' }] as const;
  await expect(annotations.listItems(looms, id, { sort })).rejects.toThrow(/^Sort by/);
});

describe('a queue that needs two people', () => {
  const setUp = async (name: string) => {
    const [bo, cy] = await Promise.all([room.user(`bo-${name}`), room.user(`cy-${name}`)]);
    const { id } = await annotations.createQueue(ada, looms, {
      name,
      description: '',
      scorerRefs: [],
      annotators: [ada, bo, cy].map(({ userId }) => userId),
      perItem: 2,
    });
    await annotations.addItems(ada, looms, id, ['a', 'b'].map(call), []);
    const next = (who: UserActor) => annotations.nextItem(who, looms, id);
    const set = (who: UserActor, item: { id: string } | null, state: 'completed' | 'skipped') =>
      annotations.setState(who, looms, id, item?.id ?? '', state);
    return { id, bo, cy, next, set };
  };

  it('gives each call to two of them, and is done with it when both have judged', async () => {
    const { id, bo, cy, next, set } = await setUp('two');
    const first = await next(ada);
    expect(first).toMatchObject({ callId: 'a', position: 1 });
    expect(await set(ada, first, 'completed')).toMatchObject({ state: 'in_progress' });
    expect(await next(ada)).toMatchObject({ callId: 'b', position: 2 });
    expect(await set(bo, await next(bo), 'completed')).toMatchObject({ state: 'completed' });
    // The first is done: the third person goes on with the second.
    expect(await next(cy)).toMatchObject({ callId: 'b' });
    const progress = (await annotations.progress(looms, [id])).get(id);
    expect(progress?.states).toMatchObject({ completed: 1, unstarted: 1 });
    expect(progress?.annotators.get(bo.userId)).toMatchObject({ completed: 1 });
  });

  it('keeps a call for who has it open, for half an hour', async () => {
    const { id, bo, cy, next } = await setUp('open');
    const [item] = await annotations.listItems(looms, id);
    for (const who of [ada, bo]) {
      await annotations.setState(who, looms, id, item?.id ?? '', 'in_progress');
    }
    expect(await next(bo)).toMatchObject({ callId: 'a' });
    expect(await next(cy)).toMatchObject({ callId: 'b' });
    room.clock.now += 31 * 60 * 1000;
    expect(await next(cy)).toMatchObject({ callId: 'a' });
  });

  it('has nothing for who is not asked, and lets nobody judge twice', async () => {
    const { bo, next, set } = await setUp('asked');
    expect(await next(await room.user('stranger-to-queues'))).toBeNull();
    await set(bo, await next(bo), 'completed');
    await set(bo, await next(bo), 'skipped');
    expect(await next(bo)).toBeNull();
  });

  it('counts anew when fewer people are enough', async () => {
    const { id, bo, next, set } = await setUp('fewer');
    await set(bo, await next(bo), 'completed');
    await annotations.updateQueue(looms, id, { perItem: 1 });
    const states = (await annotations.listItems(looms, id)).map(({ state }) => state);
    expect(states).toEqual(['completed', 'unstarted']);
  });
});
