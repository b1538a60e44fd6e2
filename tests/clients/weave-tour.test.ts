import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { setStage } from '../support/stage.ts';
import { createTraceServer, weaveEnvironment } from '../support/weave.ts';

const stage = setStage();

function readTour({ code, output }: { code: number | null; output: string }): unknown {
  expect(code, output).toBe(0);
  return JSON.parse(/^TOUR (.*)$/m.exec(output)?.[1] ?? 'null');
}

describe('a script written from the public documentation of Weave', () => {
  it('for Python runs from logging to leaderboards without a change', async () => {
    const env = weaveEnvironment(stage.machine);
    const outcome = await stage.machine.run('weave_tour.py', { args: ['admin/python-tour'], env });
    expect(readTour(outcome)).toMatchObject({
      raised: 'bad 1',
      ops: [
        ...['add', 'add', 'add', 'answer', 'answer', 'chain', 'chain', 'count', 'fails', 'later'],
        ...['moment', 'outer', 'picture'],
      ],
      count: 13,
      add: {
        inputs: { a: 1, b: 2 },
        output: { sum: 3, flag: true, nothing: null },
      },
      'float stays a float': true,
      nested: true,
      children: ['add'],
      later: 42,
      exception: 'bad 1',
      status: 'error',
      attributes: { env: 'production', nested: { team: 'looms' } },
      answers: ['an answer', 'an answer'],
      usage: { requests: 1, prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
      turns: [true, true],
      picture: [8, 6],
      moment: '2026-01-02T03:04:05+00:00',
      filtered: 1,
      'by input': [5, 3],
      contains: 2,
      roots: 10,
      limited: 3,
      renamed: 'renamed',
      'name taken away': null,
      'after deletion': 12,
      feedback: ['correctness', 'wandb.note.1', 'wandb.reaction.1'],
      note: 'well done',
      'feedback left': 2,
      'all feedback': 2,
      notes: 1,
      costs: [0.5],
      'cost of a call': [0.000025, 0.000025],
      rows: [
        { q: 'a', e: 1 },
        { q: 'b', e: 2 },
        { q: 'c', e: 3 },
      ],
      length: 3,
      prompt: 'hello you',
      messages: [{ role: 'system', content: 'be kind' }],
      settings: { some: { value: [1, 2.5, 'three'] } },
      latest: 4,
      first: 3,
      large: [2500, 2499],
      'op code': true,
      evaluation: {
        match: { ok: { true_count: 1 }, score: { mean: 2 } },
        Length: { true_count: 3, true_fraction: 1 },
      },
      evaluations: [
        ['success', ['Length', 'match', 'model_latency']],
        ['success', ['correct', 'half', 'output']],
      ],
      scores: ['wandb.runnable.Length', 'wandb.runnable.match'],
      'scored by': 3,
      expanded: [2],
      leaderboard: 'match',
      tags: ['kept'],
      alias: true,
    });
    expect(outcome.output).not.toMatch(/Traceback|Task failed|Retrying/);
    expect(outcome.output).toContain('"big": 1180591620717411303424');
  });

  it('leaves evaluations that are compared row by row', async () => {
    const traces = createTraceServer(stage.server);
    const project = 'admin/python-tour';
    const evaluations = await traces.lines('/calls/stream_query', {
      project_id: project,
      filter: { op_names: [`weave:///${project}/op/Evaluation.evaluate:*`] },
    });
    const [declared, logged] = evaluations.map((call) => String(call['id']));
    const answer = await traces.post(`/v2/${project}/eval_results/query`, {
      evaluation_call_ids: [declared, logged],
      include_summary: true,
      resolve_row_refs: true,
      sort_by: [{ field: 'scores.match.score', direction: 'desc' }],
    });
    const { rows, summary, total_rows } = JSON.parse(answer.text);
    expect(total_rows).toBe(5);
    expect(rows[0].raw_data_row).toEqual({ q: 'c', e: 3 });
    expect(rows[0].evaluations[0].trials).toMatchObject([
      {
        model_output: 'cc',
        scores: { match: { ok: false, score: 3 }, Length: true },
        predict_call_id: expect.any(String),
        scorer_call_ids: { match: expect.any(String), Length: expect.any(String) },
        model_latency_seconds: expect.any(Number),
      },
    ]);
    expect(summary.evaluations).toMatchObject([
      {
        evaluation_call_id: declared,
        trial_count: 3,
        scorer_stats: expect.arrayContaining([
          expect.objectContaining({
            scorer_key: 'match',
            path: 'ok',
            value_type: 'binary',
            pass_true_count: 1,
            pass_known_count: 3,
          }),
          expect.objectContaining({ scorer_key: 'match', path: 'score', numeric_mean: 2 }),
        ]),
      },
      { evaluation_call_id: logged, display_name: 'ilog', trial_count: 2 },
    ]);
  });

  it('for TypeScript runs from logging to evaluations without a change', async () => {
    const { server, machine } = stage;
    const env = { ...weaveEnvironment(machine), WF_TRACE_SERVER_URL: `${server.url}/traces` };
    const outcome = await machine.runNode('weave_tour.mjs', { args: ['admin/js-tour'], env });
    expect(readTour(outcome)).toMatchObject({
      raised: 'bad',
      dataset: 'js-ds',
      rows: [
        { id: 'a', value: 2 },
        { id: 'b', value: 3.5 },
      ],
      prompt: 'hello {x}',
      add: { inputs: { arg0: 1, arg1: 2 }, output: { sum: 3, text: 'ü 😀', nothing: null } },
      nested: true,
      exception: 'bad',
      status: 'error',
      numbers: true,
      attributes: 'production',
      usage: { 'gpt-4o': { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 } },
      costs: 0.000025,
      picture: 'PIL.Image.Image',
      renamed: 'renamed',
    });
  });

  it('for TypeScript speaks to the root of the server as well', async () => {
    const { server, machine } = stage;
    const env = { ...weaveEnvironment(machine), WF_TRACE_SERVER_URL: server.url };
    const outcome = await machine.runNode('weave_tour.mjs', { args: ['admin/js-root'], env });
    expect(readTour(outcome)).toMatchObject({ raised: 'bad', nested: true });
  });
});

describe('calls inside of a training run', () => {
  it('carry the run and its step, and are found by it', async () => {
    const env = weaveEnvironment(stage.machine);
    const outcome = await stage.machine.run('weave_in_run.py', { args: ['admin/both'], env });
    const run = 'admin/both/trained';
    expect(readTour(outcome)).toEqual([
      [0, run, 1],
      [1, run, 2],
      [2, run, 3],
    ]);
    expect(await stage.api.run({ entity: 'admin', project: 'both', run: 'trained' })).toMatchObject(
      {
        state: 'finished',
        historyLineCount: 3,
      },
    );
  });
});

describe('digests', () => {
  it('are those that the client takes by itself, refs and all', async () => {
    const env = {
      ...weaveEnvironment(stage.machine),
      WEAVE_ENABLE_CLIENT_SIDE_DIGESTS: 'true',
    };
    const args = ['admin/own-digests'];
    const found = readTour(await stage.machine.run('weave_digests.py', { args, env })) as {
      own: string[];
      told: string[];
      file: string;
    };
    expect(found.own).toEqual(found.told);
    const bytes = createHash('sha256').update('some text').digest('base64url');
    expect(found.file).toBe(bytes.replaceAll('-', 'X').replaceAll('_', 'Y'));
  });
});
