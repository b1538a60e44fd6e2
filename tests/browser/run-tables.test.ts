import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Visitor } from '../support/browser.ts';
import { expectNoProblems } from '../support/looks.ts';
import { signIn } from '../support/signed-in.ts';
import { setStage } from '../support/stage.ts';

const stage = setStage();
let visitor: Visitor;

beforeAll(async () => {
  const { code, output } = await stage.machine.run('tables_and_molecules.py', {
    args: ['tables', 'one'],
  });
  expect(code, output).toBe(0);
  visitor = await signIn(stage);
  await visitor.page.goto(`${stage.server.url}/admin/tables/runs/one/media`);
}, 180_000);
afterAll(() => visitor?.close());

const card = (title: string) =>
  visitor.page.getByRole('region', { name: title, exact: true }).first();

describe.sequential('tables that stand in artifacts', () => {
  it('are joined as their writer said, and as the reader chooses', async () => {
    const joined = card('joined');
    await joined.getByText('9 rows').waitFor();
    await joined.getByRole('button', { name: 'score', exact: true }).waitFor();
    await joined.getByText('<b>person 5</b>').waitFor();
    await joined.getByLabel('keeping').selectOption('inner');
    await joined.getByText('3 rows').waitFor();
    await joined.getByLabel('keeping').selectOption('left');
    await joined.getByText('6 rows').waitFor();
  });

  it('are found where a join only refers to them', async () => {
    const linked = card('linked');
    await linked.getByText('3 rows').waitFor();
    await linked.getByText('where key is code').waitFor();
  });

  it('are put together from their parts', async () => {
    const parts = card('in parts');
    await parts.getByText('300 rows').waitFor();
    await parts.getByLabel('Filter row').fill('=299');
    await parts.getByText('1 of 300 rows').waitFor();
    await visitor.screenshot('run-artifact-tables');
    await expectNoProblems(visitor);
    await visitor.page.emulateMedia({ colorScheme: 'dark' });
    await visitor.screenshot('run-artifact-tables-dark');
    await expectNoProblems(visitor);
  });
});

describe.sequential('a table of 200,000 rows', () => {
  it('is sorted, filtered and paged', async () => {
    const long = card('long');
    await long.getByText('200,000 rows').waitFor({ timeout: 60_000 });
    await long.getByRole('button', { name: 'shuffled' }).click();
    await long
      .getByRole('columnheader', { name: 'shuffled' })
      .and(visitor.page.locator('[aria-sort="ascending"]'))
      .waitFor();
    const cells = long.getByRole('row').nth(1).getByRole('cell');
    expect(await cells.nth(2).textContent()).toBe('0');
    await long.getByRole('button', { name: 'shuffled' }).click();
    await long.locator('[aria-sort="descending"]').waitFor();
    expect(await cells.nth(2).textContent()).toBe('200002');
    await long.getByRole('button', { name: 'Page after' }).click();
    await long.getByLabel('Filter word').fill('heddle');
    await long.getByText('50,000 of 200,000 rows').waitFor();
    await long.getByLabel('Filter shuffled').fill('< 8');
    await long.getByText(/^\d of 200,000 rows$/).waitFor();
    await expectNoProblems(visitor);
  });
});

describe.sequential('molecules', () => {
  it('are drawn in frames of their own, or said to be none', async () => {
    const atoms = (title: string) =>
      card(title)
        .frameLocator('iframe')
        .getByRole('img', { name: /^Molecule of \d+ atoms$/ });
    await atoms('helix').waitFor();
    expect(await atoms('helix').getAttribute('aria-label')).toBe('Molecule of 48 atoms');
    await atoms('ethanol').waitFor();
    await card('broken').frameLocator('iframe').getByText('no atoms that can be read').waitFor();
    await card('helix').scrollIntoViewIfNeeded();
    const picture = async (title: string) =>
      (await card(title).locator('iframe').screenshot()).byteLength;
    const empty = await picture('broken');
    // Drawn things compress less well than paper with one line of words.
    await expect.poll(() => picture('helix'), { timeout: 30_000 }).toBeGreaterThan(empty * 2);
    await expect.poll(() => picture('ethanol'), { timeout: 30_000 }).toBeGreaterThan(empty);
    await visitor.screenshot('run-molecules');
    await expectNoProblems(visitor);
  });
});
