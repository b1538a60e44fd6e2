import type { EvaluationRunInput, EvaluationRunView } from '@runloom/model';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  type ChatProviders,
  startChatProviders,
} from '../../../../../tests/support/chat-providers.ts';
import { ADMIN_KEY, openRoom, type Room } from './room.testing.ts';

const PATH = '/projects/admin/judged';
const ROWS = [
  { question: 'good 0', expected: 'You said: good 0' },
  { question: 'good 1', expected: 'You said: good 1' },
  { question: 'bad 2', expected: 'You said: bad 2' },
  { question: 'bad 3', expected: 'something else' },
];

let room: Room;
let providers: ChatProviders;

const send = async (method: string, path: string, body?: unknown) => {
  const answer = await room.admin(method, path, body);
  expect(answer.status, answer.text).toBeLessThan(300);
  return answer.json;
};

beforeAll(async () => {
  providers = await startChatProviders();
  room = await openRoom({ outboundAllowedHosts: ['127.0.0.1'] });
  await send('PUT', PATH, {});
  await send('PUT', '/entities/admin/model-providers/near', {
    interface: 'openai',
    baseUrl: `${providers.url}/v1`,
    models: ['echo'],
  });
  const imported = await fetch(`${room.url}/api/v1${PATH}/datasets/quiz/import?format=jsonl`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${ADMIN_KEY}`, 'Content-Type': 'text/plain' },
    body: ROWS.map((row) => JSON.stringify(row)).join('\n'),
  });
  expect(imported.status, await imported.text()).toBe(200);
  await send('POST', `${PATH}/prompts/ask/versions`, {
    kind: 'MessagesPrompt',
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: '{question}' },
    ],
  });
}, 60_000);
afterAll(async () => {
  await room.close();
  await providers.close();
});

const prompted = (model: string) => ({
  kind: 'prompt' as const,
  prompt: { name: 'ask' },
  provider: 'near',
  model,
  parameters: {},
});

const start = async (
  input: Partial<EvaluationRunInput> & { readonly model?: string },
): Promise<readonly EvaluationRunView[]> => {
  const { model = 'echo', ...rest } = input;
  const body = { dataset: { name: 'quiz' }, models: [prompted(model)], ...rest };
  return (await send('POST', `${PATH}/evaluation-runs`, body)).runs;
};

const runs = async (): Promise<readonly EvaluationRunView[]> =>
  (await send('GET', `${PATH}/evaluation-runs`)).runs;

const ended = (id: number | undefined): Promise<EvaluationRunView> =>
  vi.waitFor(
    async () => {
      const found = (await runs()).find((run) => run.id === id);
      if (found === undefined || found.endedAt === null) throw new Error('It goes on.');
      return found;
    },
    { timeout: 20_000, interval: 50 },
  );

/** Starts one, and answers it once it is over. */
const finish = async (input: Parameters<typeof start>[0]): Promise<EvaluationRunView> =>
  ended((await start(input))[0]?.id);

const evaluation = ({ evaluation: id }: EvaluationRunView) =>
  send('GET', `${PATH}/evaluations/${id}`);

describe('an evaluation from the page', () => {
  it('is estimated before anything is asked', async () => {
    const asked = providers.heard.length;
    const estimate = await send('POST', `${PATH}/evaluation-runs/estimate`, {
      dataset: { name: 'quiz' },
      models: [prompted('gpt-4o-mini'), prompted('echo')],
      trials: 3,
      scorers: [
        {
          kind: 'judge',
          name: 'fair',
          provider: 'near',
          model: 'judge',
          prompt: 'Is {output} fair?',
          answer: { kind: 'passed' },
        },
      ],
    });
    expect(estimate).toMatchObject({ rows: 4, trials: 3, calls: 48, missingVariables: [] });
    expect(estimate.asks.map((ask: { purpose: string }) => ask.purpose)).toEqual([
      'answer',
      'judge',
      'answer',
      'judge',
    ]);
    expect(estimate.asks[0].cost).toBeGreaterThan(0);
    expect(estimate.asks[2].cost).toBeNull();
    expect(providers.heard.length).toBe(asked);
  });

  it('asks every row of every trial once, scores it, and stands among the evaluations', async () => {
    const before = providers.heard.length;
    const run = await finish({
      name: 'First try',
      trials: 2,
      scorers: [
        { kind: 'exact', name: 'exact', expected: { from: 'input', path: 'expected' } },
        { kind: 'contains', name: 'has_good', expected: { from: 'text', text: 'GOOD' } },
        { kind: 'length', name: 'short', max: 20 },
        {
          kind: 'expression',
          name: 'odd',
          expression: 'output contains "1" or inputs.question contains "3"',
        },
        {
          kind: 'judge',
          name: 'fair',
          provider: 'near',
          model: 'judge',
          prompt: 'Is this fair? {output} for {question}',
          answer: { kind: 'score', min: 1, max: 5 },
        },
      ],
    });
    expect(run).toMatchObject({ state: 'done', total: 8, done: 8, failed: 0 });
    // Eight answers and eight verdicts.
    expect(providers.heard.length - before).toBe(16);
    const found = await evaluation(run);
    expect(found).toMatchObject({
      name: 'First try',
      status: 'complete',
      exampleCount: 4,
      trialCount: 8,
      errorCount: 0,
      expectedCount: 8,
      dataset: { name: 'quiz' },
      // Eight of the model.
      tokens: 27 * 8,
    });
    const byKey = new Map(
      found.scores.map((score: { key: string; mean: number }) => [score.key, score.mean]),
    );
    expect(Object.fromEntries(byKey)).toEqual({
      exact: 0.75,
      has_good: 0.5,
      'short.length': expect.closeTo(15.5),
      'short.within': 1,
      odd: 0.5,
      'fair.score': 3,
    });
    expect(found.scorers.map(({ name }: { name: string }) => name)).toEqual([
      'exact',
      'has_good',
      'short',
      'odd',
      'fair',
    ]);
  });

  it('is written as Weave’s clients write one', async () => {
    const [run] = await runs();
    const root = await send('GET', `${PATH}/calls/${run?.evaluation}`);
    expect(root.output).toMatchObject({
      exact: { true_count: 6, true_fraction: 0.75 },
      short: { length: { mean: 15.5 }, within: { true_count: 8, true_fraction: 1 } },
      fair: { score: { mean: 3 } },
      model_latency: { mean: expect.any(Number) },
    });
    const query = (filter: object) =>
      room.call('POST', '/traces/calls/stream_query', {
        key: ADMIN_KEY,
        body: { project_id: 'admin/judged', filter, include_feedback: true },
      });
    const lines = async (filter: object) =>
      (await query(filter)).text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line));
    const ref = 'weave:///admin/judged';
    const [evaluate] = await lines({ op_names: [`${ref}/op/Evaluation.evaluate:*`] });
    expect(evaluate.inputs).toEqual({
      self: expect.stringMatching(/^weave:\/\/\/admin\/judged\/object\/quiz-evaluation:/),
      model: expect.stringMatching(/^weave:\/\/\/admin\/judged\/object\/ask-echo:/),
    });
    const attempts = await lines({ parent_ids: [evaluate.id] });
    expect(attempts).toHaveLength(9);
    const [attempt] = attempts.filter((one) => one.op_name.includes('predict_and_score'));
    expect(attempt.inputs.example).toMatch(/\/object\/quiz:\w+\/attr\/rows\/id\/\w+$/);
    expect(Object.keys(attempt.output)).toEqual(['output', 'scores', 'model_latency']);
    const parts = await lines({ parent_ids: [attempt.id] });
    const predict = parts.find((one) => one.op_name.includes('.predict:'));
    expect(predict.inputs).toEqual({
      self: evaluate.inputs.model,
      question: `${attempt.inputs.example}/key/question`,
    });
    const [score] = parts.filter((one) => one.op_name.includes('/op/exact.score:'));
    expect(score).toMatchObject({ attributes: { weave: { kind: 'scorer' } } });
    expect(predict.summary.weave.feedback).toContainEqual(
      expect.objectContaining({
        feedback_type: 'wandb.runnable.exact',
        payload: { output: score.output },
        runnable_ref: score.inputs.self,
        call_ref: `${ref}/call/${score.id}`,
      }),
    );
  });

  it('waits as long as a provider says, and asks again', async () => {
    const run = await finish({ model: 'busy', attempts: 1 });
    expect(run).toMatchObject({ state: 'done', done: 4, failed: 0 });
  });

  it.each([
    ['broken', 'provider error', 2],
    ['garbage', 'not understood', 2],
    ['cut', 'cut off', 2],
    ['missing', 'refused', 1],
    ['silent', 'timed out', 2],
  ])('says of each example why %s gave no answer', async (model, failure, tries) => {
    const before = providers.heard.length;
    const run = await finish({ model, attempts: 2, timeoutSeconds: 1, limit: 1 });
    expect(run).toMatchObject({ state: 'done', total: 1, done: 1, failed: 1 });
    expect(providers.heard.length - before).toBe(tries);
    const { trials } = await send('GET', `${PATH}/evaluation-runs/${run.id}/trials`);
    expect(trials).toMatchObject([{ row: 0, state: 'failed', failure }]);
    expect(await evaluation(run)).toMatchObject({ errorCount: 1, exampleCount: 1 });
    const { digests } = await send('POST', `${PATH}/evaluations/examples`, {
      ids: [run.evaluation],
    });
    const detail = await send('POST', `${PATH}/evaluations/example`, {
      ids: [run.evaluation],
      digest: digests[0],
    });
    expect(detail.evaluations[0].trials[0].error).toContain(`Model ${failure}`);
  });

  it('can be stopped; what is there is summed up, and is partial', async () => {
    const [run] = await start({ model: 'silent', timeoutSeconds: 60 });
    await vi.waitFor(async () => {
      const { trials } = await send('GET', `${PATH}/evaluation-runs/${run?.id}/trials`);
      expect(trials.map(({ state }: { state: string }) => state)).toEqual(Array(4).fill('asking'));
    });
    await send('POST', `${PATH}/evaluation-runs/${run?.id}/stop`);
    const stopped = await ended(run?.id);
    expect(stopped).toMatchObject({ state: 'stopped', done: 0 });
    expect(await evaluation(stopped)).toMatchObject({ status: 'partial', trialCount: 0 });
  });

  it('is refused with what is wrong', async () => {
    const refused = async (input: object): Promise<string> => {
      const body = { dataset: { name: 'quiz' }, models: [prompted('echo')], ...input };
      const answer = await room.admin('POST', `${PATH}/evaluation-runs`, body);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      return answer.json.error.message;
    };
    expect(await refused({ dataset: { name: 'none' } })).toContain('none');
    expect(await refused({ scorers: [{ kind: 'pattern', name: 'p', pattern: '(' }] })).toContain(
      'The scorer p can’t be used'.replace('’', "'"),
    );
    const same = { kind: 'json', name: 'same' };
    expect(await refused({ scorers: [same, same] })).toContain('Two scorers are called same');
    const key = await room.user('stranger');
    const answer = await room.call('POST', `/api/v1${PATH}/evaluation-runs`, {
      key,
      body: { dataset: { name: 'quiz' }, models: [prompted('echo')] },
    });
    expect(answer.status).toBe(404);
  });
});
