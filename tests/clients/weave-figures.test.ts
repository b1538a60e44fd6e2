import { beforeAll, describe, expect, it } from 'vitest';
import { setStage } from '../support/stage.ts';
import { createTraceServer, type TraceServer } from '../support/weave.ts';

const stage = setStage();
const PROJECT = 'admin/figures';

let traces: TraceServer;

async function ask(path: string, body: object): Promise<Record<string, unknown>> {
  const { status, text } = await traces.post(path, { project_id: PROJECT, ...body });
  expect([path, status, text.slice(0, 300)]).toEqual([path, 200, expect.any(String)]);
  return JSON.parse(text) as Record<string, unknown>;
}

const usage = { requests: 1, prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 };

beforeAll(async () => {
  traces = createTraceServer(stage.server);
  const call = (id: string, change: object) => ({
    project_id: PROJECT,
    id,
    trace_id: 'trace',
    op_name: id.split(' ')[0],
    started_at: '2026-01-01T00:00:00Z',
    ended_at: '2026-01-01T00:00:01Z',
    attributes: {},
    inputs: {},
    summary: { usage: { 'gpt-4o': usage } },
    thread_id: 'thread',
    ...change,
  });
  // As Weave's clients send it: what the call below used is among what the one above did.
  const batch = [
    call('llm 1', { parent_id: 'turn 1', turn_id: 'turn 1' }),
    call('turn 1', { turn_id: 'turn 1' }),
    call('turn 2', {
      turn_id: 'turn 2',
      trace_id: 'other',
      summary: {},
      started_at: '2026-01-01T01:00:00Z',
      ended_at: '2026-01-01T01:00:03Z',
      exception: 'it failed',
    }),
  ];
  const sent = await traces.post(`/v2/${PROJECT}/calls/complete`, { batch });
  expect(sent.status).toBe(200);
});

