import { readFileSync } from 'node:fs';
import { parseViewSpec, RunRows, SavedViewDetail } from '@runloom/model';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Visitor } from '../support/browser.ts';
import { makeRuns, sweepRuns } from '../support/many-runs.ts';
import { signIn } from '../support/signed-in.ts';
import { setStage } from '../support/stage.ts';
import { waitFor } from '../support/waiting.ts';
import { createWire } from '../support/wire.ts';

const PROJECT = { entity: 'admin', project: 'edges' };
const PATH = '/api/v1/projects/admin/edges';
const stage = setStage();
let visitor: Visitor;
let page: Page;

beforeAll(async () => {
  const wire = createWire(stage.server.url, stage.server.adminKey);
  await makeRuns(wire, PROJECT, sweepRuns(12, 30));
  visitor = await signIn(stage);
  page = visitor.page;
}, 120_000);
afterAll(() => visitor.close());

const open = async (search = ''): Promise<void> => {
  await page.goto(`${stage.server.url}/admin/edges${search}`);
  await page.getByRole('table', { name: 'Runs' }).getByRole('link').first().waitFor();
};
const panel = (title: string) => page.getByRole('region', { name: title, exact: true });
const headings = async (): Promise<string[]> =>
  (await page.getByRole('heading', { level: 2 }).getByRole('button').allInnerTexts()).map(
    (text) => text.split('\n')[0] ?? '',
  );
const panelsOf = async (prefix: string): Promise<string[]> => {
  const names = await page
    .getByRole('region')
    .evaluateAll((nodes) => nodes.map((node) => node.getAttribute('aria-label') ?? ''));
  return names.filter((name) => name.startsWith(prefix));
};
const undo = () => page.locator('body').press('Control+z');

describe.sequential('dragging', () => {
  it('moves a panel to another place, and undo takes it back', async () => {
    await open();
    // What is still loading moves others.
    for (const title of ['train/loss', 'train/lr', 'val/accuracy']) {
      await page.getByRole('group', { name: title, exact: true }).waitFor();
    }
    expect(await panelsOf('train/')).toEqual(['train/loss', 'train/lr']);
    await panel('train/lr')
      .locator('header')
      .dragTo(panel('train/loss'), {
        targetPosition: { x: 10, y: 60 },
      });
    await waitFor(async () => (await panelsOf('train/'))[0] === 'train/lr', { until: 'it moved' });
    await undo();
    await waitFor(async () => (await panelsOf('train/'))[0] === 'train/loss', {
      until: 'it is back',
    });
  });

  it('moves a panel into another section', async () => {
    await panel('train/lr')
      .locator('header')
      .dragTo(panel('val/accuracy'), {
        targetPosition: { x: 10, y: 60 },
      });
    const counts = () => page.getByRole('heading', { level: 2 }).allInnerTexts();
    const has = async (section: string, count: number) =>
      (await counts()).some((text) => text.replace(/\s+/g, ' ').startsWith(`${section} ${count}`));
    await waitFor(async () => (await has('val', 3)) && (await has('train', 1)), {
      until: `it is one of three there: ${(await counts()).join(' | ')}`,
    });
    await undo();
    await waitFor(() => has('train', 2), { until: 'it is back' });
  });

  it('moves a section', async () => {
    const heading = (name: string) =>
      page
        .getByRole('heading', { level: 2 })
        .filter({ has: page.getByRole('button', { name: new RegExp(`^${name}`) }) });
    const before = await headings();
    expect(before.indexOf('val')).toBeGreaterThan(before.indexOf('train'));
    await heading('val').dragTo(heading('train'));
    await waitFor(
      async () => {
        const now = await headings();
        return now.indexOf('val') < now.indexOf('train');
      },
      { until: 'val stands before train' },
    );
    await undo();
    await waitFor(async () => (await headings()).join() === before.join(), { until: 'undone' });
  });
});

