import { EvaluationRunList, type EvaluationRunView, EvaluationView } from '@runloom/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApi } from '../support/api.ts';
import { type ChatProviders, startChatProviders } from '../support/chat-providers.ts';
import { TestServer } from '../support/server.ts';
import { waitFor } from '../support/waiting.ts';

const PROJECT = '/projects/admin/killed';
const ROWS = 60;
const AT_ONCE = 4;
const KILLS = 2;

let server: TestServer;
let providers: ChatProviders;

beforeEach(async () => {
  providers = await startChatProviders();
  server = await TestServer.start({ env: { RUNLOOM_OUTBOUND_ALLOWED_HOSTS: '127.0.0.1' } });
});
afterEach(async () => {
  await server.dispose();
  await providers.close();
});

const send = async (method: string, path: string, body?: unknown): Promise<unknown> => {
  const answer = await createApi(server.url, server.adminKey).send(method, `/api/v1${path}`, body);
  expect(answer.status, answer.text).toBeLessThan(300);
  return JSON.parse(answer.text);
};

async function prepare(): Promise<void> {
  await send('PUT', PROJECT, {});
  await send('PUT', '/entities/admin/model-providers/near', {
    interface: 'openai',
    baseUrl: `${providers.url}/v1`,
  });
  const rows = Array.from({ length: ROWS }, (_, row) => JSON.stringify({ question: `q${row}.` }));
  const imported = await fetch(`${server.url}/api/v1${PROJECT}/datasets/quiz/import?format=jsonl`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${server.adminKey}`, 'Content-Type': 'text/plain' },
    body: rows.join('\n'),
  });
  expect(imported.status).toBe(200);
  await send('POST', `${PROJECT}/prompts/ask/versions`, {
    kind: 'StringPrompt',
    content: '{question}',
  });
}

const runOf = async (): Promise<EvaluationRunView> => {
  const [run] = EvaluationRunList.parse(await send('GET', `${PROJECT}/evaluation-runs`)).runs;
  if (run === undefined) throw new Error('There is no run.');
  return run;
};

describe('a server killed with SIGKILL while it evaluates', () => {
  it('goes on where it was, and asks for nothing again that was stored', async () => {
    await prepare();
    await send('POST', `${PROJECT}/evaluation-runs`, {
      dataset: { name: 'quiz' },
      models: [
        {
          kind: 'prompt',
          prompt: { name: 'ask' },
          provider: 'near',
          model: 'slow',
          parameters: {},
        },
      ],
      scorers: [{ kind: 'contains', name: 'said', expected: { from: 'input', path: 'question' } }],
      atOnce: AT_ONCE,
    });
    for (let kill = 1; kill <= KILLS; kill += 1) {
      await waitFor(async () => (await runOf()).done >= (kill * ROWS) / (KILLS + 1), {
        until: 'a third of the examples is done',
        timeoutMs: 60_000,
      });
      await server.killTree();
      await server.start();
      await server.ready();
    }
    await waitFor(async () => (await runOf()).endedAt !== null, {
      until: 'the evaluation is over',
      timeoutMs: 90_000,
    });
    const run = await runOf();
    expect(run).toMatchObject({ state: 'done', done: ROWS, failed: 0 });
    const evaluation = EvaluationView.parse(
      await send('GET', `${PROJECT}/evaluations/${run.evaluation}`),
    );
    expect(evaluation).toMatchObject({ status: 'complete', trialCount: ROWS });
    expect(evaluation.scores).toMatchObject([{ key: 'said', mean: 1, count: ROWS }]);
    const asked = providers.heard.map(({ body }) => String(body.messages.at(-1).content));
    expect(new Set(asked).size).toBe(ROWS);
    // Only what was on its way when the server was killed.
    expect(asked.length).toBeLessThanOrEqual(ROWS + KILLS * AT_ONCE);
  }, 240_000);
});
