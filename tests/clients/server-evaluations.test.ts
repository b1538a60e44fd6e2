import { EvaluationRunList } from '@runloom/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChatProviders, startChatProviders } from '../support/chat-providers.ts';
import { type ClientMachine, createClientMachine } from '../support/clients.ts';
import { TestServer } from '../support/server.ts';
import { waitFor } from '../support/waiting.ts';
import { weaveEnvironment } from '../support/weave.ts';

const PATH = '/projects/admin/judged';
let server: TestServer;
let machine: ClientMachine;
let providers: ChatProviders;
let figures: Figures;

/** What the script prints. */
interface Figures {
  readonly dataset: readonly unknown[];
  readonly trials: number;
  readonly attempts: number;
  /** By scorer: what the evaluation says, and what the client makes of its scores. */
  readonly output: Readonly<Record<string, unknown>>;
  readonly summaries: Readonly<Record<string, unknown>>;
  readonly judge: unknown;
  readonly leader: unknown;
}

async function send(method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${server.adminKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  expect(response.status, text).toBeLessThan(300);
  return JSON.parse(text);
}

beforeAll(async () => {
  providers = await startChatProviders();
  server = await TestServer.start({ env: { RUNLOOM_OUTBOUND_ALLOWED_HOSTS: '127.0.0.1' } });
  machine = await createClientMachine(server);
  await send('PUT', PATH, {});
  await send('PUT', '/entities/admin/model-providers/near', {
    interface: 'openai',
    baseUrl: `${providers.url}/v1`,
  });
  const rows = ['good', 'bad', 'good too'].map((question, at) => ({
    question,
    expected: at === 1 ? 'no' : `You said: ${question}`,
  }));
  await send(
    'POST',
    `${PATH}/datasets/quiz/import?format=jsonl`,
    rows.map((row) => JSON.stringify(row)).join('\n'),
  );
  await send('POST', `${PATH}/prompts/ask/versions`, {
    kind: 'MessagesPrompt',
    messages: [{ role: 'user', content: '{question}' }],
  });
  await send('POST', `${PATH}/evaluation-runs`, {
    dataset: { name: 'quiz' },
    models: [
      { kind: 'prompt', prompt: { name: 'ask' }, provider: 'near', model: 'echo', parameters: {} },
    ],
    trials: 2,
    scorers: [
      { kind: 'exact', name: 'exact', expected: { from: 'input', path: 'expected' } },
      { kind: 'length', name: 'long', max: 14 },
      {
        kind: 'judge',
        name: 'fair',
        provider: 'near',
        model: 'judge',
        prompt: 'Is {output} fair?',
        answer: { kind: 'score', min: 1, max: 5 },
      },
    ],
  });
  await waitFor(
    async () => {
      const { runs } = EvaluationRunList.parse(await send('GET', `${PATH}/evaluation-runs`));
      return runs.every(({ endedAt }) => endedAt !== null);
    },
    { until: 'the evaluation is over' },
  );
  const { output } = await machine.run('server_evaluation.py', {
    args: ['admin/judged'],
    env: weaveEnvironment(machine),
  });
  const [, printed] = /^FIGURES (.*)$/m.exec(output) ?? [];
  if (printed === undefined) throw new Error(output);
  figures = JSON.parse(printed) as Figures;
}, 120_000);
afterAll(async () => {
  await machine?.dispose();
  await server?.dispose();
  await providers?.close();
});

describe('an evaluation that the server carried out, read by the Python client', () => {
  it('is an evaluation of a dataset with its trials', () => {
    expect(figures).toMatchObject({ trials: 2, attempts: 6 });
    expect(figures.dataset).toHaveLength(3);
  });

  it('has the summary that the client itself would make of its scores', () => {
    for (const name of ['exact', 'long', 'fair']) {
      expect(figures.output[name]).toEqual(figures.summaries[name]);
    }
    expect(figures.output['exact']).toEqual({ true_count: 4, true_fraction: 4 / 6 });
  });

  it('has a judge that is a class of the client’s own', () => {
    expect(figures.judge).toEqual({
      class: 'LLMAsAJudgeScorer',
      prompt: 'Is {output} fair?',
      model: 'near/judge',
    });
  });

  it('stands in the client’s leaderboards', () => {
    expect(figures.leader).toEqual([
      { model: expect.stringContaining('object/ask-echo:'), value: 4 / 6 },
    ]);
  });
});