describe.sequential('the table', () => {
  it('is sorted by the least of all points, as the server has them', async () => {
    await open();
    await page.getByRole('button', { name: 'Sort', exact: true }).click();
    await page.getByLabel('Sort by').fill('summary.train/loss');
    const statistic = page.getByLabel('Which value of summary.train/loss');
    await statistic.selectOption('min');
    const { rows } = await readRows({ order: ['min:summary.train/loss'], limit: 20 });
    const expected = rows.map(({ displayName }) => displayName);
    await page.keyboard.press('Escape');
    await waitFor(
      async () => {
        const names = await page
          .getByRole('table', { name: 'Runs' })
          .getByRole('link')
          .allTextContents();
        return names.join() === expected.join();
      },
      { until: 'the list is in that order' },
    );
    await visitor.screenshot('edges-sorted');
    await undo();
    await undo();
  });

  it('as CSV has the numbers of the API to the last bit', async () => {
    await page
      .getByRole('button', { name: 'Show the table with config and summary', exact: true })
      .click();
    await page.getByRole('columnheader', { name: /train\/loss/ }).waitFor();
    await page.getByRole('button', { name: 'Which runs to show', exact: true }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Save the table (CSV)' }).click(),
    ]);
    const [head = '', ...lines] = readFileSync(await download.path(), 'utf8')
      .trim()
      .split(/\r?\n/);
    const column = head.split(',').findIndex((name) => name.includes('train/loss'));
    const told = await readRows({ columns: [{ field: 'summary.train/loss' }], limit: 20 });
    expect(lines.map((line) => Number(line.split(',')[column]))).toEqual(
      told.rows.map(({ values }) => values[0]),
    );
    await undo();
  });

  it('takes back what was deleted', async () => {
    const selection = { runs: ['run000003'] };
    await stage.api.send('POST', `${PATH}/runs/bulk`, { selection, action: { kind: 'delete' } });
    await page.getByText(/of 11 shown/).waitFor();
    await page.getByRole('button', { name: 'Which runs to show', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Deleted runs…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).waitFor();
    await visitor.screenshot('edges-trash');
    expect(await visitor.findAccessibilityProblems()).toEqual([]);
    await page.getByRole('button', { name: 'Take back' }).click();
    await page.getByText('No run of this project is deleted.').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText(/of 12 shown/).waitFor();
  });
});

describe.sequential('a view', () => {
  it('of runs and keys that are gone stands, without them', async () => {
    const link = await save('Gone', {
      runs: {
        base: 'none',
        shown: ['gone', 'run000001'],
        baseline: 'gone',
        pinned: ['gone', 'run000002'],
        columns: [{ field: 'summary.gone' }, { field: 'config.lr' }],
        sort: [{ field: 'summary.gone', isAscending: true }],
        groupBy: [],
        colours: { byField: 'config.gone' },
      },
      board: {
        sections: [{ id: 'own:1', title: 'Mine' }],
        order: ['own:1'],
        panels: [
          {
            id: 'own/1',
            type: 'line',
            section: 'own:1',
            settings: { metrics: { kind: 'keys', keys: ['gone/metric'] } },
          },
          { id: 'own/2', type: 'from-the-future', section: 'own:1' },
          { id: 'history/gone/too', title: 'Not there' },
        ],
      },
    });
    await open(`?nw=${link}`);
    await page.getByText(/1 of 12 shown/).waitFor();
    await panel('gone/metric').getByText('Not logged by the runs shown').first().waitFor();
    await page.getByText('This version has no panel of the type “from-the-future”.').waitFor();
    await panel('train/loss').waitFor();
    await visitor.screenshot('edges-gone');
    expect(visitor.problems).toEqual([]);
  });

  it('with a filter that can’t be read lists all runs and says where it is wrong', async () => {
    const link = await save('Half', { runs: { filter: 'config.lr > and KeysInfo("x") = 1' } });
    await open(`?nw=${link}`);
    await page
      .getByText(/The filter can’t be read, so all runs are listed. Character 13/)
      .waitFor();
    await page.getByText(/10 of 12 shown/).waitFor();
    await page.getByRole('button', { name: 'Filter: error', exact: true }).waitFor();
    expect(await visitor.findAccessibilityProblems()).toEqual([]);
    await visitor.screenshot('edges-filter');
  });

  it('is found again by its address, and a panel by its link', async () => {
    await open();
    await page.getByRole('button', { name: 'Log', exact: true }).click();
    await waitFor(() => new URL(page.url()).searchParams.has('s'), {
      until: 'the address says it',
    });
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page
      .getByRole('button', { name: 'Menu of train/loss', exact: true })
      .click({ force: true });
    await page.getByRole('menuitem', { name: 'Copy a link to the panel' }).click();
    const copied = String(await page.evaluate('navigator.clipboard.readText()'));
    await page.goto('about:blank');
    await page.goto(copied);
    await page.getByRole('dialog', { name: 'train/loss' }).waitFor();
    await page.keyboard.press('Escape');
    const log = page.getByRole('button', { name: 'Log', exact: true });
    expect(await log.getAttribute('aria-pressed')).toBe('true');
  });
});

async function save(name: string, spec: object): Promise<string> {
  const body = { name, spec: parseViewSpec({ version: 1, ...spec }) };
  const answer = await stage.api.send('POST', `${PATH}/views`, body);
  return SavedViewDetail.parse(JSON.parse(answer.text)).link ?? '';
}

async function readRows(body: object): Promise<RunRows> {
  const { text } = await stage.api.send('POST', `${PATH}/runs/rows`, body);
  return RunRows.parse(JSON.parse(text));
}
