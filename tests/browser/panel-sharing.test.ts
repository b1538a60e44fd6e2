import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openVisitor, type Visitor } from '../support/browser.ts';
import { expectNoProblems, inTheDark } from '../support/looks.ts';
import { makeRuns, sweepRuns } from '../support/many-runs.ts';
import { openWriter, prepareReports, REPORT_PLACE } from '../support/report-stage.ts';
import { setStage } from '../support/stage.ts';
import { waitFor } from '../support/waiting.ts';
import { createWire } from '../support/wire.ts';

const stage = setStage();
let ada: Visitor;
let guest: Visitor;
let frame = '';
let link = '';
let site: Server;
let origin = '';

beforeAll(async () => {
  await prepareReports(stage);
  // `localhost` is another site than the server's, which is reached by `127.0.0.1`.
  site = createServer((_, answer) => {
    answer.setHeader('Content-Type', 'text/html');
    answer.end(`<!doctype html><html lang="en"><title>Wiki</title><h1>Wiki</h1>${frame}</html>`);
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  origin = `http://localhost:${(site.address() as AddressInfo).port}`;
  ada = await openWriter(stage, 'ada');
  guest = await openVisitor();
}, 240_000);
afterAll(async () => {
  await ada?.close();
  await guest?.close();
  site?.close();
});

describe.sequential('a panel by itself', () => {
  it('is shared from its menu, by a link that is told once', async () => {
    const { page } = ada;
    await page.goto(`${stage.server.url}/looms/vision`);
    const panel = page.getByRole('region', { name: 'val/accuracy', exact: true });
    await panel.locator('[data-lines]').waitFor();
    await page.getByRole('button', { name: 'Menu of val/accuracy' }).click({ force: true });
    await page.getByRole('menuitem', { name: 'Share or embed…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(/^Sites that may show it/).fill('not an origin');
    await dialog.getByText('not an origin is not an origin such as').waitFor();
    expect(await dialog.getByRole('button', { name: 'Make a link' }).isDisabled()).toBe(true);
    await dialog.getByLabel(/^Sites that may show it/).fill(origin);
    await inTheDark(ada, 'share-panel');
    await dialog.getByRole('button', { name: 'Make a link' }).click();
    const field = dialog.getByLabel('Secret link', { exact: true });
    await field.waitFor({ timeout: 60_000 });
    link = await field.inputValue();
    frame = await dialog.getByRole('textbox', { name: 'Frame of the panel' }).inputValue();
    expect(frame).toContain('/embed/');
    await inTheDark(ada, 'share-panel-made');
    await dialog.getByRole('button', { name: 'Done' }).click();
    await expectNoProblems(ada);
  });

  it('is all that a page of an allowed site shows', async () => {
    const { page } = guest;
    await page.goto(origin);
    const shown = page.frameLocator('iframe');
    await shown.locator('[aria-roledescription="line chart"][data-lines]').waitFor();
    await shown.getByRole('region', { name: 'val/accuracy', exact: true }).waitFor();
    expect(await shown.getByRole('region', { name: 'train/loss' }).count()).toBe(0);
    expect(await shown.getByRole('table', { name: 'Runs' }).count()).toBe(0);
    expect(await shown.getByText('Shared by a secret link').count()).toBe(0);
    await guest.screenshot('panel-embedded');
  });

  it('stands under its title for who opens the link, and leads nowhere else', async () => {
    const { page } = guest;
    await page.goto(link);
    await page.getByRole('heading', { level: 1, name: 'Panel: val/accuracy' }).waitFor();
    await page.locator('[aria-roledescription="line chart"][data-lines]').waitFor();
    await page.getByText('are kept up to date while somebody looks').waitFor();
    await inTheDark(guest, 'panel-shared');
    expect(guest.problems).toEqual([]);
  });

  it('is drawn with what is there by now, new runs among it, once its data are old', async () => {
    const { page } = guest;
    const wire = createWire(stage.server.url, stage.server.adminKey);
    const [late] = sweepRuns(9, 60).slice(8);
    if (late === undefined) throw new Error('there is no ninth run');
    await makeRuns(wire, REPORT_PLACE, [{ ...late, run: 'late', displayName: 'came-later' }]);
    const database = new DatabaseSync(join(stage.server.dataDirectory, 'metadata.sqlite'));
    database.exec('update report_tapes set recorded_at = recorded_at - 600000');
    database.close();
    await page.goto(link);
    await page.getByText('1 run set · 9 runs drawn').waitFor();
    const chart = page.locator('[aria-roledescription="line chart"][data-lines]');
    await waitFor(
      async () => (await chart.locator('p').first().textContent())?.includes('came-later') ?? false,
      {
        until: 'the line of the new run is drawn',
      },
    );
    await guest.screenshot('panel-renewed');
    expect(guest.problems).toEqual([]);
  });

  it('ends with its report, like any link', async () => {
    const { page } = ada;
    await page.goto(`${stage.server.url}/looms/vision/reports`);
    await page.getByRole('link', { name: 'Panel: val/accuracy' }).click();
    await page.getByRole('button', { name: 'Share' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/kept up to date ·/).waitFor();
    await inTheDark(ada, 'share-report-links');
    await dialog.getByRole('button', { name: 'Revoke Panel: val/accuracy' }).click();
    await dialog.getByText('Revoked').waitFor();
    guest.expectProblem(/410/);
    await guest.page.goto(link);
    await guest.page.getByRole('heading', { name: 'This link shows nothing any more' }).waitFor();
  });
});
