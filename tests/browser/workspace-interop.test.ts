import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Visitor } from '../support/browser.ts';
import { signIn } from '../support/signed-in.ts';
import { setStage } from '../support/stage.ts';
import { waitFor } from '../support/waiting.ts';

const stage = setStage();
const PROJECT = 'views';
let visitor: Visitor;

async function python(what: string, ...rest: string[]): Promise<{ url: string; spec: string }> {
  const args = [what, 'admin', PROJECT, ...rest];
  const { code, output } = await stage.machine.run('workspaces.py', { args });
  if (code !== 0) throw new Error(`workspaces.py ${what} failed:\n${output}`);
  return {
    url: /^URL (.*)$/m.exec(output)?.[1] ?? '',
    spec: /^WORKSPACE (.*)$/m.exec(output)?.[1] ?? '',
  };
}

beforeAll(async () => {
  await python('runs');
  visitor = await signIn(stage);
}, 120_000);
afterAll(() => visitor.close());

describe.sequential('a workspace that a script wrote', () => {
  let url = '';
  it('opens at the address that the package prints, with its panels', async () => {
    const { page } = visitor;
    ({ url } = await python('write'));
    await page.goto(url);
    await page.getByRole('button', { name: /^Every setting/ }).waitFor();
    await page.getByRole('button', { name: 'Filter (4)' }).waitFor();
    for (const title of ['Everything', 'On top']) {
      await page.getByRole('heading', { name: title }).first().waitFor();
    }
    await page.getByRole('region', { name: 'Loss', exact: true }).waitFor();
    await page.getByRole('group', { name: 'Loss', exact: true }).waitFor();
    await page.getByText('unsaved').waitFor({ state: 'detached' });
    // Opening is no change: the address stays the one that scripts know.
    await waitFor(() => page.url() === url, { until: `the address ${page.url()} is ${url}` });
    await visitor.screenshot('interop-light');
    await page.emulateMedia({ colorScheme: 'dark' });
    // Colours change softly.
    await page.evaluate('Promise.allSettled(document.getAnimations().map((one) => one.finished))');
    await visitor.screenshot('interop-dark');
    await page.emulateMedia({ colorScheme: 'light' });
  });

  it('shows what there is no panel for as one that says so', async () => {
    const { page } = visitor;
    await page.getByLabel('Search metrics').fill('Weave');
    await page.getByText('There is no panel here for W&B’s').first().waitFor();
    await visitor.screenshot('interop-foreign');
    expect(await visitor.findAccessibilityProblems()).toEqual([]);
    await page.getByLabel('Search metrics').fill('');
  });

  it('is saved here, and read back by the package with that change alone', async () => {
    const { page } = visitor;
    const before = JSON.parse((await python('read', url)).spec).spec;
    await page.getByLabel('Search runs').fill('changed here');
    await page.getByText('unsaved').waitFor();
    await page.locator('body').press('Control+s');
    await page.getByText('unsaved').waitFor({ state: 'detached' });
    const after = JSON.parse((await python('read', url)).spec).spec;
    before.section.runSets[0].search.query = 'changed here';
    for (const section of before.section.panelBankConfig.sections) {
      section.__id__ = expect.any(String);
    }
    expect(after).toEqual(before);
    expect(visitor.problems).toEqual([]);
  });
});
