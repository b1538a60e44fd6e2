import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Visitor } from '../support/browser.ts';
import { inTheDark } from '../support/looks.ts';
import { makeRuns, sweepRuns } from '../support/many-runs.ts';
import { signIn } from '../support/signed-in.ts';
import { setStage } from '../support/stage.ts';
import { createWire } from '../support/wire.ts';
import { type WorkspacePage, workspacePage } from '../support/workspace-page.ts';

const stage = setStage();
let visitor: Visitor;
let page: Page;
let workspace: WorkspacePage;

beforeAll(async () => {
  const wire = createWire(stage.server.url, stage.server.adminKey);
  await makeRuns(wire, { entity: 'admin', project: 'sampled' }, sweepRuns(12, 30));
  const e = (gpu: string) => ({ w: { gpu, gpu_count: 2, os: 'Linux', python: 'CPython 3.12.1' } });
  const tagged = sweepRuns(4, 5).map((run, index) => ({
    ...run,
    ...(index < 2 ? { tags: index === 0 ? ['b', 'a'] : ['a', 'b'] } : {}),
    config: { ...run.config, _wandb: { e: e(index % 2 === 0 ? 'A100' : 'H100') } },
  }));
  await makeRuns(wire, { entity: 'admin', project: 'tagged' }, tagged);
  visitor = await signIn(stage);
  page = visitor.page;
  workspace = workspacePage(stage, page);
}, 60_000);
afterAll(() => visitor.close());

describe.sequential('single runs behind groups, and shares', () => {
  it('are drawn for each run of a group, and the panel says how many', async () => {
    await workspace.open('sampled');
    await workspace.chart('val/loss').waitFor();
    await workspace.settings('val/loss', 'Grouping');
    await page.getByLabel('Group runs').check();
    const add = workspace.drawer().getByLabel('Add a field');
    await add.fill('config.model');
    await add.press('Enter');
    await workspace.drawer().getByRole('button', { name: 'Remove group', exact: true }).click();
    const answered = page.waitForResponse(
      (answer) =>
        answer.url().endsWith('/panels') &&
        (answer.request().postData()?.includes('"group":null') ?? false),
    );
    await page.getByLabel('Band', { exact: true }).selectOption('samples');
    expect((await answered).status()).toBe(200);
    await workspace.panel('val/loss').getByText('10 runs behind').waitFor();
    await inTheDark(visitor, 'line-samples');
    await page.getByRole('button', { name: 'Close the settings' }).click();
  });

  it('are told by areas in percent, and by legends that name them', async () => {
    await workspace.settings('train/loss', 'Chart');
    await workspace.drawer().getByLabel('Type').selectOption('percentArea');
    const area = workspace.chart('train/loss');
    await area.hover({ position: { x: 150, y: 60 } });
    const tip = page.getByRole('tooltip').or(page.locator('[class*="tooltip"]')).first();
    await tip.getByText('share').waitFor();
    const shares = (await tip.locator('td').allTextContents()).flatMap((text) => {
      const found = /^([\d.]+) %$/.exec(text);
      return found ? [Number(found[1])] : [];
    });
    expect(shares.length).toBeGreaterThan(2);
    expect(Math.abs(shares.reduce((sum, one) => sum + one, 0) - 100)).toBeLessThan(1);
    await visitor.screenshot('line-shares');
    await page.getByRole('tab', { name: 'Legend' }).click();
    const text = workspace.drawer().getByRole('textbox', { name: 'Text of a line' });
    await text.fill('${' + 'run:displayName} [[ ${' + 'y} (${' + 'percent} %) ]]');
    await text.press('Tab');
    await area.hover({ position: { x: 160, y: 60 } });
    await tip
      .getByText(/^\d\.\d+ \([\d.]+ %\)$/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Close the settings' }).click();
  });
});

describe.sequential('a list', () => {
  it('is grouped by tags: runs with the same ones are together', async () => {
    await workspace.open('tagged');
    await page.getByRole('button', { name: 'Group', exact: true }).click();
    await page.getByLabel('Group by').fill('tags');
    await page.keyboard.press('Escape');
    const table = page.getByRole('table', { name: 'Runs' });
    const group = (name: string) => table.getByRole('button', { name, exact: true });
    await group('tags a, b 2').click();
    await table.getByText('vit-b-lr0.03-s0').first().waitFor();
    await group('tags none 2').waitFor();
    await visitor.screenshot('list-by-tags');
    await group('tags none 2').click();
    await table.getByText('convnext-lr0.01-s0').first().waitFor();
  });

  it('is filtered and grouped by what the client told of the machine', async () => {
    await page.getByRole('button', { name: /^Group/ }).click();
    await page.getByRole('button', { name: 'Don’t group by tags' }).click();
    await page.getByLabel('Group by').fill('gpu');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'gpu A100 2', exact: true }).waitFor();
    await page.getByRole('button', { name: 'gpu H100 2', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    const text = page.getByLabel('As text');
    await text.fill('metadata.gpu = "A100" and gpuCount >= 2 and python contains "3.12"');
    await text.press('Enter');
    await page.getByRole('button', { name: 'Filter (3)' }).waitFor();
    await inTheDark(visitor, 'list-by-gpu');
    await page.keyboard.press('Escape');
    await page
      .getByRole('button', { name: 'gpu H100 2', exact: true })
      .waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'gpu A100 2', exact: true }).waitFor();
  });
});
