import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { Visitor } from '../support/browser.ts';
import { expectNoProblems, inTheDark } from '../support/looks.ts';
import { signIn } from '../support/signed-in.ts';
import { setStage } from '../support/stage.ts';
import { weaveEnvironment } from '../support/weave.ts';

const stage = setStage();
let visitor: Visitor;
let page: Page;

const open = (path: string) => page.goto(`${stage.server.url}/admin/objects/weave/${path}`);
const panel = (title: string) => page.getByRole('region', { name: title, exact: true });

beforeAll(async () => {
  const env = weaveEnvironment(stage.machine);
  const { code, output } = await stage.machine.run('weave_publish.py', {
    args: ['admin/objects'],
    env,
  });
  if (code !== 0) throw new Error(output);
  visitor = await signIn(stage);
  page = visitor.page;
}, 120_000);
afterAll(async () => {
  await visitor?.close();
});

describe.sequential('what a script published with Weave', () => {
  it('is listed, and found by name', async () => {
    await open('objects');
    await page.getByRole('link', { name: 'questions' }).waitFor();
    await page.getByLabel('Search objects').fill('card');
    await page.getByText('1 object', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'card' }).click();
    await panel('Media').getByRole('img').waitFor();
    await inTheDark(visitor, 'weave-object');
    await expectNoProblems(visitor);
  });

  it('shows the rows of a data set, in order of any value, and its older version', async () => {
    await open('objects/questions/versions/latest');
    await panel('Rows').getByText('300 rows').waitFor();
    await panel('Rows').getByRole('button', { name: 'score' }).click();
    await panel('Rows').getByText('What is 0? <b>').waitFor();
    await panel('Rows').getByRole('button', { name: 'score' }).click();
    await panel('Rows').getByText('What is 227? <b>').waitFor();
    await page.getByLabel('Version').selectOption({ label: 'v0' });
    await panel('Rows').getByText('1 row', { exact: true }).waitFor();
    await expectNoProblems(visitor);
  });

  it('shows the source of an op and what changed', async () => {
    await open('ops');
    await page.getByRole('link', { name: 'answer' }).click();
    const source = page.getByRole('figure', { name: 'Source' });
    await source.getByText('Everybody knows').waitFor();
    await panel('Changes from v0').getByText('Nobody knows').waitFor();
    await page.getByRole('link', { name: 'All ops' }).click();
    await page.getByRole('heading', { name: 'Ops' }).waitFor();
    await expectNoProblems(visitor);
  });
});
