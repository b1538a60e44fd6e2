import { readFileSync } from 'node:fs';
import { INITIAL_VIEW_SPEC, SavedViewDetail } from '@runloom/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Visitor } from '../support/browser.ts';
import { signIn } from '../support/signed-in.ts';
import { setStage } from '../support/stage.ts';

const stage = setStage();
const PROJECT = 'hostile';
const IMAGE = `<img src=x onerror="document.title='harmed'">`;
/** As long as titles may be. */
const LONG = 'x'.repeat(2_000);
let visitor: Visitor;

beforeAll(async () => {
  const { code, output } = await stage.machine.run('hostile_names.py', { args: [PROJECT] });
  if (code !== 0) throw new Error(output);
  visitor = await signIn(stage);
}, 180_000);
afterAll(() => visitor.close());

const address = (search = '') => `${stage.server.url}/admin/${PROJECT}${search}`;

/** Nothing ran, nothing was loaded, no link leads astray, and the page is no wider than the window. */
async function expectHarmless(): Promise<void> {
  const { page, problems } = visitor;
  expect(await page.title()).not.toBe('harmed');
  expect(await page.locator('a[href^="javascript:"], img[src="x"]').count()).toBe(0);
  expect(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')).toBe(0);
  expect(problems).toEqual([]);
}

describe.sequential('hostile names', () => {
  it('of runs, groups, tags and notes are texts in the list', async () => {
    const { page } = visitor;
    await page.goto(address());
    const table = page.getByRole('table', { name: 'Runs' });
    await table.getByRole('link', { name: IMAGE }).waitFor();
    await page
      .getByRole('button', { name: 'Show the table with config and summary', exact: true })
      .click();
    await table.getByRole('columnheader', { name: /Tags/ }).waitFor();
    expect(await visitor.findAccessibilityProblems()).toEqual([]);
    await expectHarmless();
    await visitor.screenshot('hostile-table');
    await page.getByRole('button', { name: 'Show charts beside the table', exact: true }).click();
  });

  it('of metrics are titles of panels and sections', async () => {
    const { page } = visitor;
    await page.getByRole('region', { name: IMAGE, exact: true }).first().waitFor();
    await expectHarmless();
    await visitor.screenshot('hostile-board');
    await page.getByLabel('Search metrics').fill('onerror');
    await page.getByRole('region', { name: IMAGE, exact: true }).first().waitFor();
    await page.getByLabel('Search metrics').fill('');
    await expectHarmless();
  });

  it('of groups and values are texts where runs are grouped and coloured by them', async () => {
    const { page } = visitor;
    const spec = {
      ...INITIAL_VIEW_SPEC,
      runs: {
        ...INITIAL_VIEW_SPEC.runs,
        groupBy: ['group', 'jobType'],
        colours: { ...INITIAL_VIEW_SPEC.runs.colours, byField: 'group' },
      },
    };
    const view = await save(IMAGE, spec);
    await page.goto(address(`?nw=${view.link}`));
    const named = page.getByRole('button').filter({ hasText: IMAGE });
    await named.first().waitFor();
    await page.getByText('group', { exact: false }).first().waitFor();
    await expectHarmless();
    await visitor.screenshot('hostile-groups');
  });

  it('of sections, panels and views are texts wherever they are asked about', async () => {
    const { page } = visitor;
    const text = `${IMAGE} [link](javascript:document.title='harmed') <script>document.title='harmed'</script>`;
    const names = [IMAGE, "javascript:document.title='harmed'", '\u200f\u202emirror', LONG];
    const board = {
      ...INITIAL_VIEW_SPEC.board,
      mode: 'manual' as const,
      sections: names.map((title, index) => ({
        id: `own:${index}`,
        title,
        ...(index === 0 ? { columns: 2, height: 150 } : { isOpen: false }),
      })),
      panels: names.map((title, index) => ({
        id: `own/${index}`,
        type: 'markdown',
        title,
        section: 'own:0',
        settings: { text },
      })),
    };
    const view = await save('\u200f\u202eweiv', { ...INITIAL_VIEW_SPEC, board });
    await page.goto(address(`?nw=${view.link}`));
    for (const name of names) {
      const panel = page.getByRole('region', { name, exact: true });
      await panel.getByText('<script>').waitFor();
      await panel.getByRole('button', { name: `Menu of ${name}`, exact: true }).click();
      await page.getByRole('menuitem', { name: /^Move/ }).click();
      const dialog = page.getByRole('dialog');
      await dialog.waitFor();
      await expectHarmless();
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    }
    const [first = ''] = names;
    await visitor.screenshot('hostile-sections');
    await page.getByRole('button', { name: `Full screen of ${first}`, exact: true }).click();
    await page.getByRole('dialog').getByText('<script>').waitFor();
    await expectHarmless();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /weiv/ }).click();
    await page.getByRole('menuitem', { name: 'Versions…' }).click();
    await page.getByRole('dialog').getByText('Version 1').waitFor();
    await expectHarmless();
    await visitor.screenshot('hostile-versions');
  });

  it('of views are texts in their menu, also 10 kB of them refused with the reason', async () => {
    const { page } = visitor;
    const answer = await stage.api.send('POST', `/api/v1/projects/admin/${PROJECT}/views`, {
      name: 'x'.repeat(10_000),
      spec: INITIAL_VIEW_SPEC,
    });
    expect(answer.status).toBe(400);
    await save('\u202ednetrever', INITIAL_VIEW_SPEC);
    await page.goto(address());
    await page.getByRole('button', { name: /^My workspace/ }).click();
    await page.getByRole('menuitem', { name: IMAGE }).waitFor();
    await expectHarmless();
    await visitor.screenshot('hostile-views');
  });

  it('are no formulas in the table that is saved', async () => {
    const { page } = visitor;
    await page.goto(address());
    await page.getByRole('table', { name: 'Runs' }).getByRole('link').first().waitFor();
    const menu = page.getByRole('button', { name: 'Which runs to show', exact: true });
    await menu.click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Save the table (CSV)' }).click(),
    ]);
    const text = readFileSync(await download.path(), 'utf8');
    expect(text).toContain(`"'=HYPERLINK(""http://example.com"",""click"")"`);
    expect(text).not.toMatch(/(?:^|,)"?=/m);
  });
});

async function save(name: string, spec: unknown): Promise<SavedViewDetail> {
  const path = `/api/v1/projects/admin/${PROJECT}/views`;
  return SavedViewDetail.parse(
    JSON.parse((await stage.api.send('POST', path, { name, spec })).text),
  );
}
