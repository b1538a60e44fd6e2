import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Visitor } from '../support/browser.ts';
import { expectNoProblems } from '../support/looks.ts';
import { signIn } from '../support/signed-in.ts';
import { setStage } from '../support/stage.ts';

const stage = setStage();
let visitor: Visitor;

beforeAll(async () => {
  for (const [script, args] of [
    ['rich_run.py', ['rich', 'one']],
    ['shared.py', ['ranks', '2', '4']],
    ['branched.py', ['new', 'parent', '-', '4']],
    ['branched.py', ['fork', 'child', 'parent?_step=2', '2']],
  ] as const) {
    const { code, output } = await stage.machine.run(script, { args: [...args] });
    expect(code, output).toBe(0);
  }
  visitor = await signIn(stage);
});
afterAll(() => visitor?.close());

const open = (path: string) => visitor.page.goto(`${stage.server.url}/admin/${path}`);
const log = () => visitor.page.getByRole('log');

describe.sequential('someone who reads what a run printed', () => {
  it('searches by pattern, and the address keeps it', async () => {
    const { page } = visitor;
    await open('rich/runs/one/console');
    await page.getByLabel('Search by pattern').click();
    await page.getByLabel('Search the output').fill('loss=\\d+$');
    await page.getByText('1 of 1', { exact: true }).waitFor();
    expect(await log().locator('mark').allTextContents()).toEqual(['loss=12']);
    const { searchParams } = new URL(page.url());
    expect([searchParams.get('q'), searchParams.get('re')]).toEqual(['loss=\\d+$', '1']);
    await expectNoProblems(visitor);
  });

  it('goes to the next error, and sees only stderr', async () => {
    const { page } = visitor;
    await open('rich/runs/one/console');
    await log().getByText('Epoch 1').waitFor();
    await page.getByRole('button', { name: 'Next error' }).click();
    await log().locator('[class*="current"]', { hasText: 'ValueError: torn thread' }).waitFor();
    await page.getByLabel('Stream').selectOption('error');
    await log().getByText('Epoch 1').waitFor({ state: 'detached' });
    await log().getByText('ValueError: torn thread').waitFor();
    await visitor.screenshot('run-console-stderr');
    await expectNoProblems(visitor);
  });

  it('sees the lines of one process of a shared run', async () => {
    const { page } = visitor;
    await open('shared/runs/ranks/console');
    await page.getByText('8 lines').waitFor();
    await log().getByText('rank 0 line 3').waitFor();
    await page.getByLabel('Label', { exact: true }).selectOption('rank_1');
    await log().getByText('rank 0 line 3').waitFor({ state: 'detached' });
    await log().getByText('rank 1 line 3').waitFor();
    await page.getByLabel('Search the output').fill('line 2');
    await log().getByText('rank 1 line 3').waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.get('label')).toBe('rank_1');
    await visitor.screenshot('run-console-label');
    await expectNoProblems(visitor);
  });
});

describe.sequential('someone who manages a run from its page', () => {
  it('walks from a run to its fork and back', async () => {
    const { page } = visitor;
    await open('branched/runs/parent');
    await page.getByText('forked to').getByRole('link').click();
    await page.waitForURL('**/branched/runs/child');
    await page.getByText('forked from').getByRole('link', { name: 'parent' }).click();
    await page.getByText('forked to').waitFor();
    await expectNoProblems(visitor);
  });

  it('moves it to another project, and puts it into the trash', async () => {
    const { page } = visitor;
    await open('branched/runs/child');
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Move…' }).click();
    await page.getByLabel('Project', { exact: true }).fill('elsewhere');
    await expectNoProblems(visitor);
    await page.getByRole('button', { name: 'Move run' }).click();
    await page.waitForURL('**/admin/elsewhere/runs/child');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Delete…' }).click();
    await expectNoProblems(visitor);
    await page.getByRole('button', { name: 'Delete run' }).click();
    await page.waitForURL('**/admin/elsewhere');
    const trash = await stage.api.send('GET', '/api/v1/projects/admin/elsewhere/trash');
    expect(JSON.parse(trash.text)).toMatchObject({ runs: [{ name: 'child' }] });
  });
});
