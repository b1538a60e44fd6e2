import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openVisitor, type Visitor } from '../support/browser.ts';
import { makeRuns, sweepRuns } from '../support/many-runs.ts';
import { setStage } from '../support/stage.ts';
import { waitFor } from '../support/waiting.ts';
import { createWire } from '../support/wire.ts';

const stage = setStage();
let visitor: Visitor;
let page: Page;
const VIEWS = '/api/v1/projects/admin/vision/views';

beforeAll(async () => {
  visitor = await openVisitor();
  page = visitor.page;
  const wire = createWire(stage.server.url, stage.server.adminKey);
  await makeRuns(wire, { entity: 'admin', project: 'vision' }, sweepRuns(12, 30));
  const link = /http:\S+\/signin\?token=\S+/.exec(stage.server.output)?.[0];
  await page.goto(link ?? '');
  await page.waitForURL((url) => url.pathname !== '/signin');
  await page.goto(`${stage.server.url}/admin/vision`);
  await panel('train/loss').waitFor();
}, 60_000);
afterAll(() => visitor.close());

const panel = (title: string) => page.getByRole('region', { name: title, exact: true });
const heading = (name: string) =>
  page
    .getByRole('heading', { level: 2 })
    .filter({ has: page.getByRole('button', { name: new RegExp(`^${name}`) }) });
const menuOf = async (name: string, item: string): Promise<void> => {
  await page.getByRole('button', { name, exact: true }).click({ force: true });
  await page.getByRole('menuitem', { name: item, exact: true }).click();
};
const sectionNames = async (): Promise<string[]> =>
  (await page.getByRole('heading', { level: 2 }).getByRole('button').allInnerTexts()).map(
    (text) => text.split('\n')[0] ?? '',
  );
const undo = () => page.locator('body').press('Control+z');

describe.sequential('sections and panels', () => {
  it('stand by the first slash, are renamed, moved and sorted, and undo takes it back', async () => {
    expect((await sectionNames()).slice(0, 3)).toEqual(['Charts', 'train', 'val']);
    await menuOf('Menu of the section train', 'Rename');
    await page.getByLabel('Name of the section').fill('Training');
    await page.getByLabel('Name of the section').press('Enter');
    await heading('Training').waitFor();
    await heading('Training').getByRole('button').press('Alt+ArrowUp');
    await waitFor(async () => (await sectionNames())[0] === 'Training', { until: 'it is first' });
    await undo();
    await undo();
    await waitFor(async () => (await sectionNames())[1] === 'train', { until: 'all is undone' });
  });

  it('are duplicated, renamed, moved and removed', async () => {
    await menuOf('Menu of train/lr', 'Duplicate');
    await waitFor(async () => (await panel('train/lr').count()) === 2, { until: 'there are two' });
    await menuOf('Menu of train/loss', 'Rename…');
    await page.getByRole('dialog').getByLabel('Title').fill('My loss');
    await page.getByRole('dialog').getByLabel('Title').press('Enter');
    await panel('My loss').waitFor();
    await menuOf('Menu of My loss', 'Move…');
    await page.getByRole('dialog').getByLabel('Section').selectOption({ label: 'Charts' });
    await page.getByRole('dialog').getByRole('button', { name: 'Move' }).click();
    await waitFor(async () => (await heading('Charts').textContent())?.includes('2'), {
      until: 'it is in Charts',
    });
    await menuOf('Menu of My loss', 'Remove');
    await waitFor(async () => (await panel('My loss').count()) === 0, { until: 'it is gone' });
    for (let step = 0; step < 4; step += 1) await undo();
    await panel('train/loss').waitFor();
    expect(await panel('train/lr').count()).toBe(1);
  });

  it('fill the window, and arrow keys go from one to the next', async () => {
    await page.getByRole('button', { name: 'Full screen of train/loss' }).click({ force: true });
    const dialog = page.getByRole('dialog');
    await dialog.getByText('train/loss').first().waitFor();
    await dialog.getByRole('button', { name: 'Next panel' }).focus();
    await page.keyboard.press('ArrowRight');
    await dialog.getByText('train/lr').first().waitFor();
    expect(page.url()).not.toContain('undefined');
    await page.keyboard.press('Escape');
  });

  it('are found by a regular expression over all sections', async () => {
    await page.getByLabel('Search metrics').fill('^val/(loss|acc)');
    await waitFor(async () => (await sectionNames()).join() === 'val', {
      until: 'one section is left',
    });
    await page.getByLabel('Search metrics').fill('');
    await panel('train/loss').waitFor();
  });

  it('are laid out by section: side by side, in pages, each in its own size', async () => {
    await menuOf('Menu of the section train', 'Layout…');
    const dialog = page.getByRole('dialog');
    await dialog
      .getByRole('group', { name: 'Panels side by side' })
      .getByRole('button', { name: '1' })
      .click();
    await dialog
      .getByRole('group', { name: 'Rows on a page' })
      .getByRole('button', { name: '1', exact: true })
      .click();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: 'Next page of train' }).click();
    await panel('train/lr').waitFor();
    expect(await panel('train/loss').count()).toBe(0);
    await undo();
    await undo();
  });

  it('are added: metrics together in one panel, and an empty section', async () => {
    await menuOf('Menu of the section val', 'Add a section below');
    // Only what is in sight is drawn.
    await page.locator('section[aria-label="Charts"]').evaluate((element) => {
      element.scrollTop = element.scrollHeight;
    });
    await page.getByRole('button', { name: 'Add a panel', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('train/loss').check();
    await dialog.getByRole('button', { name: 'Add the panel' }).click();
    await waitFor(async () => (await panel('train/loss').count()) >= 1, { until: 'it is added' });
    await heading('New section').waitFor();
    await visitor.screenshot('workspace-sections');
    expect(await visitor.findAccessibilityProblems()).toEqual([]);
  });
});

