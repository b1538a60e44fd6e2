import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Visitor } from '../support/browser.ts';
import { expectNoProblems } from '../support/looks.ts';
import { signIn } from '../support/signed-in.ts';
import { setStage } from '../support/stage.ts';

const stage = setStage();
let visitor: Visitor;
let told: { sent: Record<string, string>; got: Record<string, string>; registered: string[] };

beforeAll(async () => {
  for (const [path, body] of [
    ['/admin/organizations/lab', {}],
    ['/admin/organizations/lab/members/admin', { role: 'admin' }],
    ['/admin/organizations/lab/teams/vision', {}],
    ['/admin/organizations/lab/teams/vision/members/admin', { role: 'admin' }],
    ['/organizations/lab/registries/models', { allowsAllTypes: true }],
  ] as const) {
    const { status, text } = await stage.api.send('PUT', `/api/v1${path}`, body);
    expect([200, 201], text).toContain(status);
  }
  const { code, output } = await stage.machine.run('artifact_story.py', {
    args: ['digits', 'lab-org'],
    env: { WANDB_ENTITY: 'vision' },
  });
  expect(code, output).toBe(0);
  told = JSON.parse(/^TOLD (.*)$/m.exec(output)?.[1] ?? '{}');
  visitor = await signIn(stage);
});
afterAll(() => visitor?.close());

const PROJECT = '/vision/digits';
const DATA = `${PROJECT}/artifacts/dataset/digits`;

async function open(path: string) {
  await visitor.page.goto(stage.server.url + path);
  return visitor.page;
}

