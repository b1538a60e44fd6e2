import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Visitor } from '../support/browser.ts';
import { inTheDark } from '../support/looks.ts';
import { makeRuns, sweepRuns } from '../support/many-runs.ts';
import { signIn } from '../support/signed-in.ts';
import { setStage } from '../support/stage.ts';
import { waitFor } from '../support/waiting.ts';
import { createWire } from '../support/wire.ts';
import { type WorkspacePage, workspacePage } from '../support/workspace-page.ts';

const stage = setStage();
let visitor: Visitor;
let page: Page;
let workspace: WorkspacePage;

beforeAll(async () => {
  const wire = createWire(stage.server.url, stage.server.adminKey);
  const runs = sweepRuns(12, 30).map((run) => ({
    ...run,
    rows: (run.rows ?? []).map((row, step) => ({ ...row, clock: 1.7e9 + 3600 * step })),
  }));
  await makeRuns(wire, { entity: 'admin', project: 'source' }, runs);
  await makeRuns(wire, { entity: 'admin', project: 'target' }, sweepRuns(2, 5));
  await makeRuns(wire, { entity: 'admin', project: 'fresh' }, sweepRuns(2, 5));
  visitor = await signIn(stage);
  page = visitor.page;
  workspace = workspacePage(stage, page);
}, 60_000);
afterAll(() => visitor.close());

const isLit = (colour: string) =>
  page.evaluate(
    `[...document.querySelectorAll('canvas[data-layer="lines"]')].some((canvas) => {
      const [r, g, b] = [1, 3, 5].map((at) => parseInt(${JSON.stringify(colour)}.slice(at, at + 2), 16));
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      for (let at = 0; at < data.length; at += 4) {
        if (data[at + 3] > 200 && Math.abs(data[at] - r) + Math.abs(data[at + 1] - g) + Math.abs(data[at + 2] - b) < 12) return true;
      }
      return false;
    })`,
  );

describe.sequential('an address of W&B', () => {
  it('opens the panel that it names by heading and section', async () => {
    const search = '?nw=nwuseradmin&panelDisplayName=val%2Floss&panelSectionName=val';
    await page.goto(`${stage.server.url}/admin/source${search}`);
    const dialog = page.getByRole('dialog');
    await dialog.getByText('val/loss').first().waitFor();
    await waitFor(() => !page.url().includes('panelDisplayName') && page.url().includes('panel='), {
      until: 'the address is ours',
    });
    await page.keyboard.press('Escape');
  });

  it('says so where no panel has that name', async () => {
    await workspace.open('source', '?panelDisplayName=nothing-here');
    const alert = page.getByRole('alert').filter({ hasText: 'No panel here is called' });
    await alert.getByText('nothing-here').waitFor();
    await alert.getByRole('button', { name: 'Dismiss' }).click();
    expect(await alert.count()).toBe(0);
  });
});

describe.sequential('a line chart', () => {
  it('draws the sum of a group, without a band', async () => {
    await workspace.open('source');
    await workspace.chart('train/loss').waitFor();
    await workspace.settings('train/loss', 'Grouping');
    await page.getByLabel('Group runs').check();
    const answered = page.waitForResponse(
      (answer) =>
        answer.url().endsWith('/panels') &&
        (answer.request().postData()?.includes('"columns":["sum"]') ?? false),
    );
    await page.getByLabel('Line', { exact: true }).selectOption('sum');
    expect((await answered).status()).toBe(200);
    await page.getByText('A sum has no band').waitFor();
    await page.getByRole('button', { name: 'Close the settings' }).click();
    await page.locator('body').press('Control+z');
    await page.locator('body').press('Control+z');
  });

  it('has text as large as is asked for, and x as date and time', async () => {
    await workspace.settings('val/loss', 'Data');
    await workspace
      .drawer()
      .getByLabel('X axis', { exact: true })
      .selectOption({ label: 'A metric' });
    const metric = page.getByLabel('Metric of the x axis');
    await metric.fill('clock');
    await metric.press('Enter');
    await page.getByRole('tab', { name: 'Chart' }).click();
    const area = async () => String(await workspace.chart('val/loss').getAttribute('data-area'));
    const before = Number((await area()).split(' ')[3]);
    await page.getByLabel('Size of the text').selectOption('large');
    await waitFor(async () => Number((await area()).split(' ')[3]) < before - 5, {
      until: 'labels take more room',
    });
    await page.getByLabel('Numbers of x').selectOption('datetime');
    await waitFor(
      async () =>
        /at clock Nov 1\d/.test(
          (await workspace.chart('val/loss').locator('p').first().textContent()) ?? '',
        ),
      { until: 'the chart tells dates' },
    );
    await inTheDark(visitor, 'line-text-and-dates');
    await page.getByRole('button', { name: 'Close the settings' }).click();
  });

  it('takes the place of the single panels of its metrics', async () => {
    await workspace.panel('val/accuracy').waitFor();
    await workspace.settings('train/lr', 'Data');
    await workspace
      .drawer()
      .getByLabel('Metrics', { exact: true })
      .selectOption({ label: 'All that match a pattern' });
    await page.getByLabel('Pattern of metrics').fill('^(?:train/lr|val/accuracy|epoch)$');
    await page.getByRole('button', { name: 'Close the settings' }).click();
    await workspace.menuOf('Menu of train/lr', 'Remove the 2 single panels of its metrics');
    await waitFor(async () => (await workspace.panel('val/accuracy').count()) === 0, {
      until: 'it is gone',
    });
    expect(await workspace.panel('epoch').count()).toBe(0);
    await page.locator('body').press('Control+z');
    await workspace.panel('val/accuracy').waitFor();
  });
});

describe.sequential('a group', () => {
  it('has a colour of its own, in the list and in the charts', async () => {
    await page.getByRole('button', { name: 'Group', exact: true }).click();
    await page.getByLabel('Group by').fill('config.model');
    await page.keyboard.press('Escape');
    const dot = page.getByRole('button', { name: 'Colour of the group config.model: vit-b' });
    await dot.click();
    await page.getByLabel('Hex').fill('#12e6a0');
    await page.keyboard.press('Escape');
    await waitFor(() => isLit('#12e6a0'), { until: 'lines of the group have its colour' });
  });
});

describe.sequential('a view', () => {
  it('is copied to another project, without what it says of single runs', async () => {
    await workspace.menuOf('My workspace', 'Copy to another project…');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Project').fill('target');
    await dialog.getByLabel('Name of the view').fill('From the source');
    await dialog.getByRole('button', { name: 'Copy' }).click();
    await page.getByText('“From the source” is copied').waitFor();
    await workspace.open('target');
    await workspace.menuOf('My workspace', /From the source/);
    await page.getByRole('button', { name: 'Colour of the group config.model: vit-b' }).waitFor();
  });

  it('can be that with which new workspaces begin', async () => {
    await workspace.open('source');
    await workspace.menuOf('My workspace', 'Template for new workspaces…');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Use what I see for admin' }).click();
    await dialog.getByText(/Set by/).waitFor();
    await inTheDark(visitor, 'workspace-template');
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await workspace.open('fresh');
    await page.getByRole('button', { name: 'Colour of the group config.model: vit-b' }).waitFor();
  });
});
