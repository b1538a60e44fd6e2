import { newBlockId } from '@runloom/model';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Visitor } from '../support/browser.ts';
import { expectNoProblems, inTheDark } from '../support/looks.ts';
import {
  makeReport,
  openWriter,
  prepareReports,
  REPORT_PROJECT,
  reportText,
  whenSaved,
} from '../support/report-stage.ts';
import { setStage } from '../support/stage.ts';
import { waitFor } from '../support/waiting.ts';

const stage = setStage();
let ada: Visitor;
let ben: Visitor;
let report: Awaited<ReturnType<typeof makeReport>>;

beforeAll(async () => {
  await prepareReports(stage, 4, 10);
  report = await makeReport(stage, {
    title: 'Written together',
    markdown: 'First line.\n\nSecond line.\n\nThird line.',
  });
  ada = await openWriter(stage, 'ada');
  ben = await openWriter(stage, 'ben');
  for (const { page } of [ada, ben]) {
    await page.goto(report.address);
    await reportText(page).getByText('First line.').waitFor();
  }
}, 180_000);
afterAll(async () => {
  await ada?.close();
  await ben?.close();
});

/** Lines of the text; names of others stand beside their cursors, not in it. */
const LINES = `[...document.querySelectorAll('[aria-label="Text of the report"] > p')].map((line) => {
  const copy = line.cloneNode(true);
  for (const cursor of copy.querySelectorAll('.ProseMirror-widget')) cursor.remove();
  return copy.textContent;
})`;

const linesOf = (page: Page) => page.evaluate<readonly string[]>(LINES);

async function expectSame(): Promise<readonly string[]> {
  return waitFor(
    async () => {
      const [mine, theirs] = await Promise.all([linesOf(ada.page), linesOf(ben.page)]);
      return JSON.stringify(mine) === JSON.stringify(theirs) ? mine : null;
    },
    { until: 'both see the same' },
  );
}

