import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Visitor } from '../support/browser.ts';
import { type ChatProviders, startChatProviders } from '../support/chat-providers.ts';
import { expectNoProblems, inTheDark } from '../support/looks.ts';
import { signIn } from '../support/signed-in.ts';
import { setStage } from '../support/stage.ts';
import { createTraceServer } from '../support/weave.ts';

const stage = setStage({ env: { RUNLOOM_OUTBOUND_ALLOWED_HOSTS: 'localhost' } });
const PROJECT = '/projects/admin/live';
const HOSTILE = '<img src=x onerror=alert(1)> “quoted” \u202e';
let providers: ChatProviders;
let visitor: Visitor;
let page: Page;

const open = (path: string) => page.goto(`${stage.server.url}/admin/live/weave/${path}`);
const send = async (method: string, path: string, body?: unknown): Promise<void> => {
  const answer = await stage.api.send(method, `/api/v1${path}`, body);
  expect(answer.status, answer.text).toBeLessThan(300);
};

let made = 0;
/** Calls of production that end now. */
async function produce(count: number, output: (at: number) => unknown): Promise<void> {
  const batch = Array.from({ length: count }, (_, at) => {
    made += 1;
    const now = Date.now() + 5;
    return {
      project_id: 'admin/live',
      id: `call-${made}`,
      trace_id: `trace-${made}`,
      op_name: 'answer',
      display_name: made % 7 === 0 ? HOSTILE : null,
      started_at: new Date(now - 4).toISOString(),
      ended_at: new Date(now).toISOString(),
      attributes: {},
      inputs: { question: HOSTILE },
      output: output(at),
      summary: {},
    };
  });
  await createTraceServer(stage.server).post('/v2/admin/live/calls/complete', { batch });
}

beforeAll(async () => {
  providers = await startChatProviders();
  await send('PUT', PROJECT, {});
  await send('PUT', '/entities/admin/model-providers/near', {
    interface: 'openai',
    baseUrl: `http://localhost:${providers.port}/v1`,
    models: ['judge', 'missing'],
  });
  visitor = await signIn(stage);
  page = visitor.page;
}, 60_000);
afterAll(async () => {
  await visitor?.close();
  await providers?.close();
});

