import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { Visitor } from '../support/browser.ts';
import { type ChatProviders, startChatProviders } from '../support/chat-providers.ts';
import { expectNoProblems, inTheDark } from '../support/looks.ts';
import { signIn } from '../support/signed-in.ts';
import { setStage } from '../support/stage.ts';
import { createTraceServer } from '../support/weave.ts';

const stage = setStage({ env: { RUNLOOM_OUTBOUND_ALLOWED_HOSTS: 'localhost' } });
let providers: ChatProviders;
let visitor: Visitor;
let page: Page;

const open = (path: string) => page.goto(`${stage.server.url}/admin/play/weave/${path}`);
const chat = (number: number) => page.getByRole('region', { name: `Chat ${number}` });

beforeAll(async () => {
  providers = await startChatProviders();
  const traces = createTraceServer(stage.server);
  await traces.post('/v2/admin/play/calls/complete', {
    batch: [
      {
        project_id: 'admin/play',
        id: 'asked',
        trace_id: 'asked',
        op_name: 'openai.chat.completions.create',
        started_at: '2026-11-20T10:00:00Z',
        ended_at: '2026-11-20T10:00:01Z',
        attributes: {},
        inputs: {
          model: 'echo',
          messages: [
            { role: 'system', content: 'Be brief. <script>alert(1)</script>' },
            { role: 'user', content: 'asked before' },
          ],
          temperature: 0.25,
        },
        output: null,
        summary: {},
      },
    ],
  });
  visitor = await signIn(stage);
  page = visitor.page;
}, 60_000);
afterAll(async () => {
  await visitor?.close();
  await providers?.close();
});

describe.sequential('prompts', () => {
  it('are made, changed, filled and compared', async () => {
    await open('prompts');
    await page.getByText('No prompts yet').waitFor();
    await page.getByRole('button', { name: 'New prompt' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('short');
    await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { name: 'short' }).waitFor();
    await page.getByLabel('Text of message 1').fill('Say {word} {times} times. <b>{{x}}</b>');
    await page.getByRole('button', { name: 'Publish a version' }).click();
    await page.getByText('Version v1 is published').waitFor();
    await page.getByLabel('word', { exact: true }).fill('yes');
    await page.getByText('Say yes {times} times. <b>{x}</b>').waitFor();
    await page.getByRole('region', { name: 'Changes' }).getByText('Answer').first().waitFor();
    await page.getByRole('button', { name: 'Add alias' }).click();
    await page.keyboard.type('production');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Remove alias production' }).waitFor();
    await inTheDark(visitor, 'prompt');
    await expectNoProblems(visitor);
  });
});

describe.sequential('the playground', () => {
  it('has a provider added, whose key is not shown again', async () => {
    await page.getByRole('link', { name: 'Open in playground' }).click();
    await page.getByRole('button', { name: 'Add a provider' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('near');
    await dialog.getByLabel('Base address').fill(`http://localhost:${providers.port}/v1`);
    await dialog.getByLabel('Key').fill('a secret key');
    await dialog.getByLabel('Models to choose from').fill('echo\nbroken');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('with a key').waitFor();
    await page.keyboard.press('Escape');
    await page.getByLabel('Text of message 1').waitFor();
    await expectNoProblems(visitor);
  });

  it('asks models side by side, more than once each, and tells what failed', async () => {
    await page.getByLabel('Provider of chat 1').selectOption('near');
    await page.getByLabel('Model of chat 1').fill('echo');
    await page.getByLabel('word', { exact: true }).fill('yes');
    await page.getByRole('button', { name: 'Add a model' }).click();
    await page.getByLabel('Model of chat 2').fill('broken');
    await page.getByLabel('Tries').fill('2');
    await page.getByRole('button', { name: 'Run' }).click();
    await chat(1).getByText('You said: Say yes {times} times.').waitFor();
    await chat(1).getByText('27 tokens').waitFor();
    await chat(2).getByText('near failed (500).').waitFor();
    await chat(1).getByText('2', { exact: true }).click();
    await inTheDark(visitor, 'playground');
    await page.getByLabel('Message to all models').fill('and more');
    await page.getByLabel('Message to all models').press('Enter');
    await chat(1).getByText('You said: and more').waitFor();
    await expectNoProblems(visitor);
  });

  it('keeps a chat as a prompt', async () => {
    await page.getByRole('button', { name: 'Save chat 1' }).click();
    await page.getByRole('menuitem', { name: 'Messages as a prompt…' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('dialogue');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByText('dialogue v0 is saved').waitFor();
    await expectNoProblems(visitor);
  });

  it('begins with what a traced call asked', async () => {
    await open('calls/asked');
    await page.getByRole('link', { name: 'Open in playground' }).click();
    await chat(1).getByText('temperature 0.25').waitFor();
    await page.getByLabel('Tries').waitFor();
    await page.getByRole('button', { name: 'Run' }).click();
    await chat(1).getByText('You said: asked before').waitFor();
    await chat(1).getByRole('link', { name: 'Trace' }).click();
    await page.getByRole('heading', { name: 'near/echo' }).waitFor();
    await inTheDark(visitor, 'playground-trace');
    await expectNoProblems(visitor);
  });
});
