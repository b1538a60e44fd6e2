import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openVisitor, type Visitor } from '../support/browser.ts';
import { expectNoProblems, inTheDark } from '../support/looks.ts';
import { signIn } from '../support/signed-in.ts';
import { setStage } from '../support/stage.ts';
import { waitFor } from '../support/waiting.ts';

const stage = setStage();
const PASSWORD = 'a-long-password-for-grace';
let visitor: Visitor;
let page: Page;
/** A member of the registry who is no admin. */
let member: Visitor;

const put = async (path: string, body: unknown = {}): Promise<void> => {
  const { status, text } = await stage.api.send('PUT', `/api/v1${path}`, body);
  expect([200, 201], text).toContain(status);
};
const REGISTRY = '/organizations/lab/registries/models';
const address = (path: string) => `${stage.server.url}/orgs/lab/registry${path}`;

const dialog = () => page.getByRole('dialog');
const panel = (title: string, who: Page = page) =>
  who.getByRole('region', { name: title, exact: true });

beforeAll(async () => {
  await put('/admin/users/grace', { password: PASSWORD });
  await put('/admin/organizations/lab');
  await put('/admin/organizations/lab/members/admin', { role: 'admin' });
  await put('/admin/organizations/lab/members/grace', { role: 'member' });
  await put('/admin/organizations/lab/teams/vision');
  for (const name of ['admin', 'grace']) {
    await put(`/admin/organizations/lab/teams/vision/members/${name}`, { role: 'admin' });
  }
  visitor = await signIn(stage);
  page = visitor.page;
}, 120_000);
afterAll(async () => {
  await visitor?.close();
  await member?.close();
});

