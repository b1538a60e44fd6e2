import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Visitor } from '../support/browser.ts';
import { type ChatProviders, startChatProviders } from '../support/chat-providers.ts';
import { expectNoProblems, inTheDark } from '../support/looks.ts';
import { signIn } from '../support/signed-in.ts';
import { setStage } from '../support/stage.ts';

const stage = setStage({ env: { RUNLOOM_OUTBOUND_ALLOWED_HOSTS: 'localhost' } });
const PROJECT = '/projects/admin/judged';
let providers: ChatProviders;
let visitor: Visitor;
let page: Page;

const open = (path: string) => page.goto(`${stage.server.url}/admin/judged/weave/${path}`);
const send = async (method: string, path: string, body?: unknown): Promise<void> => {
  const answer = await stage.api.send(method, `/api/v1${path}`, body);
  expect(answer.status, answer.text).toBeLessThan(300);
};

beforeAll(async () => {
  providers = await startChatProviders();
  await send('PUT', PROJECT, {});
  visitor = await signIn(stage);
  page = visitor.page;
}, 60_000);
afterAll(async () => {
  await visitor?.close();
  await providers?.close();
});

describe.sequential('an evaluation from the page', () => {
  it('says what is missing where there is nothing yet', async () => {
    await open('evaluations/new');
    await page.getByText('No provider yet').waitFor();
    await page.getByText('This project has no dataset yet').waitFor();
    expect(await page.getByRole('button', { name: 'Start' }).isDisabled()).toBe(true);
    await inTheDark(visitor, 'evaluation-new-empty');
    await expectNoProblems(visitor);
  });

  it('is put together, and tells what it will ask for', async () => {
    await send('PUT', '/entities/admin/model-providers/near', {
      interface: 'openai',
      baseUrl: `http://localhost:${providers.port}/v1`,
      models: ['echo', 'slow', 'broken', 'judge'],
    });
    const rows = Array.from({ length: 30 }, (_, row) =>
      JSON.stringify({ question: `${row % 2 ? 'good' : '<b>bad</b>'} ${row}`, expected: `${row}` }),
    );
    const imported = await fetch(
      `${stage.server.url}/api/v1${PROJECT}/datasets/quiz/import?format=jsonl`,
      {
        method: 'POST',
        headers: { Authorization: `Bearer ${stage.server.adminKey}`, 'Content-Type': 'text/plain' },
        body: rows.join('\n'),
      },
    );
    expect(imported.status).toBe(200);
    await send('POST', `${PROJECT}/prompts/ask/versions`, {
      kind: 'StringPrompt',
      content: '{question}',
    });
    await open('evaluations');
    await page.getByRole('link', { name: 'New evaluation' }).click();
    await page.getByLabel('Name of the evaluation').fill('Slow but sure');
    await page.getByLabel('Model', { exact: true }).first().fill('slow');
    await page.getByText('30 calls').waitFor();
    await page.getByRole('button', { name: 'Add a scorer' }).click();
    await page.getByRole('menuitem', { name: 'Contains' }).click();
    await page.getByRole('button', { name: 'Add a scorer' }).click();
    await page.getByRole('menuitem', { name: 'A model as judge' }).click();
    const judge = page.getByRole('group', { name: 'A model as judge judge' });
    await judge.getByLabel('Model', { exact: true }).fill('judge');
    await page.getByText('60 calls').waitFor();
    await inTheDark(visitor, 'evaluation-new');
    await expectNoProblems(visitor);
  });

  it('shows how far it is, and its scores once it is over', async () => {
    await page.getByRole('button', { name: 'Start' }).click();
    const progress = page.getByRole('region', { name: 'Progress' });
    await progress.getByText(/of 30 done/).waitFor();
    await progress.getByText('In work').first().waitFor();
    await visitor.screenshot('evaluation-progress-light');
    await progress.waitFor({ state: 'detached', timeout: 120_000 });
    await page.getByText('Complete').waitFor({ timeout: 20_000 });
    await page.getByRole('heading', { name: 'Slow but sure' }).waitFor();
    await page.getByText('judge.passed').first().waitFor();
    await inTheDark(visitor, 'evaluation-done');
    await expectNoProblems(visitor);
  });

  it('tells of each example why there is no answer, and is stopped', async () => {
    await open('evaluations/new?prompt=ask');
    await page.getByLabel('Model', { exact: true }).first().fill('broken');
    await page.getByLabel('Only the first rows').fill('3');
    await page.getByLabel('Tries for an answer').fill('2');
    await page.getByText('3 calls').waitFor();
    await page.getByRole('button', { name: 'Start' }).click();
    const progress = page.getByRole('region', { name: 'Progress' });
    // On a slow machine the waits between two tries may be over before they are seen.
    await progress
      .getByText(/^Waits|without an answer/)
      .first()
      .waitFor();
    await progress.getByText('3 without an answer').waitFor({ timeout: 30_000 });
    await progress.getByText('near failed (500).').first().waitFor();
    await inTheDark(visitor, 'evaluation-broken');
    await expectNoProblems(visitor);
  });
});
