import { expect, test } from 'vitest';
import { START, useCallsRoom, wholeCall } from './calls.testing.ts';

const room = await useCallsRoom();

const onCall = (id: string) => `weave:///team/project/call/${id}`;
const equals = (field: string, value: unknown) => ({
  $expr: { $eq: [{ $getField: field }, { $literal: value }] },
});

test('feedback is kept under the id that its client gave, and comes back with its call', async () => {
  const project = room.newProject();
  const given = {
    id: 'f1',
    weaveRef: onCall('a'),
    feedbackType: 'wandb.runnable.Correct',
    payload: '{"output":{"ok":true,"score":0.50}}',
    creator: 'Ada',
    createdAt: START,
    userId: '7',
    runnableRef: 'weave:///team/project/op/Correct:v',
    callRef: onCall('s'),
  };
  // Scores come before the calls that they are of.
  const [kept] = await room.calls.addFeedback(project, [given]);
  await room.calls.write(project, [wholeCall('a'), wholeCall('b')]);
  const expected = {
    ...given,
    annotationRef: null,
    triggerRef: null,
    queueId: null,
    extra: '{}',
  };
  expect(kept).toEqual(expected);
  const calls = await room.list(project, { includesFeedback: true });
  expect(calls.map(({ id, feedback }) => ({ id, feedback }))).toEqual([
    { id: 'a', feedback: [expected] },
    { id: 'b', feedback: [] },
  ]);
});

test('ratings and tags of scorers are summed up by time and by what they are of', async () => {
  const project = room.newProject();
  const scored = (agent: string, createdAt: number, extra: object, more: object = {}) => ({
    weaveRef: 'weave:///team/project/agent_turn/t1',
    feedbackType: 'wandb.agent_monitor',
    payload: '{}',
    createdAt,
    runnableRef: 'weave:///team/project/op/Tone:v1',
    triggerRef: 'weave:///team/project/object/monitor:v1',
    extra: JSON.stringify({ span_agent_name: agent, ...extra }),
    ...more,
  });
  await room.calls.addFeedback(project, [
    scored('ada', START, { scorer_ratings: { tone: 0.5, __proto__x: 1 }, scorer_tags: ['rude'] }),
    scored('ada', START + 1_000_000, { scorer_ratings: { tone: 0.25 } }),
    scored('bob', START + 3_600_000_000, { scorer_tags: ['rude', 'rude', 'short'] }),
    scored('bob', START + 1, {}),
    scored('ada', START + 1, { scorer_tags: ['rude'] }, { weaveRef: onCall('a') }),
    scored('ada', START - 1, { scorer_tags: ['early'] }),
  ]);
  const range = { start: START, end: START + 7_200_000_000 };
  const totals = await room.calls.totalFeedback(project, {
    ...range,
    groupBy: ['span_agent_name'],
    about: ['agent_turn'],
    triggers: ['weave:///team/project/object/monitor:*'],
  });
  expect(totals).toEqual([
    {
      bucketStart: null,
      group: new Map([['span_agent_name', 'ada']]),
      totalCount: 2,
      scoredCount: 2,
      ratingSums: new Map([
        ['__proto__x', 1],
        ['tone', 0.75],
      ]),
      ratingCounts: new Map([
        ['__proto__x', 1],
        ['tone', 2],
      ]),
      tagCounts: new Map([['rude', 1]]),
    },
    {
      bucketStart: null,
      group: new Map([['span_agent_name', 'bob']]),
      totalCount: 2,
      scoredCount: 1,
      ratingSums: new Map(),
      ratingCounts: new Map(),
      tagCounts: new Map([
        ['rude', 1],
        ['short', 1],
      ]),
    },
  ]);
  const hours = await room.calls.totalFeedback(project, { ...range, bucketSeconds: 3_600 });
  expect(hours.map(({ bucketStart, totalCount }) => [bucketStart, totalCount])).toEqual([
    [Math.floor(START / 3.6e9) * 3.6e9, 4],
    [Math.floor(START / 3.6e9 + 1) * 3.6e9, 1],
  ]);
  const narrowed = [
    { tags: ['rude'] },
    { ratingMin: 0.3, ratingMax: 0.6 },
    { scorers: ['weave:///team/project/op/Tone:v1'], agentNames: ['bob'] },
    { types: ['wandb.agent_user'] },
  ].map((more) => room.calls.totalFeedback(project, { ...range, ...more }));
  const counts = (await Promise.all(narrowed)).map((found) => found.map((row) => row.totalCount));
  expect(counts).toEqual([[3], [1], [2], []]);
});

test('calls are found and sorted by their newest feedback of a type', async () => {
  const project = room.newProject();
  await room.calls.write(
    project,
    ['a', 'b', 'c'].map((id) => wholeCall(id)),
  );
  const score = (id: string, value: number, createdAt: number) => ({
    weaveRef: onCall(id),
    feedbackType: 'score',
    payload: `{"value":${value}}`,
    createdAt,
  });
  await room.calls.addFeedback(project, [
    score('a', 9, 1),
    score('a', 1, 2),
    score('b', 5, 1),
    { ...score('c', 7, 1), feedbackType: 'other' },
  ]);
  const field = 'feedback.[score].payload.value';
  expect(await room.ids(project, { query: equals(field, 1) })).toEqual(['a']);
  expect(await room.ids(project, { query: equals('feedback.[*].payload.value', 7) })).toEqual([
    'c',
  ]);
  expect(await room.ids(project, { sort: [{ field, direction: 'desc' }] })).toEqual([
    'b',
    'a',
    'c',
  ]);
});

test('feedback is asked for by its fields, replaced and taken away', async () => {
  const project = room.newProject();
  const note = (id: string, text: string, createdAt: number) => ({
    id,
    weaveRef: onCall('a'),
    feedbackType: 'wandb.note.1',
    payload: `{"note":"${text}"}`,
    createdAt,
  });
  await room.calls.addFeedback(project, [note('x', 'first', 1), note('y', 'second', 2)]);
  const ids = async (query: Parameters<typeof room.calls.queryFeedback>[1]) =>
    (await room.calls.queryFeedback(project, query)).feedback.map(({ id }) => id);
  expect(await ids({ query: equals('weave_ref', onCall('a')) })).toEqual(['x', 'y']);
  expect(await ids({ query: equals('payload.note', 'second') })).toEqual(['y']);
  expect(await ids({ query: { $expr: { $eq: [{ $literal: '1' }, { $literal: '1' }] } } })).toEqual([
    'x',
    'y',
  ]);
  const newest = { sort: [{ field: 'created_at', direction: 'desc' as const }], limit: 1 };
  expect(await room.calls.queryFeedback(project, newest)).toMatchObject({
    feedback: [{ id: 'y' }],
    totalCount: 2,
  });
  await room.calls.replaceFeedback(project, 'x', note('z', 'third', 3));
  expect(await ids({})).toEqual(['y', 'z']);
  expect(await room.calls.removeFeedback(project, ['y', 'gone'])).toBe(1);
  expect(await ids({})).toEqual(['z']);
  await expect(ids({ query: equals('colour', 1) })).rejects.toThrow('no field "colour"');
});
