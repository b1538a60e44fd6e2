import { beforeAll, describe, expect, it } from 'vitest';
import { setStage } from '../support/stage.ts';
import { createTraceServer, type TraceServer } from '../support/weave.ts';

const stage = setStage();
const PROJECT = 'admin/typed';
const V2 = `/v2/${PROJECT}`;

let traces: TraceServer;
beforeAll(async () => {
  traces = createTraceServer(stage.server);
  // The npm client asks nobody to make a project either.
  await traces.post('/obj/create', { obj: { project_id: PROJECT, object_id: 'first', val: 1 } });
});

/** The JSON of an answer that has to be a success. */
async function ask(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const { status, text } = await traces.send(method, path, body);
  expect([path, status, text.slice(0, 300)]).toEqual([path, 200, expect.any(String)]);
  return JSON.parse(text) as Record<string, unknown>;
}

async function list(path: string): Promise<Record<string, unknown>[]> {
  const { status, text } = await traces.send('GET', path);
  expect(status, text).toBe(200);
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

describe('objects with addresses of their own', () => {
  it('are made, read, listed and deleted', async () => {
    const op = await ask('POST', `${V2}/ops`, { name: 'my op', source_code: 'def f(): pass' });
    expect(op).toMatchObject({ object_id: 'my-op', version_index: 0 });
    expect(await ask('GET', `${V2}/ops/my-op/versions/latest?object_id=my-op`)).toMatchObject({
      code: 'def f(): pass',
      digest: op['digest'],
    });
    const dataset = await traces.post(
      `${V2}/datasets`,
      '{"name":"rows","rows":[{"a":1.0},{"a":2}]}',
    );
    const { digest } = JSON.parse(dataset.text) as { digest: string };
    const read = await ask('GET', `${V2}/datasets/rows/versions/${digest}`);
    expect(read).toMatchObject({ name: 'rows', description: null });
    const table = String(read['rows']).split('/').at(-1);
    const rows = await traces.post('/table/query', { project_id: PROJECT, digest: table });
    expect(rows.text).toContain('{"a":1.0}');
    const scorer = await ask('POST', `${V2}/scorers`, { name: 'exact', op_source_code: 'x' });
    const model = await ask('POST', `${V2}/models`, {
      name: 'm',
      source_code: 'class M: ...',
      attributes: { temperature: 0.5 },
    });
    const evaluation = await ask('POST', `${V2}/evaluations`, {
      name: 'e',
      dataset: `weave:///${PROJECT}/object/rows:${digest}`,
      scorers: [scorer['scorer']],
    });
    expect(await list(`${V2}/scorers`)).toMatchObject([
      { name: 'exact', score_op: expect.stringMatching(/\/op\/exact\.score:/) },
    ]);
    expect(await list(`${V2}/models`)).toMatchObject([
      { name: 'm', source_code: 'class M: ...', attributes: { temperature: 0.5 } },
    ]);
    expect(await list(`${V2}/evaluations`)).toMatchObject([
      { name: 'e', trials: 1, scorers: [scorer['scorer']], digest: evaluation['digest'] },
    ]);
    expect(model['model_ref']).toBe(`weave:///${PROJECT}/object/m:${model['digest']}`);
    expect(await ask('DELETE', `${V2}/models/m`)).toEqual({ num_deleted: 1 });
    expect(await list(`${V2}/models`)).toEqual([]);
  });
});

describe('an evaluation that is logged piece by piece', () => {
  it('becomes calls like those of the clients', async () => {
    const refs = {
      evaluation: `weave:///${PROJECT}/object/e:1`,
      model: `weave:///${PROJECT}/object/m:2`,
    };
    const { evaluation_run_id: run } = await ask('POST', `${V2}/evaluation_runs`, refs);
    const { prediction_id: prediction } = await ask('POST', `${V2}/predictions`, {
      model: refs.model,
      inputs: { q: 'a' },
      output: 'aa',
      evaluation_run_id: run,
    });
    const { score_id: score } = await ask('POST', `${V2}/scores`, {
      prediction_id: prediction,
      scorer: `weave:///${PROJECT}/object/exact:3`,
      value: 0.5,
    });
    expect(await ask('GET', `${V2}/evaluation_runs/${run}`)).toMatchObject({
      ...refs,
      status: 'running',
      finished_at: null,
    });
    await ask('POST', `${V2}/predictions/${prediction}/finish`, {});
    await ask('POST', `${V2}/evaluation_runs/${run}/finish`, { summary: { exact: { mean: 0.5 } } });
    expect(await list(`${V2}/evaluation_runs`)).toMatchObject([
      { evaluation_run_id: run, status: 'success', summary: { exact: { mean: 0.5 } } },
    ]);
    expect(await list(`${V2}/predictions?evaluation_run_id=${run}`)).toMatchObject([
      { prediction_id: prediction, inputs: { q: 'a' }, output: 'aa', model: refs.model },
    ]);
    expect(await ask('GET', `${V2}/scores/${score}`)).toMatchObject({
      value: 0.5,
      evaluation_run_id: run,
    });
    const found = await traces.lines('/calls/stream_query', {
      project_id: PROJECT,
      filter: { trace_ids: [run] },
    });
    expect(found.map((call) => call['op_name']).sort()).toEqual([
      'Evaluation.evaluate',
      'Evaluation.predict_and_score',
      'exact.score',
      'm.predict',
    ]);
    const parent = found.find((call) => call['op_name'] === 'Evaluation.predict_and_score');
    expect(parent).toMatchObject({ output: { output: 'aa', scores: { exact: 0.5 } } });

    const results = await ask('POST', `${V2}/eval_results/query`, {
      evaluation_run_ids: [run],
      include_summary: true,
    });
    expect(results).toMatchObject({
      total_rows: 1,
      rows: [
        {
          evaluations: [
            {
              evaluation_call_id: run,
              trials: [
                {
                  model_output: 'aa',
                  scores: { exact: 0.5 },
                  predict_call_id: prediction,
                  scorer_call_ids: { exact: score },
                },
              ],
            },
          ],
        },
      ],
      summary: {
        row_count: 1,
        evaluations: [
          {
            evaluation_call_id: run,
            trial_count: 1,
            scorer_stats: [{ scorer_key: 'exact', value_type: 'continuous', numeric_mean: 0.5 }],
          },
        ],
      },
    });
    const gone = await ask('DELETE', `${V2}/evaluation_runs?evaluation_run_ids=${run}`);
    expect(gone).toEqual({ num_deleted: 4 });
  });
});

describe('a queue of calls for people to judge', () => {
  it('is made, filled, worked off and deleted', async () => {
    const start = (id: string) => ({
      start: {
        project_id: PROJECT,
        id,
        op_name: 'op',
        started_at: '2026-01-01T00:00:00Z',
        attributes: {},
        inputs: {},
      },
    });
    for (const id of ['judged 1', 'judged 2']) await ask('POST', '/call/start', start(id));
    const { id } = await ask('POST', '/annotation_queues', {
      project_id: PROJECT,
      name: 'to judge',
      scorer_refs: ['weave:///a/b/object/spec:1'],
    });
    const add = { project_id: PROJECT, display_fields: ['inputs.q'] };
    const call_ids = ['judged 1', 'judged 2', 'never'];
    const path = `/annotation_queues/${id}`;
    expect(await ask('POST', `${path}/items`, { ...add, call_ids })).toEqual({
      added_count: 2,
      duplicates: 0,
    });
    expect(await ask('POST', `${path}/items`, { ...add, call_ids: ['judged 1'] })).toEqual({
      added_count: 0,
      duplicates: 1,
    });
    const { items } = (await ask('POST', `${path}/items/query`, {
      project_id: PROJECT,
      include_position: true,
    })) as { items: { id: string; call_id: string }[] };
    expect(items).toMatchObject([
      { call_id: 'judged 1', annotation_state: 'unstarted', position_in_queue: 1 },
      { call_id: 'judged 2', call_trace_id: 'judged 2', position_in_queue: 2 },
    ]);
    await ask('POST', `${path}/items/${items[0]?.id}/progress`, {
      project_id: PROJECT,
      annotation_state: 'completed',
    });
    expect(
      await ask('POST', '/annotation_queues/stats', { project_id: PROJECT, queue_ids: [id] }),
    ).toEqual({ stats: [{ queue_id: id, total_items: 2, completed_items: 1 }] });
    await ask('PUT', path, { project_id: PROJECT, name: 'renamed' });
    const found = await traces.lines('/annotation_queues/query', { project_id: PROJECT });
    expect(found).toMatchObject([{ id, name: 'renamed', scorer_refs: [expect.any(String)] }]);
    await ask('DELETE', `${path}?project_id=${encodeURIComponent(PROJECT)}`);
    expect(await traces.lines('/annotation_queues/query', { project_id: PROJECT })).toEqual([]);
    const other = await traces.send('GET', `${path}?project_id=${encodeURIComponent(PROJECT)}`);
    expect(other.status).toBe(404);
  });
});
