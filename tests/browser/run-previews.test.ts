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
});
afterAll(() => visitor?.close());

/** Opens the file's preview; the address names it. */
async function openFile(name: string) {
  const path = encodeURIComponent(`kinds/${name}`);
  await visitor.page.goto(`${stage.server.url}/admin/rich/runs/one/files?file=${path}`);
  const preview = visitor.page.getByRole('region', { name: `Preview of ${name}` });
  await preview.waitFor();
  return preview;
}

/** What a hostile page says that it could do. */
const REFUSED = 'cookie refused, parent refused, storage refused';

describe.sequential('someone who looks into the files of a run', () => {
  it('reads a notebook with its outputs, and nothing of it runs in the page', async () => {
    const preview = await openFile('notes.ipynb');
    await preview.getByRole('heading', { name: 'Notes', exact: true }).waitFor();
    await preview.getByText("print('loom')").waitFor();
    await preview.getByRole('img', { name: '<Figure one>' }).waitFor();
    await preview.getByRole('cell', { name: 'a < b' }).waitFor();
    await preview.getByText('ValueError', { exact: true }).waitFor();
    expect(await preview.locator('img[src="x"], a[href^="javascript"]').count()).toBe(0);
    await expectNoProblems(visitor);
    await preview.getByRole('button', { name: 'Show HTML output' }).click();
    const frame = preview.frameLocator('iframe');
    await frame.getByRole('heading', { name: 'Framed' }).waitFor();
    await frame.getByText(REFUSED).waitFor();
    await visitor.screenshot('run-notebook');
    expect(visitor.problems).toEqual([]);
  });

  it('sees a page in a frame without our origin, and its source', async () => {
    const preview = await openFile('page.html');
    await preview.frameLocator('iframe').getByText(REFUSED).waitFor();
    await preview.getByRole('button', { name: 'Source' }).click();
    await preview.getByText('<h1>Framed</h1>').waitFor();
    await expectNoProblems(visitor);
  });

  it('reads Markdown, whose tags are text', async () => {
    const preview = await openFile('readme.md');
    await preview.getByRole('heading', { name: 'Readme', exact: true }).waitFor();
    await preview.getByRole('cell', { name: '2' }).waitFor();
    await preview.getByText('<script>alert(1)</script>').waitFor();
    await expectNoProblems(visitor);
  });

  it.each([
    ['rows.csv', 'Ada, L'],
    ['rows.tsv', 'Cy'],
    ['data.json', '9007199254740993'],
    ['change.patch', '+new'],
  ])('reads %s', async (name, sight) => {
    const preview = await openFile(name);
    if (name.endsWith('.json')) await preview.getByText('deep').first().click();
    await preview.getByText(sight).first().waitFor();
    await expectNoProblems(visitor);
  });

  it('hears a sound and turns a model', async () => {
    const sound = await openFile('tone.wav');
    await sound.locator('audio').waitFor();
    const model = await openFile('tri.obj');
    await model.locator('canvas[data-drawn]').waitFor();
    await visitor.screenshot('run-model');
    await expectNoProblems(visitor);
  });
});
