import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openVisitor, type Visitor } from '../support/browser.ts';
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

describe('a reader of one of the projects', () => {
  const KEY = 'veras-key-0123456789abcdefghijklmnopqrstuvwxyz';
  const send = async (method: string, path: string, body: unknown = {}) => {
    const answer = await stage.api.send(method, `/api/v1/admin${path}`, body);
    expect(answer.status, path).toBeLessThan(300);
    return answer;
  };

  it('changes their own runs, and is told which of the others were refused and why', async () => {
    await send('PUT', '/users/vera', { apiKey: KEY });
    await send('PUT', '/organizations/guild');
    await send('PUT', '/organizations/guild/members/vera', { role: 'member' });
    await send('PUT', '/organizations/guild/teams/weavers');
    await send('PUT', '/organizations/guild/teams/weavers/members/vera', { role: 'viewer' });
    const run = (name: string) => [{ run: name, displayName: name, config: {}, summary: {} }];
    await makeRuns(wire, { entity: 'weavers', project: 'shared' }, run('theirs'));
    const own = createWire(stage.server.url, KEY);
    await makeRuns(own, { entity: 'vera', project: 'own' }, run('hers'));
    const link = JSON.parse((await send('POST', '/users/vera/sign-in-link')).text).url;
    const reader = await openVisitor();
    try {
      await reader.page.goto(link);
      await reader.page.waitForURL((url) => !url.pathname.startsWith('/signin'));
      // On the page of the project that she may only read, beside which her own stands.
      await reader.page.goto(`${stage.server.url}/weavers/shared`);
      await reader.page.getByRole('link', { name: 'theirs', exact: true }).waitFor();
      await reader.page.getByRole('button', { name: 'Which runs to show', exact: true }).click();
      await reader.page.getByRole('menuitem', { name: 'Runs of other projects…' }).click();
      await reader.page.getByRole('checkbox', { name: /vera\/own/ }).check();
      await reader.page.getByRole('button', { name: 'Done', exact: true }).click();
      await reader.page.getByRole('link', { name: 'hers', exact: true }).waitFor();
      await reader.page.getByRole('checkbox', { name: 'Select all that match' }).check();
      await reader.page.getByRole('button', { name: 'Tag', exact: true }).click();
      const dialog = reader.page.getByRole('dialog');
      await dialog.getByLabel('Add tags').fill('kept');
      await dialog.getByRole('button', { name: 'Tag', exact: true }).click();
      await dialog.getByText('1 done, 1 refused').waitFor();
      await dialog
        .getByText('weavers/shared: You may see this project, but not write to it.')
        .waitFor();
      await reader.screenshot('workspace-bulk-refused');
    } finally {
      await reader.close();
    }
  });
});