describe.sequential('two people', () => {
  it('write at once, and both see all of it and each other', async () => {
    await reportText(ada.page).getByText('First line.').click();
    await ada.page.keyboard.press('End');
    await reportText(ben.page).getByText('Third line.').click();
    await ben.page.keyboard.press('End');
    await Promise.all([
      ada.page.keyboard.type(' Ada writes here, letter by letter.', { delay: 8 }),
      ben.page.keyboard.type(' Ben writes there, letter by letter.', { delay: 8 }),
    ]);
    await reportText(ada.page).getByText('Ben writes there, letter by letter.').waitFor();
    await reportText(ben.page).getByText('Ada writes here, letter by letter.').waitFor();
    await ben.page.getByText('ada is here').waitFor({ state: 'attached' });
    await ben.screenshot('report-together');
    await whenSaved(ada.page);
    await whenSaved(ben.page);
    await expectNoProblems(ben);
  });

  it('take back only what they did themselves', async () => {
    await ada.page.keyboard.press('Control+z');
    await waitFor(async () => !(await linesOf(ada.page)).join().includes('Ada writes'), {
      until: 'hers is gone',
    });
    expect((await linesOf(ada.page)).join()).toContain('Ben writes there');
    await ada.page.keyboard.press('Control+Shift+z');
    await reportText(ada.page).getByText('Ada writes here').waitFor();
    await expectSame();
  });

  it('lose nothing while one of them is offline, not even when her tab is closed', async () => {
    ada.expectProblem(/ERR_INTERNET_DISCONNECTED|WebSocket/);
    await ada.page.context().setOffline(true);
    // Chromium leaves sockets that are open as they are: the server's end is what breaks.
    await ada.page.locator('[data-sync="offline"]').waitFor({ timeout: 60_000 });
    await reportText(ada.page).getByText('Second line.').click();
    await ada.page.keyboard.press('End');
    await ada.page.keyboard.type(' Written');
    await ada.page.getByText('Offline: kept here until the connection is back').waitFor();
    await ada.screenshot('report-offline');
    await reportText(ben.page).getByText('Second line.').click();
    await ben.page.keyboard.press('End');
    await ben.page.keyboard.type(' Written meanwhile.');
    await whenSaved(ben.page);
    // The page goes with the last stroke, before it is online again.
    await ada.page.keyboard.type(' offline.');
    await ada.page.goto('about:blank');
    await ada.page.context().setOffline(false);
    await ada.page.goto(report.address);
    await reportText(ada.page).getByText('Written offline.').waitFor();
    await reportText(ben.page).getByText('Written offline.').waitFor();
    const lines = await expectSame();
    expect(lines.join()).toContain('Written meanwhile.');
    await whenSaved(ada.page);
    ada.takeProblems();
  });

  it('see what the other makes of a query, and overwrite nothing of it unseen', async () => {
    const block = newBlockId();
    const asked = await makeReport(stage, {
      title: 'Asked together',
      document: {
        type: 'doc',
        content: [
          {
            type: 'queryTable',
            attrs: {
              block,
              project: REPORT_PROJECT,
              kind: 'runs',
              filter: '',
              columns: ['config.lr'],
            },
          },
        ],
      },
    });
    const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
    for (const { page } of [ada, ben]) {
      await page.goto(asked.address);
      await page.getByRole('table', { name: 'Runs that the query finds' }).waitFor();
    }
    // Who types nothing follows, and writes nothing back by passing through.
    await field(ada.page, 'Filter').fill('Config("lr") > 0.01');
    await ada.page.keyboard.press('Enter');
    await expect.poll(() => field(ben.page, 'Filter').inputValue()).toBe('Config("lr") > 0.01');
    await field(ben.page, 'Filter').focus();
    await field(ada.page, 'Filter').fill('Config("lr") > 0.02');
    await ada.page.keyboard.press('Enter');
    await expect.poll(() => field(ben.page, 'Filter').inputValue()).toBe('Config("lr") > 0.02');
    await field(ben.page, 'Columns').fill('config.lr, summary.val/loss');
    await ben.page.keyboard.press('Enter');
    await expect
      .poll(() => field(ada.page, 'Columns').inputValue())
      .toBe('config.lr, summary.val/loss');
    expect(await field(ada.page, 'Filter').inputValue()).toBe('Config("lr") > 0.02');

    // Both type: the first who is done is told to the other, who chooses.
    await field(ben.page, 'Filter').fill('Config("lr") > 0.5');
    await field(ada.page, 'Filter').fill('Config("lr") > 0.03');
    await ada.page.keyboard.press('Enter');
    await ben.page.getByText('Filter changed meanwhile to').waitFor();
    await inTheDark(ben, 'report-query-conflict');
    await field(ben.page, 'Columns').focus();
    await whenSaved(ben.page);
    expect(await field(ada.page, 'Filter').inputValue()).toBe('Config("lr") > 0.03');
    await ben.page.getByRole('button', { name: 'Take that' }).click();
    expect(await field(ben.page, 'Filter').inputValue()).toBe('Config("lr") > 0.03');
    await field(ben.page, 'Filter').fill('Config("lr") > 0.6');
    await field(ada.page, 'Filter').fill('Config("lr") > 0.04');
    await ada.page.keyboard.press('Enter');
    await ben.page.getByRole('button', { name: 'Keep mine' }).click();
    await expect.poll(() => field(ada.page, 'Filter').inputValue()).toBe('Config("lr") > 0.6');
    await expectNoProblems(ben);
    for (const { page } of [ada, ben]) {
      await whenSaved(page);
      await page.goto(report.address);
      await reportText(page).getByText('First line.').waitFor();
    }
  });

  it('are not harmed by what somebody pastes', async () => {
    const { page } = ada;
    // What runs in the frame of pasted HTML is kept in it, and says so.
    for (const one of [ada, ben]) one.expectProblem(/Blocked a frame with origin "null"/);
    await page.getByRole('button', { name: 'Write at the end' }).click();
    await paste(
      page,
      `<h2>Pasted</h2><img src=x onerror="document.title='harmed'"><script>document.title='harmed'</script>
       <a href="javascript:document.title='harmed'">link</a><a href="https://a.example/">good</a>
       <iframe src="javascript:parent.document.title='harmed'"></iframe>
       <div data-report-block="html" data-attributes='{"source":"<script>parent.document.title=\\"harmed\\"</script>"}'></div>
       <div data-report-block="embed" data-attributes='{"src":"https://evil.example/"}'></div>
       <table><tr><td colspan="100000">wide</td></tr></table>
       <svg onload="document.title='harmed'"></svg><style>body{display:none}</style>`,
      'Pasted',
    );
    await reportText(page).getByRole('heading', { name: 'Pasted' }).waitFor();
    await reportText(ben.page).getByRole('heading', { name: 'Pasted' }).waitFor();
    for (const { page: one } of [ada, ben]) {
      expect(await one.title()).not.toContain('harmed');
      expect(
        await reportText(one).locator('a[href^="javascript:"], img[src="x"], script').count(),
      ).toBe(0);
      await reportText(one).getByRole('link', { name: 'good' }).waitFor();
    }
    await whenSaved(page);
    for (const { problems } of [ada, ben]) {
      expect(problems.filter((one) => !one.includes('origin "null"'))).toEqual([]);
    }
  });

  it('are told when too much is pasted at once', async () => {
    const { page } = ada;
    await paste(page, '', 'x'.repeat(1_100_000));
    await page.getByText('That is too much to paste').first().waitFor();
    await whenSaved(page);
  });
});

/** Pastes as the browser does after a copy elsewhere. */
async function paste(page: Page, html: string, text: string): Promise<void> {
  await page.evaluate(`(() => {
    const data = new DataTransfer();
    const html = ${JSON.stringify(html)};
    if (html !== '') data.setData('text/html', html);
    data.setData('text/plain', ${JSON.stringify(text)});
    const paste = { clipboardData: data, bubbles: true, cancelable: true };
    document
      .querySelector('[aria-label="Text of the report"]')
      .dispatchEvent(new ClipboardEvent('paste', paste));
  })()`);
}
