import { expect, test } from 'vitest';
import type { ProjectId } from '../projects/index.ts';
import { startOf, useCallsRoom, wholeCall } from './calls.testing.ts';

const room = await useCallsRoom();

const named = async (text: string, projects: readonly ProjectId[] | null, limit = 10) => {
  const { calls, isCutShort } = await room.calls.findNamed({ text, projects, limit });
  return { ids: calls.map(({ call }) => call.id), isCutShort };
};
const now = () => Date.now() * 1_000;

test('calls of the asked projects are found by op, display name and id, newest first', async () => {
  const [one, two, other] = [room.newProject(), room.newProject(), room.newProject()];
  const opName = 'weave:///team/loom/op/weave_cloth:abc';
  const old = { opName, displayName: null, startedAt: now() - 400 * 86_400_000_000 };
  await room.calls.write(one, [
    wholeCall('old-weaving', old),
    wholeCall('new-weaving', { opName, displayName: 'Évening shift', startedAt: now() }),
  ]);
  await room.calls.write(two, [startOf(wholeCall('running-call', { opName, displayName: null }))]);
  await room.calls.write(other, [wholeCall('elsewhere', { opName })]);
  const both = [one, two];
  expect((await named('WEAVE cloth', both)).ids).toEqual([
    'new-weaving',
    'old-weaving',
    'running-call',
  ]);
  expect((await named('évening', both)).ids).toEqual(['new-weaving']);
  expect((await named('old-weaving', both)).ids).toEqual(['old-weaving']);
  expect((await named('running-call', both)).ids).toEqual(['running-call']);
  expect((await named('nobody', both)).ids).toEqual([]);
  expect((await named('weave_cloth', [])).ids).toEqual([]);
  expect((await named('weave_cloth', null)).ids).toContain('elsewhere');
  expect(await named('weave_cloth', both, 2)).toEqual({
    ids: ['new-weaving', 'old-weaving'],
    isCutShort: true,
  });
});

test('a call is found by what it is called now, and one that was deleted not at all', async () => {
  const project = room.newProject();
  await room.calls.write(project, [
    wholeCall('first-call', { displayName: 'Baseline' }),
    wholeCall('second-call', { displayName: 'Baseline' }),
  ]);
  await room.calls.rename(project, 'first-call', 'Renamed <b>');
  await room.calls.remove(room.actor, project, ['second-call']);
  expect((await named('baseline', [project])).ids).toEqual([]);
  expect((await named('second-call', [project])).ids).toEqual([]);
  expect((await named('renamed <b>', [project])).ids).toEqual(['first-call']);
});
