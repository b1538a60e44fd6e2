import { expect, test } from 'vitest';
import type { ProjectId } from '../projects/index.ts';
import type { RunId } from '../runs/index.ts';
import { coalesce, createLive, eventKey, type LiveEvent } from './index.ts';

const projectId = 1 as ProjectId;
const at = { projectId, runId: 7 as RunId, runName: 'r' };

const points = (lastStep: number | null, newKeys: string[] = []): LiveEvent => ({
  kind: 'points',
  ...at,
  stream: 'history',
  lastStep,
  newKeys,
});
const lines = (fromLine: number, toLine: number): LiveEvent => ({
  kind: 'console',
  ...at,
  fromLine,
  toLine,
});

test('an event reaches those who watch its project, until they stop', () => {
  const live = createLive();
  const seen: LiveEvent[] = [];
  const stop = live.subscribe(projectId, (event) => seen.push(event));
  const stopOther = live.subscribe(2 as ProjectId, () => expect.fail('another project'));
  expect(live.subscriberCount).toBe(2);
  live.publish(points(1));
  stop();
  stop();
  live.publish(points(2));
  expect(seen).toEqual([points(1)]);
  expect(live.subscriberCount).toBe(1);
  stopOther();
  expect(live.subscriberCount).toBe(0);
});

test('one function that subscribes twice is told twice', () => {
  const live = createLive();
  let count = 0;
  const listener = () => {
    count += 1;
  };
  const stop = live.subscribe(projectId, listener);
  live.subscribe(projectId, listener);
  live.publish(points(1));
  stop();
  live.publish(points(2));
  expect(count).toBe(3);
});

test('points put together keep the largest step and all new keys', () => {
  expect(coalesce(points(5, ['a']), points(3, ['a', 'b']))).toEqual(points(5, ['a', 'b']));
  expect(coalesce(points(null), points(0))).toEqual(points(0));
  expect(coalesce(points(4), points(null))).toEqual(points(4));
});

test('console lines put together span both', () => {
  expect(coalesce(lines(10, 20), lines(3, 12))).toEqual(lines(3, 20));
});

test('artifacts that are gone are all told', () => {
  const gone = (artifact: string): LiveEvent => ({
    kind: 'artifacts',
    projectId,
    gone: [{ artifact, version: 'v0' }],
  });
  expect(coalesce(gone('a'), gone('b'))).toMatchObject({
    gone: [{ artifact: 'a' }, { artifact: 'b' }],
  });
});

test('of other kinds the later one stands', () => {
  const files: LiveEvent = { kind: 'files', ...at };
  expect(coalesce(files, files)).toEqual(files);
});

test('streams, kinds and runs are kept apart', () => {
  const system: LiveEvent = { ...at, kind: 'points', stream: 'system', lastStep: 1, newKeys: [] };
  const keys = [points(1), system, lines(1, 2), { ...at, kind: 'files' } as const].map(eventKey);
  expect(new Set(keys).size).toBe(4);
  expect(eventKey({ ...at, kind: 'files', runId: 8 as RunId })).not.toBe(
    eventKey({ ...at, kind: 'files' }),
  );
});
