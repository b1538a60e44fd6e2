import { newBlockId } from '@runloom/model';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openVisitor, type Visitor } from '../support/browser.ts';
import { expectNoProblems, inTheDark } from '../support/looks.ts';
import { makeRuns, sweepRuns } from '../support/many-runs.ts';
import {
  gridBlock,
  linePanel,
  makeReport,
  openWriter,
  prepareReports,
  REPORT_PLACE,
  REPORT_PROJECT,
  reportText,
  whenSaved,
} from '../support/report-stage.ts';
import { setStage } from '../support/stage.ts';
import { waitFor } from '../support/waiting.ts';
import { createWire } from '../support/wire.ts';

const stage = setStage();
let ada: Visitor;
let ben: Visitor;
let guest: Visitor;
let page: Page;
let report: Awaited<ReturnType<typeof makeReport>>;
let link = '';

const panel = (title: string, who: Page = page) =>
  who.getByRole('region', { name: title, exact: true });

/** Adds the last of so many runs. */
async function addRun(count: number): Promise<void> {
  const wire = createWire(stage.server.url, stage.server.adminKey);
  await makeRuns(wire, REPORT_PLACE, sweepRuns(count, 60).slice(-1));
}

beforeAll(async () => {
  await prepareReports(stage);
  report = await makeReport(stage, {
    title: 'Evidence',
    isDraft: false,
    document: {
      type: 'doc',
      content: [
        { type: 'heading', attrs: { level: 1 }, content: [{ type: 'text', text: 'The sweep' }] },
        { type: 'paragraph', content: [{ type: 'text', text: 'Look at the loss of all runs.' }] },
        gridBlock(['train/loss', 'val/loss', 'val/accuracy'].map(linePanel)),
        { type: 'runCard', attrs: { block: newBlockId(), run: `${REPORT_PROJECT}/run000001` } },
      ],
    },
  });
  ada = await openWriter(stage, 'ada');
  page = ada.page;
  ben = await openWriter(stage, 'ben');
}, 180_000);
afterAll(async () => {
  await ada?.close();
  await ben?.close();
  await guest?.close();
});

