import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Visitor } from '../support/browser.ts';
import { inTheDark } from '../support/looks.ts';
import { makeRuns } from '../support/many-runs.ts';
import { signIn } from '../support/signed-in.ts';
import { setStage } from '../support/stage.ts';
import { createWire, type Wire } from '../support/wire.ts';

const stage = setStage();
let wire: Wire;
let visitor: Visitor;
let page: Page;

/** Both projects have a run `one` and a run `two`. */
const project = (name: string, floor: number) =>
  makeRuns(
    wire,
    { entity: 'admin', project: name },
    ['one', 'two'].map((run, index) => ({
      run,
      displayName: `${run} of ${name}`,
      config: { lr: 0.1 / (index + 1) },
      summary: { loss: floor + index, [`${name}/score`]: index },
      rows: Array.from({ length: 30 }, (_, step) => ({
        loss: floor + index + 2 * Math.exp(-step / 9),
        [`${name}/score`]: index * step,
      })),
    })),
  );

beforeAll(async () => {
  wire = createWire(stage.server.url, stage.server.adminKey);
  await project('looms', 1);
  await project('mills', 3);
  visitor = await signIn(stage);
  page = visitor.page;
}, 120_000);
afterAll(() => visitor.close());

const table = () => page.getByRole('table', { name: 'Runs' });
const runLink = (name: string) => table().getByRole('link', { name, exact: true });

describe.sequential('runs of several projects', () => {
  it('are listed and drawn together once a project is added', async () => {
    await page.goto(`${stage.server.url}/admin/looms`);
    await runLink('two of looms').waitFor();
    await page.getByRole('button', { name: 'Which runs to show', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Runs of other projects…' }).click();
    await page.getByRole('checkbox', { name: /admin\/mills/ }).check();
    await inTheDark(visitor, 'workspace-projects-dialog');
    expect(await visitor.findAccessibilityProblems()).toEqual([]);
    await page.getByRole('button', { name: 'Done', exact: true }).click();
    for (const name of ['one of looms', 'two of looms', 'one of mills', 'two of mills']) {
      await runLink(name).waitFor();
    }
    await page.getByText('4 of 4 shown').waitFor();
    // What only the other project logged has its panel, too.
    await page.getByRole('region', { name: 'mills/score', exact: true }).waitFor();
    const panel = page.getByRole('region', { name: 'loss', exact: true });
    await panel.getByText('120 points').waitFor();
    await inTheDark(visitor, 'workspace-projects');
  });

  it('are told apart by their project: as a column, and one colour for each', async () => {
    await page.getByRole('button', { name: 'Group', exact: true }).click();
    await page.getByLabel('Group by').fill('project');
    await page.keyboard.press('Escape');
    await table()
      .getByRole('button', { name: /admin\/mills/ })
      .first()
      .waitFor();
    await table()
      .getByRole('button', { name: /admin\/looms/ })
      .first()
      .waitFor();
    await page
      .getByRole('region', { name: 'loss', exact: true })
      .getByText('admin/mills')
      .first()
      .waitFor();
    await visitor.screenshot('workspace-projects-grouped');
    await page.keyboard.press('ControlOrMeta+z');
    await runLink('one of mills').waitFor();
  });

  it('appear and grow by themselves', async () => {
    await makeRuns(wire, { entity: 'admin', project: 'mills' }, [
      {
        run: 'three',
        displayName: 'three of mills',
        config: {},
        summary: { loss: 9 },
        rows: [{ loss: 9 }, { loss: 8 }],
        isRunning: true,
      },
    ]);
    await runLink('three of mills').waitFor();
    const panel = page.getByRole('region', { name: 'loss', exact: true });
    await panel.getByText('122 points').waitFor();
    const address = { entity: 'admin', project: 'mills', run: 'three' };
    await wire.postRows(address, 2, ['{"_step":2,"loss":7}']);
    await panel.getByText('123 points').waitFor();
  });

  it('lead to their page in their own project', async () => {
    await runLink('one of mills').click();
    await page.waitForURL(/\/admin\/mills\/runs\/one/);
    await page.goBack();
    // The view keeps the projects that it names.
    await runLink('one of mills').waitFor();
  });
});