describe.sequential('my workspace', () => {
  it('is kept as it is at last, when changes come faster than the server answers', async () => {
    const address = `${stage.server.url}/api/v1/projects/admin/vision/workspace`;
    const stored = async () =>
      JSON.parse((await stage.api.send('GET', new URL(address).pathname)).text);
    await page.route(address, async (route) => {
      if (route.request().method() === 'PUT') await delay(2_000);
      await route.continue();
    });
    const log = page.getByRole('button', { name: 'Log', exact: true });
    const search = page.getByLabel('Search runs');
    await log.click();
    await delay(800);
    await search.fill('vit');
    await delay(800);
    await log.click();
    await delay(800);
    await search.fill('');
    await log.click();
    await waitFor(
      async () => {
        const { spec } = await stored();
        return spec?.runs.search === '' && JSON.stringify(spec.board.settings).includes('true');
      },
      { until: 'the last state is kept', timeoutMs: 30_000 },
    );
    expect(await page.getByText(/saved .* after you opened it/).count()).toBe(0);
    await page.unroute(address);
    await log.click();
    await waitFor(
      async () => !JSON.stringify((await stored()).spec.board.settings).includes('true'),
      {
        until: 'what comes after it is kept too',
      },
    );
  });
});

describe.sequential('views', () => {
  it('are saved by name, each save a version that says what it changed', async () => {
    await page.locator('body').press('Control+s');
    await page.getByLabel('Name').fill('Ablations');
    await page.getByLabel('Name').press('Enter');
    await page.getByRole('button', { name: /^Ablations/ }).waitFor();
    await waitFor(() => page.url().includes('nw='), { until: 'the address names it' });
    await page.getByRole('button', { name: 'Log', exact: true }).click();
    await page.getByText('unsaved').waitFor();
    await page.locator('body').press('Control+s');
    await waitFor(async () => (await page.getByText('unsaved').count()) === 0, {
      until: 'it is saved',
    });
    await menuOf('Ablations', 'Versions…');
    await page.getByText('Version 2').waitFor();
    await page.getByText('Settings of all panels').waitFor();
    await visitor.screenshot('workspace-versions');
    await page.getByRole('button', { name: 'Restore' }).click();
    await page.getByText('unsaved').waitFor();
    await page.locator('body').press('Control+s');
    await waitFor(
      async () => {
        const { text } = await stage.api.send('GET', VIEWS);
        return JSON.parse(text).views[0].version === 3;
      },
      { until: 'the restored state is a version too' },
    );
  });

  it('that somebody else saved meanwhile are not overwritten unasked', async () => {
    const { views } = JSON.parse((await stage.api.send('GET', VIEWS)).text);
    const [{ id }] = views;
    const known = JSON.parse((await stage.api.send('GET', `/api/v1/views/${id}`)).text);
    const theirs = { ...known.spec, runs: { ...known.spec.runs, filter: 'state = "finished"' } };
    await stage.api.send('PUT', `/api/v1/views/${id}`, { spec: theirs, base: known.version });
    await page.getByRole('button', { name: 'Log', exact: true }).click();
    await page.getByText('unsaved').waitFor();
    await page.locator('body').press('Control+s');
    await page.getByText(/saved this view after you opened it/).waitFor();
    await page.getByRole('button', { name: 'Take theirs' }).click();
    await page.getByRole('button', { name: 'Filter (1)' }).waitFor();
    // The browser tells of each answer that is no success; this one is meant.
    expect(visitor.problems.filter((problem) => !problem.includes('409'))).toEqual([]);
  });

  it('that can’t be shown leave a page that says so', async () => {
    await page.goto(`${stage.server.url}/admin/vision?s=broken`);
    await page.getByText(/The address says nothing that can be read/).waitFor();
    await panel('train/loss').waitFor();
    await page.goto(`${stage.server.url}/admin/vision?view=999999`);
    await page.getByText(/The view of this address can’t be shown/).waitFor();
    await panel('train/loss').waitFor();
  });
});
