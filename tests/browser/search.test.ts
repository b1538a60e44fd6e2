import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Visitor } from '../support/browser.ts';
import { expectNoProblems, inTheDark } from '../support/looks.ts';
import { signIn } from '../support/signed-in.ts';
import { setStage } from '../support/stage.ts';
import { waitFor } from '../support/waiting.ts';
import { createWire } from '../support/wire.ts';

const stage = setStage();
let visitor: Visitor;
let page: Page;

const RUN = `mutation UpsertBucket($name: String, $project: String, $entity: String, $displayName: String,
    $notes: String, $tags: [String!], $groupName: String) {
  upsertBucket(input: {name: $name, modelName: $project, entityName: $entity, displayName: $displayName,
      notes: $notes, tags: $tags, groupName: $groupName}) { bucket { id } }
}`;
const HOSTILE = '<img src=x onerror=alert(1)> hostile \u202egnp.exe';

async function makeRun(name: string, more: Record<string, unknown>): Promise<void> {
  const wire = createWire(stage.server.url, stage.server.adminKey);
  const answer = await wire.graphql(RUN, { entity: 'admin', project: 'looms', name, ...more });
  expect(answer.text).not.toContain('errors');
}

const results = () => page.getByRole('main').locator('a[data-hit]');
const box = () => page.getByLabel('Search everything');

beforeAll(async () => {
  await makeRun('q7x2k9', {
    displayName: 'lunar-sky-5',
    notes: 'The learning rate was far too high after the warm-up, see the second figure.',
    tags: ['baseline'],
    groupName: 'jacquard',
  });
  for (let index = 1; index <= 30; index += 1) {
    await makeRun(`weft-${index}`, { displayName: `weft-study-${index}` });
  }
  await makeRun('hostile', { displayName: HOSTILE, notes: 'x'.repeat(5_000) });
  await stage.api.send('PUT', '/api/v1/admin/users/grace', { displayName: 'Grace Hopper' });
  const created = await stage.api.send('POST', '/api/v1/projects/admin/looms/views', {
    name: 'Weft by learning rate',
    kind: 'workspace',
    spec: { version: 1 },
  });
  expect([200, 201], created.text).toContain(created.status);
  visitor = await signIn(stage);
  page = visitor.page;
}, 120_000);
afterAll(() => visitor?.close());

describe.sequential('a person who looks for something', () => {
  it('finds a run from any page by the palette, with what matched marked, and opens it', async () => {
    await page.goto(`${stage.server.url}/settings`);
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder(/Search everything/).fill('learning rate');
    const option = page.getByRole('option').filter({ hasText: 'lunar-sky-5' });
    await option.waitFor();
    await option.locator('mark', { hasText: 'learning rate' }).waitFor();
    await inTheDark(visitor, 'search-palette');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/admin/looms/runs/q7x2k9');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('sees all results of a text on a page, by kind, and walks through them by keyboard', async () => {
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder(/Search everything/).fill('weft');
    await page.getByRole('option', { name: /All results for/ }).click();
    await page.waitForURL('**/search?q=weft');
    await page.getByRole('region', { name: 'Runs' }).waitFor();
    expect(await results().count()).toBe(7);
    await inTheDark(visitor, 'search-results');
    await box().press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await results().nth(1).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await box().and(page.locator(':focus')).waitFor();
    await page.getByRole('button', { name: 'More runs' }).click();
    await waitFor(async () => (await results().count()) === 30, { until: 'all are there' });
    expect(new URL(page.url()).searchParams.get('kinds')).toBe('run');
    await expectNoProblems(visitor);
  });

  it('opens the best match with Enter, and comes back to what was asked', async () => {
    await page.goto(`${stage.server.url}/search?q=q7x2k9`);
    await results().first().waitFor();
    await box().press('Enter');
    await page.waitForURL('**/admin/looms/runs/q7x2k9');
    await page.goBack();
    await page.waitForURL('**/search?q=q7x2k9');
  });

  it('is told where nothing matches and what to type at first; hostile names are text', async () => {
    await page.goto(`${stage.server.url}/search`);
    await page.getByRole('heading', { name: 'One box for everything' }).waitFor();
    await inTheDark(visitor, 'search-empty');
    await box().fill('<script>alert(1)</script>');
    await page.getByRole('heading', { name: 'Nothing matches' }).waitFor();
    await inTheDark(visitor, 'search-nothing');
    await box().fill('hostile');
    await results().first().waitFor();
    await inTheDark(visitor, 'search-hostile');
    expect(await page.locator('main img').count()).toBe(0);
    await expectNoProblems(visitor);
  });

  it('finds people and saved views, and only what is chosen', async () => {
    await page.goto(`${stage.server.url}/search?q=grace`);
    await page.getByRole('region', { name: 'People' }).getByText('Grace Hopper').waitFor();
    await page.goto(`${stage.server.url}/search?q=weft&kinds=view`);
    await page.getByText('by learning rate').waitFor();
    expect(await results().count()).toBe(1);
    await results().first().click();
    await page.waitForURL(/\/admin\/looms\?view=\d+/);
  });
});