describe.sequential('an admin of the organization', () => {
  it('sees what to paste while there is no registry', async () => {
    await page.goto(`${stage.server.url}/registry`);
    await page.getByRole('heading', { name: 'No registries yet' }).waitFor();
    await inTheDark(visitor, 'registry-empty');
    await expectNoProblems(visitor);
  });

  it('finds registries as cards, with types, counts and who sees them', async () => {
    const { code, output } = await stage.machine.run('registry_shelf.py');
    expect(code, output).toBe(0);
    await put(REGISTRY, { protectedAliases: ['production'] });
    await put(`${REGISTRY}/members/users/grace`, { role: 'member' });
    await page.reload();
    const card = page.getByRole('article').filter({ hasText: 'models' });
    await card.getByText('2 collections').waitFor();
    await card.getByText('3 linked versions').waitFor();
    await card.getByText('1 protected alias').waitFor();
    await page.getByRole('article').filter({ hasText: 'Restricted' }).waitFor();
    await inTheDark(visitor, 'registry-home');
    await expectNoProblems(visitor);
  });

  it('makes a registry by keyboard, with types and protected aliases', async () => {
    await page.getByRole('button', { name: 'New registry' }).press('Enter');
    await dialog().getByLabel('Name', { exact: true }).fill('judges');
    await dialog().getByLabel('Takes artifacts of every type').press('Space');
    await dialog().getByText('Name at least one type.').waitFor();
    await dialog().getByLabel('Types that it takes').fill('judge,');
    await dialog().getByLabel('Protected aliases').fill('live');
    await page.keyboard.press('Enter');
    await visitor.screenshot('registry-new');
    expect(await visitor.findAccessibilityProblems()).toEqual([]);
    await dialog().getByRole('button', { name: 'Create registry' }).press('Enter');
    await page.waitForURL('**/orgs/lab/registry/judges');
    await page.getByRole('heading', { name: 'Nothing is linked yet' }).waitFor();
    await expectNoProblems(visitor);
  });

  it('deletes it again', async () => {
    await page.getByRole('button', { name: 'Delete the registry' }).click();
    await dialog().getByRole('button', { name: 'Delete registry' }).click();
    await page.waitForURL('**/orgs/lab/registry');
    await waitFor(async () => (await page.getByRole('article').count()) === 2, {
      until: 'it is gone',
    });
  });

  it('searches collections by alias, metadata and type; odd names do no harm', async () => {
    await page.goto(address('/models'));
    const rows = page.getByRole('table', { name: 'Collections' }).locator('tbody tr');
    await waitFor(async () => (await rows.count()) === 2, { until: 'both are there' });
    await inTheDark(visitor, 'registry-collections');
    const search = page.getByLabel('Search collections');
    for (const [text, count] of [
      // Neighbours of other counts: while an answer is under way, the one before is still shown.
      ['staging', 1],
      ['nothing like it', 0],
      ['"stage": "second"', 1],
      ['', 2],
      ['"stage":"second"', 1],
      ['no such thing', 0],
      ['<script>', 1],
    ] as const) {
      await search.fill(text);
      await page.waitForURL((url) => (url.searchParams.get('q') ?? '') === text);
      await waitFor(async () => (await rows.count()) === count, { until: `${text} is found` });
    }
    await search.fill('');
    await page.getByLabel('Type').selectOption('model');
    await page.getByText('2 collections').waitFor();
    expect(new URL(page.url()).searchParams.get('type')).toBe('model');
    await expectNoProblems(visitor);
  });

  it('gives somebody a role, and is told who does not belong to the organization', async () => {
    await page.getByRole('link', { name: 'Members' }).click();
    const parts = page.getByRole('navigation', { name: 'Parts of the registry' });
    await parts.locator('[aria-current=page]').getByText('Members').waitFor();
    expect(await parts.locator('[aria-current=page]').count()).toBe(1);
    await page.getByRole('table', { name: 'Members' }).getByText('grace').waitFor();
    await page.getByLabel('Kind', { exact: true }).selectOption('team');
    await page.getByLabel('Name', { exact: true }).fill('vision');
    await page.getByRole('button', { name: 'Give role' }).click();
    await page.getByLabel('Role of vision', { exact: true }).waitFor();
    await page.getByLabel('Role of vision', { exact: true }).selectOption('viewer');
    await page.getByText('Role saved').first().waitFor();
    await inTheDark(visitor, 'registry-members');
    await expectNoProblems(visitor);
    await page.getByLabel('Name', { exact: true }).fill('nobody');
    await page.getByRole('button', { name: 'Give role' }).click();
    await page.getByRole('alert').getByText('The member nobody').waitFor();
    expect(visitor.takeProblems().join()).toContain('404');
  });

  it('links a version of a project, and sees it with where it came from', async () => {
    await page.goto(address('/models/net'));
    await panel('Versions').getByText('vision/train/net:v1').waitFor();
    await page.getByRole('button', { name: 'Link a version' }).click();
    await dialog().getByLabel('Project').selectOption('vision/train');
    await dialog().getByLabel('Artifact').selectOption('net');
    await dialog().getByLabel('Version').selectOption('v2');
    await dialog().getByLabel('Aliases').fill('candidate');
    await page.keyboard.press('Enter');
    await visitor.screenshot('registry-link');
    expect(await visitor.findAccessibilityProblems()).toEqual([]);
    await dialog().getByRole('button', { name: 'Link version' }).click();
    await page.getByText('Linked as net:v2').waitFor();
    await panel('Versions').getByText('vision/train/net:v2').waitFor();
    await panel('History of aliases').getByText('given to v2').waitFor();
    await expectNoProblems(visitor);
  });

  it('moves a protected alias, and the history says who did and when', async () => {
    await page.getByRole('button', { name: 'Menu of v2' }).click();
    await page.getByRole('menuitem', { name: 'Aliases…' }).click();
    await dialog().getByText('You may move them as an admin').waitFor();
    await dialog().getByRole('textbox', { name: 'Aliases' }).fill('production');
    await page.keyboard.press('Enter');
    await dialog().getByRole('button', { name: 'Save aliases' }).click();
    const first = panel('History of aliases').getByRole('listitem').first();
    await first.getByText('moved from v0 to v2').waitFor();
    await first.getByText('by admin').waitFor();
    await first.getByLabel('Protected').waitFor();
    await inTheDark(visitor, 'registry-collection');
    await expectNoProblems(visitor);
  });

  it('describes the collection in Markdown and tags it', async () => {
    await page.getByRole('button', { name: /Add a description/ }).click();
    await page.getByRole('textbox', { name: 'Description' }).fill('**Ships** on Mondays');
    await page.keyboard.press('Control+Enter');
    await panel('Description').locator('strong').getByText('Ships').waitFor();
    await page.getByLabel('Tags of the collection').fill('looms,');
    await page.getByRole('button', { name: 'Remove looms' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Remove looms' }).waitFor();
    await expectNoProblems(visitor);
  });

  it('comes to a version by the address that clients print, and sees its facts and files', async () => {
    const path = encodeURIComponent('lab-org/wandb-registry-models/net');
    await page.goto(address(`/models?selectionPath=${path}&view=membership&version=v2`));
    await page.waitForURL('**/orgs/lab/registry/models/net/v2');
    await panel('Facts').getByText('vision/train/net:v2').waitFor();
    await panel('Facts').getByRole('link', { name: 'maker' }).waitFor();
    await panel('Metadata').getByText('accuracy').waitFor();
    await inTheDark(visitor, 'registry-version');
    await expectNoProblems(visitor);
  });

  it('sees its files, lineage and difference there as on the page of the artifact', async () => {
    const parts = page.getByRole('navigation', { name: 'Parts of the version' });
    await parts.getByRole('link', { name: 'Files' }).click();
    await page.getByRole('button', { name: /^deep/ }).click();
    await page.getByRole('button', { name: /notes\.txt/ }).click();
    await page.getByText('weights 2').waitFor();
    expect(await parts.locator('[aria-current=page]').allTextContents()).toEqual(['Files']);
    await inTheDark(visitor, 'registry-version-files');
    await expectNoProblems(visitor);
    await parts.getByRole('link', { name: 'Lineage' }).click();
    await page.locator('[data-node]', { hasText: 'net:v2' }).first().waitFor();
    await parts.getByRole('link', { name: 'Usage' }).click();
    await page.getByText('wandb-registry-models/net').first().waitFor();
    await visitor.screenshot('registry-version-usage');
    await expectNoProblems(visitor);
  });

  it('unlinks a version, which stays where it was logged', async () => {
    await page.goto(address('/models/net/v1'));
    await page.getByRole('button', { name: 'Unlink' }).click();
    await dialog().getByText('Scripts that ask for staging find nothing').waitFor();
    await dialog().getByRole('button', { name: 'Unlink' }).click();
    await page.waitForURL('**/orgs/lab/registry/models/net');
    await panel('History of aliases').getByText('taken off v1').waitFor();
    const kept = '/api/v1/projects/vision/train/artifacts/net/versions/v1';
    expect((await stage.api.send('GET', kept)).status).toBe(200);
    await expectNoProblems(visitor);
  });
});

describe.sequential('a member of the registry', () => {
  it('is told why a protected alias is not theirs to move, before and after trying', async () => {
    member = await openVisitor();
    const { page: own } = member;
    await own.goto(`${stage.server.url}/signin`);
    await own.getByLabel('Username').fill('grace');
    await own.getByLabel('Password').fill(PASSWORD);
    await own.getByRole('button', { name: 'Sign in', exact: true }).click();
    await own.waitForURL((url) => url.pathname !== '/signin');
    await own.goto(address('/models/net'));
    await own.getByRole('button', { name: 'Menu of v0' }).click();
    await own.getByRole('menuitem', { name: 'Aliases…' }).click();
    const box = own.getByRole('dialog');
    await box.getByText('Ask an admin of the registry to move them').waitFor();
    await box.getByRole('textbox', { name: 'Aliases' }).fill('production');
    await own.keyboard.press('Enter');
    await box.getByText('production is protected: only admins of the registry').waitFor();
    expect(await box.getByRole('button', { name: 'Save aliases' }).isDisabled()).toBe(true);
    await member.screenshot('registry-protected');
    await expectNoProblems(member);
    await own.keyboard.press('Escape');
    await own.getByRole('button', { name: 'Menu of v2' }).click();
    await own.getByRole('menuitem', { name: 'Unlink…' }).click();
    await box.getByRole('button', { name: 'Unlink' }).click();
    await own.getByText('The alias production is protected').first().waitFor();
    expect(member.takeProblems().join()).toContain('403');
    expect(await own.getByRole('button', { name: 'Settings of the registry' }).count()).toBe(0);
  });

  it('does not learn of a restricted registry without a role in it', async () => {
    const { page: own } = member;
    await own.goto(`${stage.server.url}/registry`);
    await own.getByRole('article').filter({ hasText: 'models' }).waitFor();
    expect(await own.getByRole('article').count()).toBe(1);
    await own.goto(address('/datasets'));
    await own.getByText('does not exist').first().waitFor();
    expect(member.takeProblems().join()).toContain('404');
  });
});
