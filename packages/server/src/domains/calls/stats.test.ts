import { expect, test } from 'vitest';
import { priceOf, START, startOf, useCallsRoom, wholeCall } from './calls.testing.ts';

// From the second second of the tests on everything costs double.
const room = await useCallsRoom({
  prices: [priceOf('gpt', 1), priceOf('gpt', 2, START + 1_000_000)],
});

const used = (prompt: number, completion: number, model = 'gpt') =>
  JSON.stringify({
    usage: { [model]: { prompt_tokens: prompt, completion_tokens: completion, requests: 1 } },
  });

/** Calls of clients that count what is below a call with it. */
async function logTree() {
  const project = room.newProject();
  const inTrace = { traceId: 't' };
  const later = START + 1_500_000;
  await room.calls.write(project, [
    wholeCall('root', { ...inTrace, summary: used(30, 3) }),
    wholeCall('left', { ...inTrace, parentId: 'root', summary: used(10, 1), startedAt: START + 1 }),
    wholeCall('right', { ...inTrace, parentId: 'root', summary: used(20, 2), startedAt: later }),
    wholeCall('none', { ...inTrace, parentId: 'root', exception: 'no' }),
  ]);
  return project;
}

test('usage over time counts nothing twice, at the prices of its time', async () => {
  const project = await logTree();
  const stats = await room.calls.stats(project, {
    start: START,
    end: START + 3_000_000,
    granularitySeconds: 1,
    usageMetrics: [
      { metric: 'input_tokens' },
      { metric: 'total_cost', aggregations: ['sum', 'max'] },
    ],
  });
  expect(stats.usageBuckets).toEqual([
    {
      start: START,
      group: 'gpt',
      count: 1,
      values: { sum_input_tokens: 10, sum_total_cost: 12, max_total_cost: 12 },
    },
    {
      start: START + 1_000_000,
      group: 'gpt',
      count: 1,
      values: { sum_input_tokens: 20, sum_total_cost: 48, max_total_cost: 48 },
    },
  ]);
});

test('calls over time have counts, errors and exact percentiles', async () => {
  const project = await logTree();
  const stats = await room.calls.stats(project, {
    start: START,
    end: START + 3_000_000,
    granularitySeconds: 1,
    callMetrics: [
      { metric: 'latency_ms', aggregations: ['avg'], percentiles: [50, 99.9] },
      { metric: 'call_count' },
      { metric: 'error_count', aggregations: ['sum', 'count_true'] },
    ],
  });
  expect(stats.callBuckets).toEqual([
    {
      start: START,
      group: '',
      count: 3,
      values: expect.objectContaining({
        p50_latency_ms: 2500,
        sum_call_count: 3,
        sum_error_count: 1,
        count_true_error_count: 1,
      }),
    },
    expect.objectContaining({ start: START + 1_000_000, count: 1 }),
  ]);
  const days = await room.calls.stats(project, {
    start: START - 86_400e6,
    end: START + 86_400e6,
    granularitySeconds: 86_400,
    timezone: 'America/New_York',
    callMetrics: [{ metric: 'call_count' }],
  });
  // 2025-06-15T11:06:40-04:00
  expect(days.callBuckets.map(({ start }) => new Date(start / 1000).toISOString())).toEqual([
    '2025-06-15T04:00:00.000Z',
  ]);
});

test('a range or a metric that makes no sense is refused with what to do', async () => {
  const project = room.newProject();
  const range = { start: START, end: START + 1e6 };
  const ask = (more: object) => room.calls.stats(project, { ...range, ...more });
  await expect(ask({ end: START })).rejects.toThrow('after its start');
  await expect(ask({ timezone: 'Mars/Base' })).rejects.toThrow('no time zone "Mars/Base"');
  await expect(ask({ end: START * 2, granularitySeconds: 1 })).rejects.toThrow('10000 buckets');
  await expect(ask({ callMetrics: [{ metric: 'mood' }] })).rejects.toThrow('no metric "mood"');
});

test('usage of a call has all below it, once, with what it cost', async () => {
  const project = await logTree();
  const { byCall } = await room.calls.usage(project, { filter: { callIds: ['root', 'none'] } });
  expect(byCall.get('root')?.get('gpt')).toMatchObject({
    promptTokens: 30,
    completionTokens: 3,
    promptCost: 10 + 40,
    completionCost: 2 + 8,
  });
  expect(byCall.get('none')?.size).toBe(0);
});

test('spans of OpenTelemetry are added up, and what still runs is named', async () => {
  const project = room.newProject();
  const span = { traceId: 't', source: 'otlp' as const };
  await room.calls.write(project, [
    wholeCall('a', { ...span, summary: used(5, 0) }),
    wholeCall('b', { ...span, parentId: 'a', summary: used(7, 0, 'other') }),
    startOf(wholeCall('c', { ...span, parentId: 'b' })),
    wholeCall('circle', { ...span, parentId: 'circle', summary: used(1, 1) }),
  ]);
  const { byCall, unfinishedIds } = await room.calls.usage(project, {});
  const prompts = (id: string) =>
    [...(byCall.get(id) ?? [])].map(([model, { promptTokens }]) => [model, promptTokens]);
  expect(prompts('a').sort()).toEqual([
    ['gpt', 5],
    ['other', 7],
  ]);
  expect(prompts('circle')).toEqual([['gpt', 1]]);
  expect([...unfinishedIds].sort()).toEqual(['a', 'b', 'c']);
});

test('threads have their turns, their times and the durations of what has ended', async () => {
  const project = room.newProject();
  const turn = (id: string, threadId: string, startedAt: number, ms: number) =>
    wholeCall(id, { threadId, turnId: id, startedAt, endedAt: startedAt + ms * 1000 });
  await room.calls.write(project, [
    turn('one', 'x', START, 100),
    wholeCall('inner', { threadId: 'x', turnId: 'one', startedAt: START + 10 }),
    turn('two', 'x', START + 1e6, 300),
    turn('other', 'y', START + 2e6, 50),
    wholeCall('none'),
  ]);
  const threads = await room.calls.threads(project, {
    sort: [{ field: 'start_time', direction: 'asc' }],
  });
  expect(threads).toEqual([
    {
      threadId: 'x',
      turnCount: 2,
      startedAt: START,
      updatedAt: START + 2_500_000,
      firstTurnId: 'one',
      lastTurnId: 'two',
      medianTurnMs: 200,
      p99TurnMs: 298,
    },
    expect.objectContaining({ threadId: 'y', turnCount: 1 }),
  ]);
  expect(await room.calls.threads(project, { threadIds: [] })).toEqual([]);
});

test('a name that somebody gave stands above what clients say, until it is taken away', async () => {
  const project = room.newProject();
  const call = wholeCall('a', { displayName: 'Sent' });
  await room.calls.write(project, [call, startOf(wholeCall('b'))]);
  const names = async () => (await room.list(project)).map(({ displayName }) => displayName);
  await room.calls.rename(project, 'a', 'Given');
  await room.calls.rename(project, 'b', 'Running');
  await room.calls.rename(project, 'gone', 'Nobody');
  expect(await names()).toEqual(['Given', 'Running']);
  await room.calls.write(project, [call]);
  expect(await names()).toEqual(['Given', 'Running']);
  await room.calls.rename(project, 'a', null);
  expect(await names()).toEqual([null, 'Running']);
});
