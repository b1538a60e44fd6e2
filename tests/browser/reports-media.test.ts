import { newBlockId } from '@runloom/model';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openVisitor, type Visitor } from '../support/browser.ts';
import { expectNoProblems, inTheDark } from '../support/looks.ts';
import { exportReport } from '../support/report-files.ts';
import { whenSaved } from '../support/report-stage.ts';
import { setStage } from '../support/stage.ts';

const stage = setStage();
let admin: Visitor;
let guest: Visitor;
let page: Page;
let address = '';

const panel = (who: Page, title: string) => who.getByRole('region', { name: title, exact: true });

/** Both panels as they are drawn: the picture from its bytes, the table from its rows. */
async function whenDrawn(who: Page): Promise<void> {
  const picture = panel(who, 'Pictures').getByRole('img', { name: 'at 3' });
  await picture.waitFor();
  await expect
    .poll(
      () =>
        picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth),
      // It is loaded once the browser finds that it comes near to the window.
      { timeout: 10_000 },
    )
    .toBe(12);
  await panel(who, 'Pictures').getByRole('group', { name: 'predictions (mask)' }).waitFor();
  await panel(who, 'Scores').getByText('row 7', { exact: true }).waitFor();
}

/** From the last step to the first and back. */
async function showsEveryStep(who: Page): Promise<void> {
  const own = panel(who, 'Pictures');
  for (const step of [2, 1, 0]) {
    await own.getByRole('button', { name: 'Step before' }).click();
    // A fork shows what it has of its parent.
    const picture = own.getByRole('img', { name: `at ${step}` }).first();
    await picture.waitFor();
    await expect
      .poll(
        () =>
          picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth),
        { timeout: 10_000 },
      )
      .toBe(12);
  }
  for (let step = 0; step < 3; step += 1) {
    await own.getByRole('button', { name: 'Step after', exact: true }).click();
  }
  await own.getByRole('img', { name: 'at 3' }).waitFor();
}

beforeAll(async () => {
  expect(await stage.machine.run('media.py', { args: ['media', 'seen'] })).toMatchObject({
    code: 0,
  });
  const panels = [
    { type: 'media', title: 'Pictures', settings: { keys: ['seen'] } },
    { type: 'table', title: 'Scores', settings: { key: 'scores' } },
  ];
  const { text, status } = await stage.api.send('POST', '/api/v1/projects/admin/media/reports', {
    title: 'Seen',
    isDraft: false,
    document: {
      type: 'doc',
      content: [
        {
          type: 'panelGrid',
          attrs: {
            block: newBlockId(),
            grid: {
              version: 1,
              runSets: [{ id: 'first', name: 'Runs', project: 'admin/media' }],
              board: {
                mode: 'manual',
                sections: [{ id: 'own:grid', title: 'Panels', isCustom: true }],
                panels: panels.map((one, index) => ({
                  id: `own/${index}`,
                  section: 'own:grid',
                  ...one,
                })),
              },
            },
          },
        },
      ],
    },
  });
  expect(status, text).toBeLessThan(300);
  const { id } = JSON.parse(text) as { id: string };
  address = `${stage.server.url}/admin/media/reports/Seen--${id}`;
  admin = await openVisitor();
  page = admin.page;
  await page.goto(/http:\S+\/signin\?token=\S+/.exec(stage.server.output)?.[0] ?? '');
  await page.getByRole('link', { name: 'media' }).first().waitFor();
}, 240_000);
afterAll(async () => {
  await admin?.close();
  await guest?.close();
});

it('a frozen grid shows pictures and tables after their run was removed, here and by a secret link', async () => {
  await page.goto(address);
  await whenDrawn(page);
  await page.getByRole('button', { name: 'Freeze' }).click();
  await page.getByText('The data are still the same').waitFor();
  await whenDrawn(page);
  await whenSaved(page);
  for (const run of ['seen-fork', 'seen']) {
    const gone = await stage.api.send('DELETE', `/api/v1/runs/admin/media/${run}`);
    expect(gone.status, gone.text).toBeLessThan(300);
  }
  const trash = await stage.api.send('GET', '/api/v1/projects/admin/media/trash');
  for (const { id } of (JSON.parse(trash.text) as { runs: { id: string }[] }).runs) {
    const removed = await stage.api.send('DELETE', `/api/v1/projects/admin/media/trash/${id}`);
    expect(removed.status, removed.text).toBe(200);
  }
  await page.reload();
  await page.getByRole('button', { name: 'Live data have moved, some are gone' }).waitFor();
  await whenDrawn(page);
  // Every step of the slider was kept, though the run is gone.
  await showsEveryStep(page);
  await inTheDark(admin, 'report-frozen-media');
  await expectNoProblems(admin);

  const html = Buffer.from(await exportReport(page, 'HTML')).toString();
  expect(html).toContain('row 7');
  expect(html).toContain('data:image/png;base64,');
  expect(html).not.toContain('Not in this file');

  await page.getByRole('button', { name: 'Share' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Make a link' }).click();
  const field = dialog.getByLabel('Secret link', { exact: true });
  await field.waitFor({ timeout: 60_000 });
  const link = await field.inputValue();
  guest = await openVisitor();
  const asked: string[] = [];
  guest.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await guest.page.goto(link);
  await whenDrawn(guest.page);
  const token = link.slice(link.lastIndexOf('/') + 1);
  expect(asked.filter((path) => /^\/(?:storage|files)\//.test(path))).toEqual([]);
  expect(asked.filter((path) => path.includes('/files/')).length).toBeGreaterThanOrEqual(3);
  const own = `/api/v1/shared/${token}`;
  expect(asked.filter((path) => path.startsWith('/api/') && !path.startsWith(own))).toEqual([]);
  await showsEveryStep(guest.page);
  await guest.screenshot('report-shared-media');
  await expectNoProblems(guest);
}, 240_000);