describe.sequential('someone who looks at the artifacts of a project', () => {
  it('gets back every byte of the models that were trained on a data set', () => {
    expect(Object.keys(told.sent)).toHaveLength(8);
    expect(told.got).toEqual(told.sent);
    expect(told.registered).toEqual(['classifier:v7', 'v0']);
  });

  it('finds them by type and name, from the project and from the palette', async () => {
    const page = await open(PROJECT);
    await page.getByRole('link', { name: 'Artifacts' }).click();
    const table = page.getByRole('table', { name: 'Artifacts' });
    await table.getByRole('link', { name: 'classifier' }).waitFor();
    await page.getByRole('button', { name: /^dataset/ }).click();
    await table.getByRole('link', { name: 'classifier' }).waitFor({ state: 'detached' });
    await page.getByRole('textbox', { name: 'Search artifacts' }).fill('nothing like it');
    await page.getByText('No artifact matches').waitFor();
    await expectNoProblems(visitor);
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder(/Search everything/).fill('classif');
    await page.getByRole('option', { name: /classifier/ }).click();
    await page.getByRole('heading', { name: 'classifier', level: 1 }).waitFor();
    await expectNoProblems(visitor);
  });

  it('reads a version: description, metadata that looks like HTML, maker and names', async () => {
    const page = await open(`${DATA}/v0`);
    await page.getByRole('heading', { name: /^digits\s*:v0$/ }).waitFor();
    await page.getByText('<script>alert(1)</script>').waitFor();
    await page.getByRole('link', { name: 'make data' }).waitFor();
    await page.getByRole('button', { name: 'Add alias' }).click();
    await page.getByRole('textbox', { name: 'New alias' }).fill('gold');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Remove alias gold' }).waitFor();
    await page.getByRole('button', { name: 'Change the time to live' }).click();
    await page.getByRole('spinbutton', { name: 'Days from its creation' }).fill('90');
    await page.keyboard.press('Enter');
    await page.getByText('90 days').waitFor();
    await visitor.screenshot('artifact-version');
    await expectNoProblems(visitor);
    await page.getByRole('link', { name: 'Usage' }).click();
    await page.getByText('artifact("vision/digits/digits:v0")').first().waitFor();
    await page.getByRole('link', { name: 'train 0' }).waitFor();
    await expectNoProblems(visitor);
  });

  it.each([
    ['lines.txt', 'seven'],
    ['digits.csv', 'label'],
    ['sample.table.json', '20 rows'],
    ['readme.md', 'grey'],
    ['raw.tar', 'Runloom never opens it'],
  ])('looks into %s', async (file, sight) => {
    const page = await open(`${DATA}/v1/files?file=${file}`);
    await page.getByText(sight).first().waitFor();
    await expectNoProblems(visitor);
  });

  it('opens folders, finds files with hostile names, and downloads a range', async () => {
    const page = await open(`${DATA}/v1/files`);
    await page.getByRole('button', { name: /^odd/ }).click();
    await page.getByRole('button', { name: /<img src=x/ }).click();
    await page.getByText('a hostile name').waitFor();
    await page.getByRole('textbox', { name: 'Search files' }).fill('FIRST');
    await page.getByText('1 found').waitFor();
    await page.getByRole('button', { name: /first\.png/ }).click();
    await page.getByRole('img', { name: 'first.png' }).waitFor();
    await expectNoProblems(visitor);
    await page.goto(`${stage.server.url}${DATA}/v1/files?file=lines.txt`);
    await page.getByRole('button', { name: 'Some bytes…' }).click();
    await page.getByRole('textbox', { name: 'From byte' }).fill('4');
    await page.getByRole('textbox', { name: 'Up to byte' }).fill('7');
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download', exact: true }).last().click();
    const chunks: Buffer[] = [];
    for await (const chunk of await (await saved).createReadStream()) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toBe('two');
  });

  it('compares two versions: files, lines, rows by key and metadata', async () => {
    const page = await open(`${DATA}/v1/compare`);
    await page.getByText('6 the same').waitFor();
    await page.getByText('source.split').waitFor();
    await page.getByRole('button', { name: /changed lines\.txt/ }).click();
    await page.getByRole('list', { name: 'Lines that differ' }).getByText('nine').waitFor();
    await expectNoProblems(visitor);
    await page.getByRole('button', { name: /changed sample\.table\.json/ }).click();
    await page.getByText('1 cell changed in 1 row').waitFor();
    await page.getByRole('cell', { name: '0.3 → 5.3' }).waitFor();
    await page.getByLabel('Rows are the same by').selectOption('their number');
    await page.getByText(/\d+ cells changed in 20 rows/).waitFor();
    await visitor.screenshot('artifact-compare');
    await expectNoProblems(visitor);
  });

  it('walks the lineage as a graph and as a list', async () => {
    const page = await open(`${DATA}/v1/lineage`);
    const graph = page.getByRole('application');
    await graph.and(page.locator('[data-placed="true"]')).waitFor();
    const fold = page.locator('[data-node]', { hasText: '7 runs' });
    await fold.click();
    const panel = page.getByRole('complementary', { name: 'About 7 runs' });
    await panel.getByRole('link', { name: 'train 3' }).waitFor();
    await panel.getByRole('button', { name: 'Unfold 7' }).click();
    await page.locator('[data-node]', { hasText: 'train 7' }).first().click();
    await page.getByRole('button', { name: 'What made this?' }).click();
    await page.getByRole('button', { name: 'Light on all' }).waitFor();
    await graph.focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('complementary', { name: 'About classifier:v7' }).waitFor();
    await visitor.screenshot('artifact-lineage');
    await expectNoProblems(visitor);
    await page.getByRole('button', { name: 'List', exact: true }).click();
    await page.getByRole('table', { name: 'Lineage' }).getByText('classifier:v7').first().waitFor();
    await expectNoProblems(visitor);
  });

  it('sees on a run what it used and made', async () => {
    const page = await open(`${PROJECT}/runs/train-7/artifacts`);
    await page.getByRole('table', { name: 'Inputs' }).getByText('digits:v1').waitFor();
    await page.getByRole('table', { name: 'Outputs' }).getByText('classifier:v7').waitFor();
    await expectNoProblems(visitor);
    await page.getByRole('link', { name: 'Lineage' }).click();
    await page.locator('[data-node]', { hasText: 'classifier:v7' }).first().waitFor();
    await expectNoProblems(visitor);
  });

  it('deletes versions knowing what comes of it, takes one back, and gets a receipt', async () => {
    const page = await open(`${PROJECT}/artifacts/model/classifier`);
    await page.getByRole('checkbox', { name: 'Choose v0' }).check();
    await page.getByRole('checkbox', { name: 'Choose v7' }).check();
    await page.getByRole('button', { name: 'Delete…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('linked into').waitFor();
    await dialog.getByText(/leave the disk: 2 files/).waitFor();
    await visitor.screenshot('artifact-removal');
    await expectNoProblems(visitor);
    await dialog.getByRole('button', { name: 'Move to the trash' }).click();
    await page.getByRole('link', { name: 'v7', exact: true }).waitFor({ state: 'detached' });
    await open(`${PROJECT}/artifacts?view=trash`);
    const row = (version: string) =>
      page.getByRole('row', { name: new RegExp(`classifier:${version}`) });
    await row('v7').getByRole('button', { name: 'Restore' }).click();
    await row('v7').waitFor({ state: 'detached' });
    await row('v0').getByRole('button', { name: 'Remove now…' }).click();
    await page.getByRole('button', { name: 'Remove for good' }).click();
    await page.getByRole('table', { name: 'Receipts' }).getByText('Removed by hand').waitFor();
    await expectNoProblems(visitor);
    await open(`${PROJECT}/artifacts?view=storage`);
    await page.getByRole('table', { name: 'By type' }).getByText('dataset').waitFor();
    await expectNoProblems(visitor);
  });

  it('sees without asking again what others change', async () => {
    const page = await open(`${DATA}/v0`);
    await page.getByRole('heading', { name: /^digits\s*:v0$/ }).waitFor();
    const version = '/api/v1/projects/vision/digits/artifacts/digits/versions/v0';
    await stage.api.send('PUT', `${version}/aliases/from-elsewhere`);
    await page.getByRole('button', { name: 'Remove alias from-elsewhere' }).waitFor();
    await expectNoProblems(visitor);
  });

  it('takes a whole artifact back from the trash', async () => {
    const page = await open(`${PROJECT}/artifacts`);
    const link = page
      .getByRole('table', { name: 'Artifacts' })
      .getByRole('link', { name: 'classifier' });
    await link.waitFor();
    await stage.api.send('DELETE', '/api/v1/projects/vision/digits/artifacts/classifier');
    await link.waitFor({ state: 'detached' });
    await page.getByText('Trash', { exact: true }).click();
    const row = page.getByRole('row', { name: /classifier Artifact of 7 versions/ });
    await row.waitFor();
    await visitor.screenshot('artifact-trash');
    await row.getByRole('button', { name: 'Restore' }).click();
    await row.waitFor({ state: 'detached' });
    await open(`${PROJECT}/artifacts`);
    await link.waitFor();
    await expectNoProblems(visitor);
  });

  it('is told what to do where there is nothing', async () => {
    await stage.api.send('PUT', '/api/v1/projects/vision/empty', {});
    const page = await open('/vision/empty/artifacts');
    await page.getByText('No artifacts yet').waitFor();
    await page.getByText('run.log_artifact(data)').waitFor();
    await expectNoProblems(visitor);
  });
});
