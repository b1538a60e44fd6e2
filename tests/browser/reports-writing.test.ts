import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Visitor } from '../support/browser.ts';
import { expectNoProblems, inTheDark } from '../support/looks.ts';
import {
  makeReport,
  openWriter,
  prepareReports,
  REPORT_PLACE,
  reportText,
  whenSaved,
} from '../support/report-stage.ts';
import { setStage } from '../support/stage.ts';
import { waitFor } from '../support/waiting.ts';

const stage = setStage();
let ada: Visitor;
let page: Page;

beforeAll(async () => {
  await prepareReports(stage);
  ada = await openWriter(stage, 'ada');
  page = ada.page;
}, 120_000);
afterAll(() => ada?.close());

const list = () => `${stage.server.url}/${REPORT_PLACE.entity}/${REPORT_PLACE.project}/reports`;
const keys = () => page.keyboard;
const atTheEnd = () => page.getByRole('button', { name: 'Write at the end' }).click();

/** Opens the menu of blocks and takes the first that it finds. */
async function block(name: string, title: string): Promise<void> {
  await atTheEnd();
  await keys().type(`/${name}`);
  await page
    .getByRole('option', { name: new RegExp(`^${title}`) })
    .first()
    .waitFor();
  await keys().press('Enter');
}

describe.sequential('a report', () => {
  it('is begun on the page of reports, which says what reports are while there is none', async () => {
    await page.goto(list());
    await page.getByRole('heading', { name: 'No reports yet' }).waitFor();
    await inTheDark(ada, 'reports-empty');
    await expectNoProblems(ada);
    await page.getByRole('button', { name: 'New report' }).first().click();
    await page.waitForURL(/\/reports\/Untitled-report--/);
    await reportText(page).waitFor();
    await page.getByRole('button', { name: /Edit title/ }).click();
    await page.getByLabel('Title', { exact: true }).fill('What the sweep taught us');
    await keys().press('Enter');
    await page.getByRole('heading', { level: 1, name: 'What the sweep taught us' }).waitFor();
    await ada.screenshot('report-new');
  });

  it('takes Markdown as one types', async () => {
    await reportText(page).click();
    await keys().type('# Findings\n');
    await keys().type('The **best** run is *far* ahead, see `config.lr`, $x^2$ and ==this==.\n');
    await keys().type('- first\nsecond\n\n');
    await keys().type('1. one\ntwo\n\n');
    await keys().type('[ ] open\n\n');
    await keys().type('> said somebody\n\n');
    await keys().type('```python\ndef f(x): return x  # more');
    const text = reportText(page);
    await text.getByRole('heading', { name: 'Findings' }).waitFor();
    expect(await text.locator('strong').textContent()).toBe('best');
    expect(await text.locator('mark').textContent()).toBe('this');
    await text.locator('math').first().waitFor();
    expect(await text.getByText('run is').textContent()).not.toContain('$');
    expect(await text.locator('ul li, ol li').count()).toBeGreaterThan(4);
    await text.getByRole('checkbox').check();
    await whenSaved(page);
  });

  it('has every kind of block in the menu of the slash', async () => {
    await block('warn', 'Warning');
    await keys().type('Mind the gap.');
    await block('formula', 'Formula');
    await page.getByLabel('LaTeX').fill('\\frac{1}{n}\\sum_i x_i');
    await page.getByRole('button', { name: 'Done' }).click();
    await reportText(page).locator('math').first().waitFor();
    await block('table', 'Table');
    await keys().type('lr');
    await keys().press('Tab');
    await keys().type('loss');
    await block('contents', 'Table of contents');
    await page
      .getByRole('navigation', { name: 'Table of contents' })
      .getByText('Findings')
      .waitFor();
    await block('divider', 'Divider');
    await block('html', 'HTML');
    await page.getByLabel('HTML', { exact: true }).last().fill('<p>framed</p>');
    await page.getByRole('button', { name: 'Show it' }).click();
    await page.locator('iframe[data-ready="true"]').waitFor();
    await whenSaved(page);
  });

  it('shows runs as cards, and numbers with their source', async () => {
    await block('run', 'Run');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Run', { exact: true }).fill('nonsense');
    await dialog.getByRole('button', { name: 'Insert' }).click();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByLabel('Run', { exact: true }).fill('looms/vision/run000003');
    await dialog.getByRole('button', { name: 'Insert' }).click();
    await page
      .getByRole('region', { name: 'Run looms/vision/run000003' })
      .getByRole('link')
      .waitFor();
    await block('metric', 'Number with its source');
    await dialog.getByLabel('Number', { exact: true }).fill('0.31');
    await dialog.getByLabel('Run', { exact: true }).fill('looms/vision/run000003');
    await dialog.getByLabel('Value of the run').fill('summary.val/loss');
    await dialog.getByRole('button', { name: 'Insert' }).click();
    await page.getByRole('link', { name: /^0\.31, from summary\.val.loss/ }).waitFor();
    await block('query', 'Query of runs');
    await page.getByRole('table', { name: 'Runs that the query finds' }).waitFor();
    await whenSaved(page);
    await inTheDark(ada, 'report-written');
    await expectNoProblems(ada);
  });

  it('keeps pictures that are uploaded', async () => {
    await block('image', 'Image');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('File').setInputFiles({
      name: 'dot.png',
      mimeType: 'image/png',
      buffer: Buffer.from(
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
        'base64',
      ),
    });
    await dialog.getByRole('button', { name: 'Upload' }).click();
    const picture = reportText(page).locator('figure img');
    await picture.waitFor();
    await page.waitForFunction(`document.querySelector('figure img')?.naturalWidth === 1`);
  });

  it('plays a film in a frame once somebody asks for it, and loads nothing of the site before', async () => {
    const src = 'https://www.youtube.com/watch?v=abc-DEF_123';
    const { address } = await makeReport(stage, {
      title: 'Films',
      document: {
        type: 'doc',
        content: [
          { type: 'embed', attrs: { src } },
          { type: 'embed', attrs: { src: 'https://x.com/looms/status/1' } },
        ],
      },
    });
    const back = page.url();
    const asked: { readonly url: string; readonly referrer: string | undefined }[] = [];
    // The site is away here; what stands in its place tries what a player should not do.
    await page.context().route(/^https:/, (route) => {
      const request = route.request();
      asked.push({ url: request.url(), referrer: request.headers()['referer'] });
      return route.fulfill({
        contentType: 'text/html',
        body: `<title>Player</title><p>playing</p><script>
          try { top.document.title = 'taken' } catch {}
          try { top.location = 'https://evil.example/' } catch {}
          open('https://evil.example/');
          document.querySelector('p').textContent = 'playing on ' + origin;
        </script>`,
      });
    });
    await page.goto(address);
    const film = page.getByRole('region', { name: 'Embedded YouTube' });
    await film.getByRole('link', { name: /^Opens on YouTube/ }).waitFor();
    expect(asked).toEqual([]);
    expect(await page.getByRole('button', { name: 'Play here' }).count()).toBe(1);
    ada.expectProblem(/sandboxed|Unsafe attempt|Blocked/);
    await film.getByRole('button', { name: 'Play here' }).click();
    await page
      .frameLocator('iframe[title="Film on YouTube"]')
      .frameLocator('iframe')
      .getByText('playing on https://www.youtube-nocookie.com')
      .waitFor();
    expect(asked).toEqual([
      {
        url: 'https://www.youtube-nocookie.com/embed/abc-DEF_123',
        referrer: `${stage.server.url}/`,
      },
    ]);
    expect(page.url()).toBe(address);
    expect(page.context().pages()).toHaveLength(1);
    expect(await page.title()).not.toBe('taken');
    await inTheDark(ada, 'report-film');
    await film.getByRole('button', { name: 'Close the player' }).click();
    expect(await page.locator('iframe').count()).toBe(0);
    ada.takeProblems();
    await page.context().unroute(/^https:/);
    await page.goto(back);
  });

  it('is the same after it is opened again, and words in it are found', async () => {
    await whenSaved(page);
    await page.reload();
    await reportText(page).getByText('Mind the gap.').waitFor();
    await keys().press('Control+f');
    await page.getByRole('textbox', { name: 'Find in the report' }).fill('gap');
    await page.getByText('1 of 1').waitFor();
    await keys().press('Escape');
  });

  it('moves a block by keyboard, and takes that back', async () => {
    const first = () => reportText(page).locator(':scope > *').first().textContent();
    await reportText(page).getByRole('heading', { name: 'Findings' }).click();
    expect(await first()).toBe('Findings');
    await keys().press('Alt+Shift+ArrowDown');
    await waitFor(async () => (await first())?.startsWith('The best'), { until: 'it moved' });
    await keys().press('Control+z');
    await waitFor(async () => (await first()) === 'Findings', { until: 'it is back' });
  });

  it('is published, listed, found by its words and deleted', async () => {
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('The report is published').waitFor();
    await makeReport(stage, { title: 'Another <img src=x onerror=alert(1)>', isDraft: true });
    await page.goto(list());
    await page.getByRole('link', { name: 'What the sweep taught us' }).waitFor();
    await inTheDark(ada, 'reports-list');
    await expectNoProblems(ada);
    await page.getByLabel('Search reports').fill('gap');
    await waitFor(async () => (await page.getByRole('link', { name: /Another/ }).count()) === 0, {
      until: 'only one is found',
    });
    await page.getByLabel('Search reports').fill('');
    await page.getByRole('button', { name: /^Delete Another/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete report' }).click();
    await waitFor(async () => (await page.getByRole('link', { name: /Another/ }).count()) === 0, {
      until: 'it is gone',
    });
  });

  it('is made of Markdown', async () => {
    await page.getByRole('button', { name: 'From Markdown' }).click();
    const dialog = page.getByRole('dialog');
    await dialog
      .getByLabel('Markdown', { exact: true })
      .fill('# Imported\n\n- a\n- b\n\n$$\nx^2\n$$\n\n<script>alert(1)</script>');
    await dialog.getByRole('button', { name: 'Make the report' }).click();
    await page.waitForURL(/Imported--/);
    await reportText(page).getByText('alert(1)').waitFor();
    expect(await page.locator('script:not([src])').count()).toBe(0);
    await expectNoProblems(ada);
  });
});
