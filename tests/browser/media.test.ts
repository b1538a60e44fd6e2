import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openVisitor, type Visitor } from '../support/browser.ts';
import { expectNoProblems } from '../support/looks.ts';
import { setStage } from '../support/stage.ts';
import { waitFor } from '../support/waiting.ts';

const stage = setStage();
let visitor: Visitor;

beforeAll(async () => {
  visitor = await openVisitor();
  expect(await stage.machine.run('media.py', { args: ['media', 'seen'] })).toMatchObject({
    code: 0,
  });
  const link = /http:\S+\/signin\?token=\S+/.exec(stage.server.output)?.[0];
  await visitor.page.goto(link ?? '');
  await visitor.page.getByRole('link', { name: 'media' }).first().waitFor();
});
afterAll(async () => {
  await visitor.close();
});

const open = (path: string) => visitor.page.goto(`${stage.server.url}/admin/media/runs/${path}`);
const card = (title: string) =>
  visitor.page.getByRole('region', { name: title, exact: true }).first();

describe.sequential('someone who looks at what a run logged', () => {
  it('sees images with their boxes and masks, and hides a class', async () => {
    await open('seen/media');
    await card('seen').getByText('at 3').waitFor();
    await card('seen').getByText('cat 0.9').waitFor();
    const mask = card('seen').getByRole('group', { name: 'predictions (mask)' });
    await mask.getByRole('button', { name: 'cat' }).waitFor();
    const boxes = card('seen').getByRole('group', { name: 'truth (boxes)' });
    await boxes.getByRole('button', { name: 'cat' }).click();
    await card('seen').getByText('cat 0.9').waitFor({ state: 'detached' });
    await visitor.screenshot('media');
    await expectNoProblems(visitor);
  });

  it('goes from step to step with the arrow keys, and the address tells where', async () => {
    await visitor.page.keyboard.press('ArrowLeft');
    await visitor.page.keyboard.press('ArrowLeft');
    await card('seen').getByText('at 2').waitFor();
    expect(new URL(visitor.page.url()).searchParams.get('step')).toBe('2');
    await visitor.page.reload();
    await card('seen').getByText('at 2').waitFor();
    await card('nested.many').getByText('step 2').waitFor();
  });

  it('reads histograms bin by bin', async () => {
    const map = card('weights').getByRole('img');
    const told = card('weights').getByText('Step 0 · 0 to 24.75 · count 25');
    // What is still loaded above moves it from under the pointer.
    const isTold = async () => {
      await visitor.page.mouse.move(1, 1);
      await map.hover({ position: { x: 4, y: 195 } });
      return told.isVisible();
    };
    await waitFor(isTold, { until: 'the bin under the pointer is told' });
  });

  it('filters and sorts a table, and sees a growing one joined', async () => {
    await open('seen/media');
    const table = card('scores');
    await table.getByText('500 rows').waitFor();
    await table.getByLabel('Filter score').fill('>= 249');
    await table.getByText('2 of 500 rows').waitFor();
    await table.getByRole('button', { name: 'score' }).click();
    await table.getByRole('button', { name: 'score' }).click();
    const first = table.getByRole('row').nth(1);
    expect(await first.textContent()).toContain('row 499');
    await card('grown').getByText('4 rows').waitFor();
    // Pages of a run are run in a frame of their own, never here.
    await card('page').frameLocator('iframe').getByRole('heading', { name: 'Hi' }).waitFor();
    expect(await visitor.page.title()).not.toBe('owned');
    await expectNoProblems(visitor);
  });

  it('sees where a run was forked, its alerts and how to run it again', async () => {
    await open('seen-fork');
    await visitor.page.getByText('forked from').getByRole('link', { name: 'seen' }).click();
    await visitor.page.getByText('1 alert').waitFor();
    await visitor.page.getByText('above <b>1</b>').waitFor();
    await visitor.page.getByRole('link', { name: 'Code', exact: true }).click();
    await visitor.page.getByText('pip install -r runloom-requirements.txt').waitFor();
    await visitor.page.getByLabel('Search packages').fill('numpy');
    await visitor.page.getByRole('list', { name: 'Packages' }).getByText('numpy').waitFor();
    await visitor.screenshot('run-code');
    await expectNoProblems(visitor);
  });
});
