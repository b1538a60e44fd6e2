import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Visitor } from '../support/browser.ts';
import { expectNoProblems, inTheDark } from '../support/looks.ts';
import { signIn } from '../support/signed-in.ts';
import { setStage } from '../support/stage.ts';
import { createTraceServer } from '../support/weave.ts';

const stage = setStage();
let visitor: Visitor;
let page: Page;

const open = (path: string) => page.goto(`${stage.server.url}/admin/data/weave/${path}`);
const cell = (name: string) => page.getByRole('gridcell').filter({ hasText: name });

beforeAll(async () => {
  const traces = createTraceServer(stage.server);
  const rows = Array.from({ length: 2_500 }, (_, index) => ({
    question: `What is ${index} plus 1? <b>bold</b>`,
    answer: String(index + 1),
    score: index / 4,
    'a "b" <i>c</i>': index % 2 === 0 ? { deep: [1, null, 'é'] } : null,
  }));
  await traces.post('/v2/admin/data/datasets', { name: 'sums', rows });
  const calls = ['red', 'green', 'red'].map((colour, index) => ({
    project_id: 'admin/data',
    id: `call-${index}`,
    trace_id: `call-${index}`,
    op_name: 'paint',
    started_at: `2026-11-20T10:00:0${index}Z`,
    ended_at: `2026-11-20T10:00:0${index + 1}Z`,
    attributes: {},
    inputs: { colour, size: 1 },
    output: index === 1 ? null : { text: `<img src=x onerror=alert(1)> ${colour}` },
    summary: {},
  }));
  await traces.post('/v2/admin/data/calls/complete', { batch: calls });
  visitor = await signIn(stage);
  page = visitor.page;
}, 60_000);
afterAll(async () => {
  await visitor?.close();
});

describe.sequential('datasets', () => {
  it('are made of a file, after a look at it', async () => {
    await open('datasets');
    await page.getByRole('link', { name: 'sums' }).waitFor();
    await page.getByRole('button', { name: 'Import a file' }).click();
    const dialog = page.getByRole('dialog');
    const file = (text: string) => ({
      name: 'Bad rows.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(text),
    });
    await dialog.getByLabel('File', { exact: true }).setInputFiles(file('a,b\n1,2\n1,2,3\n'));
    await dialog.getByText('Line 3 has 3 fields, but the first line names 2 columns.').waitFor();
    await dialog.getByRole('button', { name: 'Another file' }).click();
    await dialog
      .getByLabel('File', { exact: true })
      .setInputFiles(file('id,text,ok\n1,"=1+1\nand, more",true\n2,,false\n2,,false\n'));
    await dialog.getByRole('cell', { name: '=1+1 and, more' }).waitFor();
    await dialog.getByLabel('Name of ok').fill('fine');
    await inTheDark(visitor, 'dataset-import');
    await dialog.getByRole('button', { name: 'Publish 3 rows' }).click();
    await page.getByRole('heading', { name: 'Bad-rows' }).waitFor();
    await page.getByText('1 of them stand in it more than once').waitFor();
    await cell('and, more').waitFor();
    await expectNoProblems(visitor);
  });

  it('are changed cell by cell, and published as the next version', async () => {
    await open('datasets/sums');
    await cell('What is 0 plus 1?').dblclick();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('Changed');
    await page.keyboard.press('Enter');
    await page.getByText('1 cell changed').waitFor();
    await page.getByRole('button', { name: 'Row 2', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Remove the row' }).click();
    await page.getByRole('button', { name: 'Row 2', exact: true }).hover();
    await page.getByRole('button', { name: 'Column', exact: true }).click();
    // Keys of a dialog are not the sheet's.
    await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('checkedd');
    await page.keyboard.press('Backspace');
    await page.getByRole('dialog').getByLabel('Value in every row').fill('false');
    await page.getByRole('dialog').getByRole('button', { name: 'Add' }).click();
    await page.getByText('1 cell changed, 1 row removed, 1 column changed').waitFor();
    await inTheDark(visitor, 'dataset-edited');
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('1 cell changed, 1 row removed', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Publish a version' }).click();
    await page.getByText('Version v1 is published').waitFor();
    await page.getByText('2,499 rows').waitFor();
    await expectNoProblems(visitor);
  });

  it('show what differs between versions', async () => {
    await page
      .getByRole('button', { name: 'Changes' })
      .or(page.getByRole('radio', { name: 'Changes' }))
      .first()
      .click();
    await page.getByText('2,498 unchanged').waitFor();
    await page.getByText('Changed', { exact: true }).waitFor();
    await inTheDark(visitor, 'dataset-changes');
    await expectNoProblems(visitor);
  });

  it('are split into parts', async () => {
    await open('datasets/sums');
    await page.getByRole('button', { name: 'Split…' }).click();
    await page.getByRole('button', { name: 'Publish 2 datasets' }).click();
    await page.getByRole('link', { name: 'sums-test' }).click();
    await page.getByText('Part "test" (20 %) of sums:v1').waitFor();
    await expectNoProblems(visitor);
  });

  it('are made of traces that were chosen', async () => {
    await page.goto(`${stage.server.url}/admin/data/weave`);
    await page.getByRole('checkbox', { name: 'Select all' }).first().check();
    await page.getByRole('button', { name: 'Add to a dataset' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('cell', { name: 'green' }).waitFor();
    await dialog.getByLabel('Where output is found').fill('output.text');
    await dialog.getByText('1 of the 3 calls below have nothing for “output”').waitFor();
    await inTheDark(visitor, 'dataset-from-calls');
    await dialog.getByLabel('Name', { exact: true }).fill('colours');
    await dialog.getByRole('button', { name: 'Publish' }).click();
    await page.getByRole('heading', { name: 'colours' }).waitFor();
    await cell('onerror=alert(1)').first().waitFor();
    expect(await page.getByRole('gridcell').count()).toBeGreaterThanOrEqual(12);
    await expectNoProblems(visitor);
  });
});
