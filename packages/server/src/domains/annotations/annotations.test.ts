import { afterAll, beforeAll, expect, it } from 'vitest';
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
  expect(await annotations.count(looms, [id, id, 'none'])).toEqual([
    { queueId: id, total: 3, completed: 1 },
  ]);
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