describe.sequential('a grid of panels', () => {
  it('draws the runs of its set, and shows them below', async () => {
    await page.goto(report.address);
    await panel('train/loss').locator('canvas').first().waitFor();
    await panel('val/accuracy').locator('canvas').first().waitFor();
    await page.getByText('1 run set · 8 runs drawn').click();
    const runs = page.getByRole('table', { name: 'Runs of the set' });
    await runs.getByText('resnet50-lr0.1-s0').waitFor();
    await inTheDark(ada, 'report-grid');
    await expectNoProblems(ada);
    await runs.getByRole('button', { name: 'Hide resnet50-lr0.1-s0' }).click();
    await page.getByText('1 run set · 7 runs drawn').waitFor();
    await whenSaved(page);
  });

  it('gets further panels by the dialog of workspaces, and settings by their forms', async () => {
    await page.getByRole('button', { name: 'Add panels' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('train/lr').click();
    await dialog.getByRole('button', { name: 'Add the panel' }).click();
    await panel('train/lr').locator('canvas').first().waitFor();
    await page.getByRole('button', { name: 'Menu of train/lr' }).click({ force: true });
    await page.getByRole('menuitem', { name: 'Settings…' }).click();
    await page.getByRole('complementary', { name: 'Settings of train/lr' }).waitFor();
    await ada.screenshot('report-grid-settings');
    await page.getByRole('button', { name: 'Close the settings' }).click();
    await whenSaved(page);
  });

  it('is frozen, drawn from its tape, and says when the data have moved', async () => {
    await page.getByRole('button', { name: 'Freeze' }).click();
    await page.getByText('Frozen by ada').waitFor();
    await page.getByText('The data are still the same').waitFor();
    await panel('train/loss').locator('canvas').first().waitFor();
    await whenSaved(page);
    await ada.screenshot('report-frozen');
    await addRun(9);
    // Nothing of it is asked of the project any more.
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.reload();
    await panel('train/loss').locator('canvas').first().waitFor();
    await page.getByRole('button', { name: 'Live data have moved' }).click();
    await page.getByText(/would be another now/).waitFor();
    expect(asked.filter((url) => /\/panels$/.test(url))).toEqual([]);
    await page.getByText('1 run set · 7 runs drawn').waitFor();
    await inTheDark(ada, 'report-moved');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Unfreeze' }).click();
    await page.getByText('1 run set · 8 runs drawn').waitFor();
    await whenSaved(page);
    await expectNoProblems(ada);
  });
});

describe.sequential('people', () => {
  it('comment on text, answer, mention and resolve', async () => {
    await reportText(page)
      .getByText('Look at the loss')
      .dblclick({ position: { x: 20, y: 12 } });
    await page.getByRole('toolbar', { name: 'Format the chosen text' }).waitFor();
    await page
      .getByRole('toolbar', { name: 'Format the chosen text' })
      .getByRole('button', { name: 'Comment' })
      .click();
    await page.getByRole('textbox', { name: 'Comment' }).fill('Is this the best one, @ben?');
    await page.getByRole('button', { name: 'Comment', exact: true }).last().click();
    const margin = (who: Page) => who.getByRole('complementary', { name: 'Comments' });
    await margin(page).getByText('Is this the best one').waitFor();
    await inTheDark(ada, 'report-comment');
    await ben.page.goto(report.address);
    await margin(ben.page).getByText('Is this the best one').click();
    await ben.page.getByRole('textbox', { name: 'Answer' }).fill('It is, **surely**.');
    await ben.page.getByRole('button', { name: 'Answer', exact: true }).click();
    await margin(page).locator('strong', { hasText: 'surely' }).waitFor();
    await expectNoProblems(ben);
    await ben.page.getByRole('button', { name: 'Resolve the thread' }).click();
    await ben.page.getByRole('button', { name: 'Show 1 resolved thread' }).waitFor();
    await page.getByRole('button', { name: 'Show 1 resolved thread' }).waitFor();
  });

  it('bring back what the report was', async () => {
    await page.getByRole('button', { name: 'Versions' }).click();
    const drawer = page.getByRole('complementary', { name: 'Versions' });
    const keep = async (name: string) => {
      await drawer.getByLabel('Name of the version').fill(name);
      await drawer.getByRole('button', { name: 'Keep a version' }).click();
      await drawer.getByRole('button').filter({ hasText: name }).waitFor();
    };
    await keep('Before the review');
    await reportText(ben.page).getByText('Look at the loss').click();
    await ben.page.keyboard.press('End');
    await ben.page.keyboard.type(' Ben was here.');
    await whenSaved(ben.page);
    await keep('After the review');
    await drawer
      .getByText(/Ben was here/)
      .first()
      .waitFor();
    await inTheDark(ada, 'report-versions');
    await expectNoProblems(ada);
    await drawer.getByRole('button').filter({ hasText: 'Before the review' }).click();
    await drawer.getByRole('button', { name: /^Bring back version/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Bring it back' }).click();
    await waitFor(
      async () => (await reportText(ben.page).getByText('Ben was here.').count()) === 0,
      { until: 'it is as it was, for ben too' },
    );
    await page.getByRole('button', { name: 'Close the versions' }).click();
  });

  it('share it by a secret link, which shows the same to somebody without an account', async () => {
    await page.getByRole('button', { name: 'Share' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name of the link').fill('For the board');
    await dialog.getByRole('button', { name: 'Make a link' }).click();
    const field = dialog.getByLabel('Secret link', { exact: true });
    await field.waitFor({ timeout: 60_000 });
    link = await field.inputValue();
    await inTheDark(ada, 'report-share');
    await expectNoProblems(ada);
    guest = await openVisitor();
    const asked: string[] = [];
    guest.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await guest.page.goto(link);
    await guest.page.getByRole('heading', { level: 1, name: 'Evidence' }).waitFor();
    await panel('train/loss', guest.page).locator('canvas').first().waitFor();
    await guest.page.getByRole('region', { name: /^Run / }).getByText('vit-b').waitFor();
    const token = link.slice(link.lastIndexOf('/') + 1);
    const api = asked.filter((path) => path.startsWith('/api/'));
    expect(api.length).toBeGreaterThan(0);
    expect(api.filter((path) => !path.startsWith(`/api/v1/shared/${token}`))).toEqual([]);
    const grid = guest.page.getByRole('region', { name: 'Panel grid' });
    const from = grid.getByText('Data of').locator('time');
    const recordedAt = await from.getAttribute('datetime');
    await inTheDark(guest, 'report-shared');
    await expectNoProblems(guest);

    // What comes later is not shown until it is recorded again; the page says from when its data are.
    await page.keyboard.press('Escape');
    await addRun(10);
    await page.reload();
    await page.getByText('1 run set · 9 runs drawn').waitFor();
    await guest.page.reload();
    await guest.page.getByText('1 run set · 8 runs drawn').waitFor();
    expect(await from.getAttribute('datetime')).toBe(recordedAt);
    // A page that was opened before, and asks for its data after, gets the new ones.
    const gate = Promise.withResolvers<void>();
    await guest.page.route(/\/evidence\//, async (route) => {
      await gate.promise;
      await route.continue();
    });
    await guest.page.reload();
    await guest.page.getByRole('heading', { level: 1, name: 'Evidence' }).waitFor();
    await page.getByRole('button', { name: 'Share' }).click();
    await dialog.getByText('Links show live blocks as of').waitFor();
    const again = dialog.getByRole('button', { name: 'Record again' });
    await again.click();
    await waitFor(async () => (await again.getAttribute('aria-busy')) === null, {
      until: 'it is recorded',
    });
    guest.expectProblem(/404/);
    gate.resolve();
    await guest.page.getByText('1 run set · 9 runs drawn').waitFor();
    await panel('train/loss', guest.page).locator('canvas').first().waitFor();
    expect(await from.getAttribute('datetime')).not.toBe(recordedAt);
    guest.takeProblems();
    await guest.page.unroute(/\/evidence\//);
    await inTheDark(ada, 'report-record-again');
  });

  it('take the link back', async () => {
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Revoke For the board' }).click();
    await dialog.getByText('Revoked').waitFor();
    await guest.page.reload();
    await guest.page.getByRole('heading', { name: 'This link shows nothing any more' }).waitFor();
    await guest.screenshot('report-link-over');
  });
});
