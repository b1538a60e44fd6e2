import { inflateRawSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openVisitor, type Visitor } from '../support/browser.ts';
import { makeRuns, sweepRuns } from '../support/many-runs.ts';
import { setStage } from '../support/stage.ts';
import { waitFor } from '../support/waiting.ts';
import { createWire } from '../support/wire.ts';

const PROJECT = { entity: 'admin', project: 'sweep' };
const COUNT = 260;
const stage = setStage();
let visitor: Visitor;
let page: Page;

beforeAll(async () => {
  visitor = await openVisitor();
  page = visitor.page;
  const wire = createWire(stage.server.url, stage.server.adminKey);
  const runs = sweepRuns(COUNT, 20);
  // One after the other, so that the newest is the last.
  await makeRuns(wire, PROJECT, runs.slice(0, -3));
  for (const run of runs.slice(-3)) await makeRuns(wire, PROJECT, [run]);
  const link = /http:\S+\/signin\?token=\S+/.exec(stage.server.output)?.[0];
  await page.goto(link ?? '');
  await page.waitForURL((url) => url.pathname !== '/signin');
}, 120_000);
afterAll(() => visitor.close());

const open = async (search = ''): Promise<void> => {
  await page.goto(`${stage.server.url}/admin/sweep${search}`);
  await table().getByRole('row').nth(2).waitFor();
};
const table = () => page.getByRole('table', { name: 'Runs' });
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const status = (text: RegExp | string) => page.getByText(text).first().waitFor();
const rowNames = () => table().getByRole('link').allTextContents();
const groupsOf = (field: string) =>
  table()
    .locator('tbody')
    .getByRole('button', { name: new RegExp(`^${field} `) });
const columnTexts = async (index: number): Promise<string[]> => {
  const rows = await table().locator('tbody tr').all();
  const texts = await Promise.all(rows.map((row) => row.locator('td').nth(index).textContent()));
  return texts.map((text) => text ?? '');
};

