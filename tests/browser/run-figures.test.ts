import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Visitor } from '../support/browser.ts';
import { expectNoProblems } from '../support/looks.ts';
import { signIn } from '../support/signed-in.ts';
import { setStage } from '../support/stage.ts';

const stage = setStage();
let visitor: Visitor;

beforeAll(async () => {
  const { code, output } = await stage.machine.run('rich_run.py', { args: ['rich', 'one'] });
  expect(code, output).toBe(0);
  visitor = await signIn(stage);
  await visitor.page.goto(`${stage.server.url}/admin/rich/runs/one/media`);
});
afterAll(() => visitor?.close());

const card = (title: string) =>
  visitor.page.getByRole('region', { name: title, exact: true }).first();

describe.sequential('someone who looks at what a run drew', () => {
  it('sees figures and pages in frames of their own, and turns a cloud of points', async () => {
    const figure = card('figure').frameLocator('iframe');
    await figure.getByText('weft').waitFor();
    await figure.getByText('Threads </script>').waitFor();
    await card('page').frameLocator('iframe').getByText('parent refused').waitFor();
    await card('scene').getByText('500 points · car').waitFor();
    const canvas = card('scene').locator('canvas');
    const before = await canvas.screenshot();
    await canvas.press('ArrowLeft');
    expect(before.equals(await canvas.screenshot())).toBe(false);
    await visitor.screenshot('run-figures');
    await expectNoProblems(visitor);
  });

  it('joins two tables by the column that both have', async () => {
    const people = card('people');
    await people.getByText('50 rows').waitFor();
    await people.getByLabel('Join with').selectOption('scores');
    await people.getByText('25 rows').waitFor();
    await people.getByRole('button', { name: 'id (scores)' }).waitFor();
    await people.getByLabel('keeping').selectOption('outer');
    await people.getByText('75 rows').waitFor();
    await people.getByLabel('Filter name').fill('name 48');
    await people.getByText('1 of 75 rows').waitFor();
    await visitor.screenshot('run-joined');
    await expectNoProblems(visitor);
  });

  it('holds a step beside another, and the address keeps both', async () => {
    const { page } = visitor;
    await page.goto(`${stage.server.url}/admin/rich/runs/one/media?step=0`);
    await page.getByRole('button', { name: 'Pin step to compare' }).click();
    await page.keyboard.press('ArrowRight');
    const seen = card('seen');
    const side = (step: number) => seen.getByRole('region', { name: `Step ${step}` });
    await side(0).getByText('at 0').waitFor();
    await side(1).getByText('at 1').waitFor();
    const { searchParams } = new URL(page.url());
    expect([searchParams.get('pins'), searchParams.get('step')]).toEqual(['0', '1']);
    await page.reload();
    await side(0).getByText('at 0').waitFor();
    await side(1).getByText('at 1').waitFor();
    await visitor.screenshot('run-compared');
    await page.getByRole('button', { name: 'Unpin step 0' }).click();
    await seen.getByText('at 0').waitFor({ state: 'detached' });
    await expectNoProblems(visitor);
  });

  it('finds metrics over the axis that the script chose, and none that it hid', async () => {
    const { page } = visitor;
    await page.goto(`${stage.server.url}/admin/rich/runs/one/charts`);
    const loss = page.getByRole('group', { name: 'val/loss', exact: true });
    await loss.waitFor();
    await loss.getByText('epoch').first().waitFor();
    const plain = page.getByRole('group', { name: 'plain', exact: true });
    await plain.waitFor();
    expect(await plain.getByText('epoch').count()).toBe(0);
    expect(await page.getByRole('group', { name: 'epoch', exact: true }).count()).toBe(0);
    await visitor.screenshot('run-axes');
    await expectNoProblems(visitor);
  });

  it('sees the same in the dark, and on a phone', async () => {
    const { page } = visitor;
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto(`${stage.server.url}/admin/rich/runs/one/media?pins=0`);
    await page.getByRole('button', { name: 'Unpin step 0' }).waitFor();
    await card('people').getByText('50 rows').waitFor();
    await visitor.screenshot('run-media-dark');
    await expectNoProblems(visitor);
    await page.setViewportSize({ width: 390, height: 844 });
    await visitor.screenshot('run-media-narrow');
    await expectNoProblems(visitor);
  });
});
