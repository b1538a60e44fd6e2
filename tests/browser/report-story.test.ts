import { newBlockId } from '@runloom/model';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openVisitor, type Visitor } from '../support/browser.ts';
import { exportReport, readPdf } from '../support/report-files.ts';
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

const stage = setStage();
let ada: Visitor;
let ben: Visitor;
let manager: Visitor;
let address = '';

const loss = (page: Page) => page.getByRole('region', { name: 'train/loss', exact: true });
const numbersOf = (page: Page) =>
  page
    .getByRole('table', { name: 'Runs that the query finds' })
    .locator('tbody tr')
    .first()
    .locator('td')
    .allInnerTexts();

beforeAll(async () => {
  await prepareReports(stage);
  const table = {
    project: REPORT_PROJECT,
    kind: 'runs',
    filter: '',
    columns: ['summary.val/accuracy'],
  };
  ({ address } = await makeReport(stage, {
    title: 'Which rate we ship',
    isDraft: false,
    document: {
      type: 'doc',
      content: [
        gridBlock([linePanel('train/loss')]),
        { type: 'queryTable', attrs: { block: newBlockId(), ...table } },
        { type: 'paragraph', content: [{ type: 'text', text: 'What we saw.' }] },
      ],
    },
  }));
  ada = await openWriter(stage, 'ada');
  ben = await openWriter(stage, 'ben');
}, 180_000);
afterAll(async () => {
  for (const visitor of [ada, ben, manager]) await visitor?.close();
});

describe.sequential('a finding', () => {
  it('is frozen by who found it, while a colleague comments on it', async () => {
    await Promise.all([ada.page.goto(address), ben.page.goto(address)]);
    await loss(ada.page).locator('canvas').first().waitFor();
    await ada.page.getByRole('button', { name: 'Freeze' }).click();
    await ada.page.getByText('Frozen by ada').waitFor();
    await reportText(ada.page).getByText('What we saw.').click();
    await ada.page.keyboard.press('End');
    const written = ada.page.keyboard.type(' The larger rate wins on every seed.', { delay: 20 });
    await reportText(ben.page)
      .getByText('What we saw.')
      .dblclick({ position: { x: 20, y: 12 } });
    const bar = ben.page.getByRole('toolbar', { name: 'Format the chosen text' });
    await bar.getByRole('button', { name: 'Comment' }).click();
    await ben.page.getByRole('textbox', { name: 'Comment' }).fill('On every seed, @ada?');
    await ben.page.getByRole('button', { name: 'Comment', exact: true }).last().click();
    await written;
    await ada.page
      .getByRole('complementary', { name: 'Comments' })
      .getByText('On every seed')
      .waitFor();
    await reportText(ben.page).getByText('The larger rate wins on every seed.').waitFor();
    await whenSaved(ada.page);
  }, 120_000);

  it('is the same on paper as on the page', async () => {
    const cells = await numbersOf(ada.page);
    expect(cells.some((cell) => /\d\.\d/.test(cell))).toBe(true);
    const { words } = await readPdf(await exportReport(ada.page, 'PDF'));
    const spaceless = words.replace(/\s+/g, '');
    for (const cell of cells) expect(spaceless).toContain(cell.replace(/\s+/g, ''));
    expect(spaceless).toContain('Thelargerratewinsoneveryseed.');
  }, 120_000);

  it('is read by a manager without an account, with the same numbers', async () => {
    const cells = await numbersOf(ada.page);
    await ada.page.getByRole('button', { name: 'Share' }).click();
    const dialog = ada.page.getByRole('dialog');
    await dialog.getByLabel('Name of the link').fill('For the board');
    await dialog.getByRole('button', { name: 'Make a link' }).click();
    const field = dialog.getByLabel('Secret link', { exact: true });
    await field.waitFor({ timeout: 60_000 });
    manager = await openVisitor();
    await manager.page.goto(await field.inputValue());
    await loss(manager.page).locator('canvas').first().waitFor();
    await expect.poll(() => numbersOf(manager.page)).toEqual(cells);
    await manager.page.goto(`${stage.server.url}/${REPORT_PROJECT}`);
    await manager.page.waitForURL(/\/signin/);
  }, 120_000);

  it('is closed to who leaves the team, within seconds and on the open page', async () => {
    const left = await stage.api.send(
      'DELETE',
      `/api/v1/admin/organizations/lab/teams/${REPORT_PLACE.entity}/members/ben`,
    );
    expect(left.status).toBe(204);
    await ben.page.locator('[data-sync="closed"]').waitFor({ timeout: 6_000 });
    await ben.page.goto(address);
    await ben.page.getByText('Which rate we ship').waitFor({ state: 'detached' });
    expect(await reportText(ben.page).count()).toBe(0);
  }, 60_000);

  it('leaves an audit log that verifies and tells of all of it', async () => {
    const { status, text } = await stage.api.send('POST', '/api/v1/audit/verification', {});
    expect(status, text).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ problems: [] });
    const log = await stage.api.send('GET', '/api/v1/audit?limit=200');
    const actions = (JSON.parse(log.text) as { entries: { action: string }[] }).entries.map(
      ({ action }) => action,
    );
    for (const action of ['report:create', 'user:login']) expect(actions).toContain(action);
    expect(actions.some((action) => /^report.*link/.test(action))).toBe(true);
    expect(actions.some((action) => /member/.test(action))).toBe(true);
  });
});