describe.sequential('the runs of a workspace', () => {
  it('are listed newest first, of which the first ten are drawn', async () => {
    await open();
    await status(`10 of ${COUNT} shown`);
    expect((await rowNames())[0]).toContain('-s21');
    expect(await table().getAttribute('aria-rowcount')).toBe(String(COUNT + 1));
    expect(await visitor.findAccessibilityProblems()).toEqual([]);
  });

  it('are read from anywhere in the list, and only what is in sight is drawn', async () => {
    const scroller = table().locator('..');
    await scroller.evaluate((element) => {
      element.scrollTop = element.scrollHeight;
    });
    await waitFor(async () => (await rowNames()).some((name) => name.endsWith('-s0')), {
      until: 'the oldest runs are read',
    });
    expect(await table().locator('tbody tr').count()).toBeLessThan(80);
    await scroller.evaluate((element) => {
      element.scrollTop = 0;
    });
  });

  it('are filtered by a text, whose mistakes are told with their place', async () => {
    await button('Filter').click();
    const text = page.getByLabel('As text');
    await text.fill('config.lr > and');
    await status(/Character 13:/);
    await text.fill('Config(\'lr\') = 0.1 and config.model = "vit-b"');
    await text.press('Enter');
    await page.keyboard.press('Escape');
    const found = sweepRuns(COUNT, 0).filter(
      ({ config }) => config['lr'] === 0.1 && config['model'] === 'vit-b',
    ).length;
    await waitFor(async () => (await table().getAttribute('aria-rowcount')) === String(found + 1), {
      until: 'the list is narrowed',
    });
    await waitFor(
      async () => {
        const names = await rowNames();
        return names.length > 5 && names.every((name) => name.startsWith('vit-b-lr0.1-'));
      },
      { until: 'only runs that the filter means are listed' },
    );
    await status(`10 of ${COUNT} shown`);
  });

  it('have the same filter in the builder, which writes the text', async () => {
    await button('Filter (2)').click();
    const fields = page
      .getByRole('textbox', { name: 'Field' })
      .or(page.getByLabel('Field', { exact: true }));
    expect(await fields.count()).toBe(2);
    await page.getByLabel('Operator').first().selectOption('>=');
    await waitFor(
      async () => (await page.getByLabel('As text').inputValue()).startsWith('config.lr >= 0.1'),
      {
        until: 'the text follows',
      },
    );
    await visitor.screenshot('workspace-filter');
    await button('Clear').click();
    await page.keyboard.press('Escape');
  });

  it('are found by a regular expression', async () => {
    await page.getByLabel('Search runs').fill('^vit.*s2$');
    await page.getByRole('button', { name: 'Regular expression' }).click();
    await waitFor(async () => (await rowNames()).every((name) => /^vit.*s2$/.test(name)), {
      until: 'only runs that match are listed',
    });
    await page.getByLabel('Search runs').fill('');
    await page.getByRole('button', { name: 'Regular expression' }).click();
  });

  it('are sorted by two columns', async () => {
    await button('Show the table with config and summary').click();
    await button('Sort').click();
    await page.getByLabel('Sort by').fill('config.lr');
    await page.getByLabel('Then by').fill('config.seed');
    await button('Ascending').last().click();
    await page.keyboard.press('Escape');
    const heads = await table().locator('thead th').allInnerTexts();
    const [lr, seed] = ['lr', 'seed'].map((name) =>
      heads.findIndex((text) => text.trim() === name),
    );
    await waitFor(
      async () => {
        const lrs = (await columnTexts(lr ?? 0)).filter(Boolean).map(Number);
        const seeds = (await columnTexts(seed ?? 0)).filter(Boolean).map(Number);
        return (
          lrs.length > 10 &&
          lrs.every((value) => value === 0.003) &&
          seeds[0] === 21 &&
          seeds.every((value, index) => index === 0 || value <= (seeds[index - 1] ?? 0))
        );
      },
      { until: 'rows are in order of both' },
    );
    await visitor.screenshot('workspace-table');
    expect(await visitor.findAccessibilityProblems()).toEqual([]);
  });

  it('are grouped by two levels with mean, deviation and count', async () => {
    await button('Group').click();
    await page.getByLabel('Group by').fill('config.model');
    await page.getByLabel('Then group by').fill('config.lr');
    await page.keyboard.press('Escape');
    const groups = groupsOf('model');
    await waitFor(async () => (await groups.count()) === 3, { until: 'there are three groups' });
    await groups.first().click();
    const inner = groupsOf('lr');
    await waitFor(async () => (await inner.count()) === 4, { until: 'there are four inside' });
    await inner.first().click();
    await table().getByRole('link').first().waitFor();
    const count = sweepRuns(COUNT, 0).filter(({ config }) => config['model'] === 'convnext').length;
    expect((await groups.first().textContent()) ?? '').toContain(String(count));
    await table().locator('tbody tr').first().locator('td', { hasText: '±' }).first().waitFor();
    await visitor.screenshot('workspace-grouped');
    expect(await visitor.findAccessibilityProblems()).toEqual([]);
  });

  it('go back step by step, and forward again', async () => {
    await page.locator('body').press('Control+z');
    await page.locator('body').press('Control+z');
    await waitFor(async () => (await groupsOf('model').count()) === 0, {
      until: 'the groups are gone',
    });
    await page.locator('body').press('Control+Shift+z');
    await groupsOf('model').first().waitFor();
    await page.locator('body').press('Control+z');
  });

  it('are compared with a baseline that stays in sight', async () => {
    await table().locator('tbody tr').nth(2).hover();
    await table()
      .locator('tbody tr')
      .nth(2)
      .getByRole('button', { name: /^Menu of/ })
      .click();
    await page.getByRole('menuitem', { name: 'Compare all with it (baseline)' }).click();
    await table().getByLabel('Baseline').first().waitFor();
    await page
      .getByTitle(/against the baseline/)
      .first()
      .waitFor();
    await visitor.screenshot('workspace-baseline');
  });

  it('are tagged together, all between two clicks', async () => {
    const boxes = table().locator('tbody').last().getByRole('checkbox');
    await boxes.nth(3).click({ force: true });
    await boxes.nth(7).click({ force: true, modifiers: ['Shift'] });
    await status('5 runs selected');
    await button('Tag').click();
    await page.getByLabel('Add tags').fill('keep');
    await page.getByRole('dialog').getByRole('button', { name: 'Tag', exact: true }).click();
    await waitFor(
      async () => {
        const body = { filter: { tags: 'keep' } };
        const answer = await stage.api.send('POST', '/api/v1/projects/admin/sweep/runs/rows', body);
        return JSON.parse(answer.text).totalCount === 5;
      },
      { until: 'five runs have the tag' },
    );
  });

  it('keep their set-up: it is there after a reload, and in a link that somebody else opens', async () => {
    await waitFor(() => stateIn(page.url()).includes('baseline'), {
      until: 'the address tells of it',
    });
    const address = page.url();
    await page.goto(`${stage.server.url}/admin/sweep`);
    await table().getByLabel('Baseline').first().waitFor();
    await page.goto('about:blank');
    await page.goto(address);
    await table().getByLabel('Baseline').first().waitFor();
    expect(visitor.problems).toEqual([]);
  });
});

/** The text of the state that an address holds. */
function stateIn(address: string): string {
  const text = new URL(address).searchParams.get('s') ?? '';
  return text === '' ? '' : inflateRawSync(Buffer.from(text, 'base64url')).toString();
}