describe.sequential('monitors', () => {
  it('say what they are for while there is none', async () => {
    await open('monitors');
    await page.getByText('No monitors yet').waitFor();
    await inTheDark(visitor, 'monitors-empty');
    await expectNoProblems(visitor);
  });

  it('are put together, and tried on recent calls', async () => {
    await produce(6, (at) => (at % 2 ? 'good' : 'poor'));
    await page.getByRole('link', { name: 'New monitor' }).click();
    await page.getByRole('button', { name: 'Start' }).click();
    await page
      .getByRole('alert')
      .getByText(/^name:/)
      .waitFor();
    await page.getByLabel('Name', { exact: true }).fill('quality');
    await page.getByLabel('Share of traces, percent').fill('100');
    await page.getByLabel('Filter', { exact: true }).fill('status = "success"');
    await page.getByRole('button', { name: 'Add a scorer' }).click();
    await page.getByRole('menuitem', { name: 'A model as judge' }).click();
    await page.getByLabel('Model', { exact: true }).fill('judge');
    await page.getByLabel('Prompt').fill('Is {output} fine?');
    await page.getByRole('button', { name: 'Add an alarm' }).click();
    await page.getByLabel('Threshold', { exact: true }).fill('0.8');
    await page.getByRole('button', { name: 'Try on recent calls' }).click();
    await page.getByText('6 calls of the last day are meant').waitFor();
    await page.getByText('It is good.').first().waitFor();
    await inTheDark(visitor, 'monitor-form');
    await expectNoProblems(visitor);
  });

  it('draw scores over time, and raise an alarm that is acknowledged', async () => {
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByRole('heading', { name: 'quality' }).waitFor();
    await page.getByText('No number was said of a call in this time.').waitFor();
    await produce(40, () => 'good');
    await page.getByRole('figure', { name: 'judge.passed over time' }).waitFor();
    await page.getByText('Watching', { exact: true }).waitFor();
    await produce(60, () => 'poor');
    await page.getByText('Alarm', { exact: true }).first().waitFor({ timeout: 20_000 });
    await inTheDark(visitor, 'monitor-alarm');
    await expectNoProblems(visitor);
    await page.getByRole('button', { name: 'Acknowledge' }).click();
    await page.getByText('admin knows of it.').waitFor();
    await page.getByRole('button', { name: 'Watch again' }).click();
    await page.getByText('Watching', { exact: true }).waitFor();
  });

  it('lead from a point to its calls, and to each of them', async () => {
    await page
      .getByRole('button', { name: /^Calls of .* n = / })
      .first()
      .click();
    await page.getByRole('button', { name: /^judge from/ }).waitFor();
    const table = page.getByRole('table', { name: 'Scored calls' });
    await table.getByRole('link', { name: 'Open' }).first().click();
    await page.waitForURL(/weave\/calls\/call-/);
    await page.goBack();
    await expectNoProblems(visitor);
  });

  it('show failures with their reasons, pause, and keep their history', async () => {
    await page.getByRole('link', { name: 'Change' }).click();
    await page.getByLabel('Model', { exact: true }).fill('missing');
    await page.getByRole('button', { name: 'Save a version' }).click();
    await page.getByText('v2', { exact: true }).waitFor();
    await produce(3, () => 'good');
    await page.getByRole('button', { name: 'Failed', exact: true }).click();
    await page.getByText('near refused to ask missing (404)').first().waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('Paused', { exact: true }).first().waitFor();
    await inTheDark(visitor, 'monitor-failures');
    await expectNoProblems(visitor);
  });

  it('stand in a list, beside what guardrails of clients said', async () => {
    await createTraceServer(stage.server).post('/feedback/create', {
      project_id: 'admin/live',
      weave_ref: 'weave:///admin/live/call/call-1',
      feedback_type: 'wandb.runnable.Toxicity',
      payload: { output: { flagged: true, note: HOSTILE } },
      runnable_ref: 'weave:///admin/live/object/Toxicity:abc',
    });
    await open('monitors');
    await page.getByRole('link', { name: 'quality' }).waitFor();
    await page.getByRole('region', { name: 'Toxicity' }).getByText('1 result').waitFor();
    await inTheDark(visitor, 'monitors');
    await expectNoProblems(visitor);
  });

  it('of clients say what of them does not run here, and are paused and watched', async () => {
    const traces = createTraceServer(stage.server);
    const create = async (name: string, val: object): Promise<string> => {
      const obj = { project_id: 'admin/live', object_id: name, val };
      const { text } = await traces.post('/obj/create', { obj });
      return `weave:///admin/live/object/${name}:${JSON.parse(text).digest}`;
    };
    const scorer = { _bases: ['Scorer', 'Object', 'BaseModel'] };
    const judge = await create('fairness', {
      _type: 'LLMAsAJudgeScorer',
      _class_name: 'LLMAsAJudgeScorer',
      ...scorer,
      name: 'fairness',
      scoring_prompt: 'Is {output} fair?',
      model: { llm_model_id: 'near/judge', default_params: { response_format: 'json_object' } },
    });
    const code = await create('polite', { _type: 'Polite', _class_name: 'Polite', ...scorer });
    await create('from-client', {
      _type: 'Monitor',
      _class_name: 'Monitor',
      _bases: ['Object', 'BaseModel'],
      description: HOSTILE,
      sampling_rate: 0.25,
      scorers: [judge, code],
      op_names: ['weave:///admin/live/op/answer:*'],
      query: { $expr: { $eq: [{ $getField: 'inputs.question' }, { $literal: HOSTILE }] } },
      scorer_debounce_config: {
        aggregation_field: 'thread_id',
        aggregation_method: 'last_message',
        timeout_seconds: 30,
      },
      active: true,
    });
    await open('monitors');
    await page.getByText('by a client', { exact: true }).waitFor();
    await inTheDark(visitor, 'monitors-of-clients');
    await page.getByRole('link', { name: 'from-client' }).click();
    await page.getByText('polite does not run here').waitFor();
    await page.getByText('Of the calls of a thread that follow each other within 30').waitFor();
    await inTheDark(visitor, 'monitor-of-client');
    await expectNoProblems(visitor);
    await page.getByRole('link', { name: 'Alarms and budget' }).click();
    await page.getByRole('button', { name: 'Add an alarm' }).click();
    await page.getByLabel('Threshold', { exact: true }).fill('0.8');
    await inTheDark(visitor, 'monitor-of-client-form');
    await page.getByRole('button', { name: 'Save a version' }).click();
    await page.getByText('Watching', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('Paused', { exact: true }).first().waitFor();
    await expectNoProblems(visitor);
  });
});
