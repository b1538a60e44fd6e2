import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ProjectId } from '../projects/index.ts';
import { endOf, START, startOf, useCallsRoom, wholeCall } from './calls.testing.ts';

const room = await useCallsRoom();

const countRows = async (table: string, project: ProjectId): Promise<number> => {
  const [row] = await room.columns.query<{ n: string }>({
    sql: `SELECT count() AS n FROM ${table} FINAL WHERE project = {project:UInt64}`,
    params: { project },
  });
  return Number(row?.n);
};

test('calls that have ended become whole ones, and their parts go', async () => {
  const project = room.newProject();
  const parts = ['a', 'b', 'c'].map((id) =>
    wholeCall(id, { inputs: `{"id":"${id}"}`, output: '1', wbRunStep: 3 }),
  );
  await room.calls.write(project, parts.map(startOf));
  await room.calls.write(project, parts.slice(0, 2).map(endOf));
  const before = await room.list(project);
  expect(await room.settle()).toBe(2);
  expect(await room.list(project)).toEqual(before);
  expect(await room.settle()).toBe(0);
  expect(await room.list(project)).toEqual(before);
  expect(await countRows('calls', project)).toBe(2);
  // The start of the one that runs.
  expect(await countRows('call_parts', project)).toBe(1);
});

test('a late end finds its call, a name stays, what is deleted stays away', async () => {
  const project = room.newProject();
  const [ended, named, deleted] = ['ended', 'named', 'deleted'].map((id) => wholeCall(id));
  if (!ended || !named || !deleted) throw new Error('There are three.');
  await room.calls.write(
    project,
    [ended, named, deleted].flatMap((call) => [startOf(call), endOf(call)]),
  );
  await room.calls.rename(project, 'named', 'Given');
  await room.calls.remove(room.actor, project, ['deleted']);
  await room.settle();
  await room.settle();
  await room.calls.write(project, [
    endOf({ ...ended, output: '"late"', endedAt: START + 9_000_000 }),
    endOf(deleted),
    startOf(deleted),
    startOf(named),
  ]);
  await room.calls.collect();
  await room.settle();
  await room.calls.collect();
  await room.settle();
  const calls = await room.list(project);
  expect(calls.map(({ id, output, displayName }) => ({ id, output, displayName }))).toEqual([
    { id: 'ended', output: '"late"', displayName: null },
    { id: 'named', output: 'null', displayName: 'Given' },
  ]);
});

test('all that a project had goes with it, and nothing of others', async () => {
  const [gone, kept] = [room.newProject(), room.newProject()];
  for (const project of [gone, kept]) {
    await room.calls.write(project, [wholeCall('a'), startOf(wholeCall('b'))]);
    await room.calls.addFeedback(project, [
      { weaveRef: 'weave:///team/project/call/a', feedbackType: 'note', payload: '{}' },
    ]);
  }
  room.trash(gone);
  await room.calls.collect();
  for (const table of ['calls', 'call_parts', 'call_feedback']) {
    const rows = await room.columns.query<{ project: string }>({
      sql: `SELECT DISTINCT project FROM ${table} WHERE project IN ({a:UInt64}, {b:UInt64})`,
      params: { a: gone, b: kept },
    });
    expect(
      rows.map(({ project }) => Number(project)),
      table,
    ).toEqual([kept]);
  }
});

test('what deleted calls held is freed, and that they are deleted is not forgotten', async () => {
  const project = room.newProject();
  const call = wholeCall('a', { inputs: `{"x":"${'y'.repeat(1000)}"}` });
  await room.calls.write(project, [call, wholeCall('b')]);
  await room.calls.remove(room.actor, project, ['a']);
  await room.calls.collect();
  const [held] = await room.columns.query<{ bytes: string }>({
    sql: 'SELECT sum(length(inputs)) AS bytes FROM calls WHERE project = {project:UInt64}',
    params: { project },
  });
  expect(Number(held?.bytes)).toBeLessThan(1000);
  await room.calls.write(project, [call]);
  expect(await room.ids(project)).toEqual(['b']);
});

test('whenever parts are put together, the call is the same', async () => {
  const whole = wholeCall('a', { inputs: '{"x":1}', output: '2', threadId: 't', wbRunStepEnd: 4 });
  const kinds = { whole, start: startOf(whole), end: endOf(whole) };
  const step = fc.constantFrom('whole', 'start', 'end', 'settle', 'collect');
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 5 }), async (steps) => {
      const project = room.newProject();
      for (const kind of steps) {
        if (kind === 'settle') await room.settle();
        else if (kind === 'collect') await room.calls.collect();
        else await room.calls.write(project, [kinds[kind]]);
      }
      const isStarted = steps.includes('whole') || steps.includes('start');
      const isEnded = steps.includes('whole') || steps.includes('end');
      const calls = await room.list(project);
      expect(calls).toHaveLength(isStarted ? 1 : 0);
      if (!isStarted) return;
      expect(calls[0]).toMatchObject({ inputs: '{"x":1}', threadId: 't', startedAt: START });
      if (isEnded) await room.calls.collect();
      const [call] = await room.list(project);
      expect(call).toMatchObject({
        output: isEnded ? '2' : null,
        status: isEnded ? 'success' : 'running',
      });
    }),
    { numRuns: 4, endOnFailure: true },
  );
}, 60_000);