describe('figures of a project', () => {
  it('threads have turns and how long those took', async () => {
    const threads = await traces.lines('/threads/stream_query', { project_id: PROJECT });
    expect(threads).toMatchObject([
      {
        thread_id: 'thread',
        turn_count: 2,
        first_turn_id: 'turn 1',
        last_turn_id: 'turn 2',
        start_time: '2026-01-01T00:00:00.000000Z',
        last_updated: '2026-01-01T01:00:03.000000Z',
        p50_turn_duration_ms: 2000,
      },
    ]);
  });

  it('tokens are counted once, with all calls below', async () => {
    const found = await ask('/calls/usage', { call_ids: ['turn 1'], include_costs: true });
    expect(found).toMatchObject({
      call_usage: {
        'turn 1': { 'gpt-4o': { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 } },
      },
      unfinished_call_ids: [],
    });
    const trace = await ask('/trace/usage', { filter: { trace_ids: ['trace'] } });
    expect(trace['call_usage']).toMatchObject({
      'turn 1': { 'gpt-4o': { total_tokens: 15 } },
      'llm 1': { 'gpt-4o': { total_tokens: 15 } },
    });
  });

  it('calls over time have latencies, errors and tokens', async () => {
    const stats = await ask('/calls/stats', {
      start: '2026-01-01T00:00:00Z',
      end: '2026-01-01T02:00:00Z',
      granularity: 3600,
      call_metrics: [
        { metric: 'call_count', aggregations: ['sum'] },
        { metric: 'error_count', aggregations: ['sum'] },
        { metric: 'latency_ms', aggregations: ['avg', 'max'], percentiles: [50] },
      ],
      usage_metrics: [{ metric: 'total_tokens', aggregations: ['sum'] }],
    });
    expect(stats).toMatchObject({
      granularity: 3600,
      call_buckets: [
        { timestamp: '2026-01-01T00:00:00.000000Z', sum_call_count: 2, avg_latency_ms: 1000 },
        { timestamp: '2026-01-01T01:00:00.000000Z', sum_error_count: 1, p50_latency_ms: 3000 },
      ],
      usage_buckets: [{ model: 'gpt-4o', sum_total_tokens: 15 }],
    });
  });

  it('costs follow the price that counted when a call began', async () => {
    const price = (prompt: number, date: string) => ({
      prompt_token_cost: prompt,
      completion_token_cost: 0,
      effective_date: date,
    });
    const first = await ask('/cost/create', { costs: { 'gpt-4o': price(1, '2025-12-01') } });
    await ask('/cost/create', { costs: { 'gpt-4o': price(9, '2026-06-01T00:00:00Z') } });
    const cost = async () => {
      const { call } = await ask('/call/read', { id: 'llm 1', include_costs: true });
      return call as { summary: { weave: { costs: Record<string, Record<string, unknown>> } } };
    };
    const { summary } = await cost();
    expect(summary.weave.costs['gpt-4o']).toMatchObject({
      prompt_tokens_total_cost: 10,
      pricing_level: 'project',
      effective_date: '2025-12-01T00:00:00.000000Z',
    });
    const [[id]] = first['ids'] as [[string]];
    const byId = { $expr: { $eq: [{ $getField: 'id' }, { $literal: id }] } };
    await ask('/cost/purge', { query: byId });
    const afterwards = await cost();
    expect(afterwards.summary.weave.costs['gpt-4o']).toMatchObject({
      prompt_tokens_total_cost: 10 * 2.5e-6,
      pricing_level: 'default',
    });
    const unknown = { $expr: { $eq: [{ $getField: 'no_field' }, { $literal: 1 }] } };
    expect((await traces.post('/cost/query', { project_id: PROJECT, query: unknown })).status).toBe(
      400,
    );
  });

  it('payloads of feedback have a schema and figures', async () => {
    const item = (ok: boolean, score: number) => ({
      project_id: PROJECT,
      weave_ref: `weave:///${PROJECT}/call/llm 1`,
      feedback_type: 'wandb.runnable.match',
      runnable_ref: `weave:///${PROJECT}/op/match:1`,
      payload: { output: { ok, score } },
    });
    const batch = [item(true, 1), item(false, 4)];
    const sent = await traces.post('/feedback/batch/create', { batch });
    expect(sent.status).toBe(200);
    const start = new Date(Date.now() - 60_000).toISOString();
    const end = new Date(Date.now() + 60_000).toISOString();
    const schema = await ask('/feedback/payload_schema', { start, end });
    expect(schema).toEqual({
      paths: [
        { json_path: 'output.ok', value_type: 'boolean' },
        { json_path: 'output.score', value_type: 'numeric' },
      ],
    });
    const metrics = [
      { json_path: 'output.score', aggregations: ['avg', 'max'] },
      { json_path: 'output.ok', aggregations: ['count_true'] },
    ];
    const stats = await ask('/feedback/stats', { start, end, granularity: 3600, metrics });
    expect(stats).toMatchObject({
      window_stats: { 'output.score': { avg: 2.5, max: 4 }, 'output.ok': { count_true: 1 } },
      buckets: [{ count: 2, 'avg_output.score': 2.5 }],
    });
  });

  it('storage is told', async () => {
    await ask('/obj/create', { obj: { project_id: PROJECT, object_id: 'o', val: 'four' } });
    expect(await ask('/project/stats', {})).toMatchObject({
      objects_storage_size_bytes: 6,
      trace_storage_size_bytes: expect.any(Number),
    });
    const [call] = await traces.lines('/calls/stream_query', {
      project_id: PROJECT,
      filter: { call_ids: ['turn 1'] },
      include_storage_size: true,
      include_total_storage_size: true,
      include_usernames: true,
    });
    expect(call).toMatchObject({ wb_username: 'admin', storage_size_bytes: expect.any(Number) });
  });

  it('ratings of scorers are summed up, annotations are held to their field', async () => {
    const monitored = (agent: string, tone: number) => ({
      project_id: PROJECT,
      weave_ref: `weave:///${PROJECT}/agent_turn/t1`,
      feedback_type: 'wandb.agent_monitor',
      payload: {},
      runnable_ref: `weave:///${PROJECT}/op/tone:1`,
      scorer_ratings: { tone },
      scorer_tags: ['checked'],
      span_agent_name: agent,
    });
    const batch = [monitored('ada', 0.5), monitored('ada', 0.25), monitored('bob', 1)];
    expect((await traces.post('/feedback/batch/create', { batch })).status).toBe(200);
    const range = { after_ms: Date.now() - 60_000, before_ms: Date.now() + 60_000 };
    const asked = { ...range, group_by: ['span_agent_name'], span_types: ['agent_turn'] };
    expect(await ask('/feedback/aggregate', asked)).toEqual({
      ...range,
      time_bucket_seconds: null,
      buckets: [
        {
          group: { span_agent_name: 'ada' },
          rating_counts: { tone: 2 },
          rating_sums: { tone: 0.75 },
          scored_count: 2,
          tag_counts: { checked: 2 },
          time_bucket_start_ms: null,
          total_count: 2,
        },
        expect.objectContaining({ group: { span_agent_name: 'bob' }, rating_sums: { tone: 1 } }),
      ],
    });
    const backwards = { project_id: PROJECT, after_ms: 2, before_ms: 1 };
    expect((await traces.post('/feedback/aggregate', backwards)).status).toBe(400);

    const val = {
      _type: 'AnnotationSpec',
      name: 'Stars',
      field_schema: { type: 'integer', minimum: 1, maximum: 5 },
      _class_name: 'AnnotationSpec',
      _bases: ['BaseObject', 'BaseModel'],
    };
    const { digest } = await ask('/obj/create', {
      obj: { project_id: PROJECT, object_id: 'Stars', val },
    });
    const annotate = (value: unknown) =>
      traces.post('/feedback/create', {
        project_id: PROJECT,
        weave_ref: `weave:///${PROJECT}/call/llm 1`,
        feedback_type: 'wandb.annotation.Stars',
        annotation_ref: `weave:///${PROJECT}/object/Stars:${digest}`,
        payload: { value },
      });
    expect((await annotate(5)).status).toBe(200);
    const refused = await annotate(6);
    expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('must be <= 5')]);
  });

  it('calls are found and sorted by tokens and cost', async () => {
    const costly = { $gt: [{ $getField: 'summary.weave.total_cost' }, { $literal: 0 }] };
    const found = await traces.lines('/calls/stream_query', {
      project_id: PROJECT,
      query: { $expr: costly },
      sort_by: [{ field: 'summary.weave.total_tokens', direction: 'desc' }],
      limit: 10,
    });
    expect(found.map(({ id }) => id)).toEqual(['llm 1', 'turn 1']);
  });
});
