import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openVisitor, type Visitor } from '../support/browser.ts';
import { expectNoProblems, inTheDark } from '../support/looks.ts';
import { signIn } from '../support/signed-in.ts';
import { setStage } from '../support/stage.ts';

const stage = setStage();
const PASSWORD = 'a-long-password-for-everyone';
const HOSTILE = '<img src=x onerror=alert(1)>‮ "quoted" & long '.repeat(3).slice(0, 120);
let admin: Visitor;
let page: Page;
/** Who is invited, and removed in the end. */
let newcomer: Visitor;
/** Who is in another team. */
let outsider: Visitor;
let link = '';

const put = async (path: string, body: unknown = {}): Promise<void> => {
  const { status, text } = await stage.api.send('PUT', `/api/v1${path}`, body);
  expect([200, 201], text).toContain(status);
};
const startRun = async (project: string): Promise<void> => {
  const query = `mutation ($p: String!) { upsertBucket(input: { name: "r1", displayName: "first light",
    entityName: "vision", modelName: $p }) { bucket { id } } }`;
  const { status, text } = await stage.api.send('POST', '/graphql', {
    query,
    variables: { p: project },
  });
  expect(status, text).toBe(200);
};
const address = (path: string) => `${stage.server.url}${path}`;
const members = (who: Page) => who.getByRole('table', { name: 'Members' });

async function enter(visitor: Visitor, username: string): Promise<void> {
  await visitor.page.goto(address('/signin'));
  await visitor.page.getByLabel('Username').fill(username);
  await visitor.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await visitor.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await visitor.page.waitForURL((url) => !url.pathname.startsWith('/signin'));
}

beforeAll(async () => {
  for (const name of ['grace', 'otto']) await put(`/admin/users/${name}`, { password: PASSWORD });
  await put('/admin/users/hostile', { displayName: HOSTILE, email: 'hostile@example.org' });
  await put('/admin/organizations/lab');
  await put('/admin/organizations/elsewhere');
  await put('/admin/organizations/lab/teams/vision');
  await put('/admin/organizations/elsewhere/teams/others');
  await put('/admin/organizations/lab/members/admin', { role: 'admin' });
  await put('/admin/organizations/lab/teams/vision/members/admin', { role: 'admin' });
  await put('/admin/organizations/lab/teams/vision/members/grace', { role: 'member' });
  await put('/admin/organizations/lab/teams/vision/members/hostile', { role: 'viewer' });
  await put('/admin/organizations/elsewhere/teams/others/members/otto', { role: 'admin' });
  await startRun('looms');
  await startRun('secrets');
  admin = await signIn(stage);
  page = admin.page;
  newcomer = await openVisitor();
  outsider = await openVisitor();
}, 120_000);
afterAll(async () => {
  await admin?.close();
  await newcomer?.close();
  await outsider?.close();
});

describe.sequential('a team', () => {
  it('lists its members with their roles, whatever they are called', async () => {
    await page.goto(address('/vision?tab=members'));
    await members(page).getByText('grace').first().waitFor();
    await members(page).getByText('<img src=x').waitFor();
    await inTheDark(admin, 'team-members');
    await expectNoProblems(admin);
  });

  it('keeps its last admin', async () => {
    await page.getByLabel('Role of admin').selectOption('member');
    await page
      .getByText(/without an admin/)
      .first()
      .waitFor();
    expect(admin.takeProblems().join()).toContain('answer 409');
    await page.reload();
    await members(page).getByText('grace').first().waitFor();
    expect(await page.getByLabel('Role of admin').inputValue()).toBe('admin');
  });

  it('gives a link for an address that it does not know, once', async () => {
    await page.getByLabel('Invite by email or username').fill('Nia@Example.org');
    await page.getByRole('button', { name: 'Invite' }).click();
    link = await page.getByLabel('Invitation link', { exact: true }).inputValue();
    expect(link).toContain('/invitations/');
    await page.getByRole('table', { name: 'Invitations' }).getByText('Nia@Example.org').waitFor();
    await inTheDark(admin, 'team-invited');
    await expectNoProblems(admin);
  });

  it('lets the invited person in with an account of their own, though sign-up is off', async () => {
    const { page: her } = newcomer;
    await her.goto(link);
    await her.getByRole('heading', { name: 'Join vision' }).waitFor();
    await inTheDark(newcomer, 'invitation');
    await her.getByLabel('Username').fill('nia');
    await her.getByLabel('Your name').fill('Nia Weaver');
    await her.getByLabel('Password').fill(PASSWORD);
    await her.getByRole('button', { name: 'Create account and join' }).click();
    await her.getByRole('link', { name: 'looms' }).waitFor();
    await expectNoProblems(newcomer);
    await her.goto(link);
    await her.getByText(/It was used on .*, and works once/).waitFor();
    await inTheDark(newcomer, 'invitation-used');
  });

  it('has accounts of programs, whose keys are shown once', async () => {
    await page.reload();
    await page.getByLabel('What it is for').fill('nightly evaluations');
    await page.getByRole('button', { name: 'Create service account' }).click();
    const key = await page.getByLabel('Key of the service account', { exact: true }).inputValue();
    expect(key.length).toBeGreaterThanOrEqual(40);
    await page
      .getByRole('table', { name: 'Service accounts' })
      .getByText('nightly')
      .first()
      .waitFor();
    await expectNoProblems(admin);
  });

  it('shows what was made last', async () => {
    await page.goto(address('/vision?tab=activity'));
    await page.getByRole('list', { name: 'Activity' }).getByText('first light').first().waitFor();
    await inTheDark(admin, 'team-activity');
    await expectNoProblems(admin);
  });
});

describe.sequential('a project', () => {
  it('is restricted to who is named, with what that means', async () => {
    await page.goto(address('/vision/secrets/settings'));
    await page.getByRole('radio', { name: 'Restricted' }).check();
    await page.getByText('The project is restricted now').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('grace');
    await page.getByRole('button', { name: 'Give role' }).click();
    await page.getByRole('table', { name: 'Roles in this project' }).getByText('grace').waitFor();
    await inTheDark(admin, 'project-settings');
    await expectNoProblems(admin);
    await newcomer.page.goto(address('/vision/secrets'));
    await newcomer.page.getByRole('heading', { name: 'Not found' }).waitFor();
  });

  it('is asked for by who came by its address, and by nobody with another answer', async () => {
    await enter(outsider, 'otto');
    const { page: his } = outsider;
    for (const name of ['secrets', 'nothing-here']) {
      await his.goto(address(`/vision/${name}`));
      await his.getByLabel('A word to those who decide').fill('we talked at lunch');
      if (name === 'secrets') await inTheDark(outsider, 'not-found-request');
      await his.getByRole('button', { name: 'Ask for access' }).click();
      await his.getByText('If there is something at this address').waitFor();
    }
    await his.goto(address('/settings'));
    const asked = his.getByRole('table', { name: 'Access you asked for' });
    await asked.waitFor();
    expect(await asked.getByText('Waiting').count()).toBe(2);
    await page.goto(address('/vision?tab=requests'));
    await page.getByRole('table', { name: 'Access requests' }).getByText('otto').waitFor();
    expect(await page.getByText('nothing-here').count()).toBe(0);
    await inTheDark(admin, 'access-requests');
    await expectNoProblems(admin);
    await page.getByRole('button', { name: 'Let in otto' }).click();
    await page.getByText('Nobody waits for an answer').waitFor();
    await his.goto(address('/vision/secrets'));
    await his.getByText('first light').first().waitFor();
  });
});

describe.sequential('an organization', () => {
  it('says who sees new projects, and makes roles', async () => {
    await page.goto(address('/orgs/lab'));
    await page.getByLabel('Visibility').selectOption('restricted');
    await page.getByText('Saved').first().waitFor();
    await page.getByRole('button', { name: 'New role' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('Report writer');
    await dialog.getByLabel('Write reports and shared views').check();
    await admin.screenshot('organization-role-dialog');
    await dialog.getByRole('button', { name: 'Create role' }).click();
    await page.getByRole('table', { name: 'Roles' }).getByText('Report writer').waitFor();
    await inTheDark(admin, 'organization');
    await expectNoProblems(admin);
    await page.goto(address('/vision?tab=members'));
    await page.getByLabel('Role of hostile').selectOption('Report writer');
    await page.getByText('Role saved').waitFor();
  });
});

describe.sequential('a new team', () => {
  it('is made where teams are looked for: on the page of its organization, and at home', async () => {
    await page.goto(address('/orgs/lab'));
    await page.getByRole('button', { name: 'New team' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('vision');
    await dialog.getByRole('button', { name: 'Create team' }).click();
    await dialog.getByRole('alert').getByText('is taken').waitFor();
    // That the name was taken is all that went wrong.
    expect(admin.takeProblems().filter((problem) => !problem.includes('409'))).toEqual([]);
    await admin.screenshot('new-team-dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('acoustics');
    await dialog.getByRole('button', { name: 'Create team' }).click();
    await page.waitForURL('**/acoustics?tab=members');
    await members(page).getByText('admin').first().waitFor();
    await page.getByText('Team of').getByText('lab').waitFor();
    await page.goto(address('/'));
    await page.getByRole('button', { name: 'New team' }).click();
    await page.getByRole('dialog').getByRole('heading', { name: 'New team' }).waitFor();
    await inTheDark(admin, 'home-new-team');
    await expectNoProblems(admin);
    await newcomer.page.goto(address('/'));
    await newcomer.page.getByRole('heading', { level: 1 }).waitFor();
    expect(await newcomer.page.getByRole('button', { name: 'New team' }).count()).toBe(0);
  });
});

describe.sequential('an admin of the instance', () => {
  it('lets somebody in by a link that works once, and ends their sessions', async () => {
    await page.goto(address('/settings'));
    await page.getByRole('link', { name: 'People of this instance' }).click();
    const table = page.getByRole('table', { name: 'People' });
    await table.getByText('hostile@example.org').waitFor();
    await inTheDark(admin, 'instance-people');
    await page.getByLabel('Search people').fill('grac');
    await page.waitForURL('**/settings/people?q=grac');
    await page.getByRole('button', { name: 'Sign-in link for grace' }).click();
    await page.getByRole('button', { name: 'Make the link' }).click();
    const url = await page.getByLabel('Sign-in link', { exact: true }).inputValue();
    await inTheDark(admin, 'sign-in-link');
    await page.getByRole('button', { name: 'Done' }).click();
    const grace = await openVisitor();
    await grace.page.goto(url);
    await grace.page.waitForURL((one) => !one.pathname.startsWith('/signin'));
    await grace.page.goto(address('/vision'));
    await grace.page.getByRole('heading', { name: 'vision' }).waitFor();
    await page.getByRole('button', { name: 'End sessions of grace' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'End sessions' }).click();
    await page.getByText(/\d+ sessions? ended/).waitFor();
    await expectNoProblems(admin);
    await grace.page.goto(address('/settings'));
    await grace.page.waitForURL('**/signin**');
    await grace.close();
    const asked = newcomer.page.waitForResponse((one) => one.url().includes('/admin/users'));
    await newcomer.page.goto(address('/settings/people'));
    expect((await asked).status()).toBe(403);
    expect(await newcomer.page.getByText('hostile@example.org').count()).toBe(0);
  });
});

describe.sequential('a person', () => {
  it('makes keys that may less, and sees where they reach', async () => {
    await page.goto(address('/settings'));
    await page.getByLabel('Name of a new key').fill('dashboard');
    await page.getByLabel('May', { exact: true }).selectOption('read');
    await page.getByLabel('Reaches').selectOption('vision');
    await page.getByLabel('Expires').selectOption('30');
    await page.getByRole('button', { name: 'Create key' }).click();
    const key = await page.getByLabel('API key', { exact: true }).inputValue();
    await page.getByText('Read only in vision').waitFor();
    await inTheDark(admin, 'settings-keys');
    await expectNoProblems(admin);
    const ask = async (path: string, method = 'GET') =>
      fetch(address(`/api/v1${path}`), { method, headers: { authorization: `Bearer ${key}` } });
    expect((await ask('/projects/vision/looms')).status).toBe(200);
    expect((await ask('/runs/vision/looms/r1', 'DELETE')).status).toBe(403);
    expect((await ask('/projects/others/anything')).status).toBe(404);
  });

  it('has a profile that colleagues see', async () => {
    await page.goto(address('/nia'));
    await page.getByRole('heading', { name: 'Nia Weaver' }).waitFor();
    await page.getByRole('link', { name: 'vision' }).first().waitFor();
    await inTheDark(admin, 'profile');
    await expectNoProblems(admin);
  });

  it('who is removed loses what they look at within five seconds', async () => {
    const { page: her } = newcomer;
    const isLive = her.waitForResponse((answer) => answer.url().includes('/vision/looms/live'));
    await her.goto(address('/vision/looms'));
    await her.getByText('first light').first().waitFor();
    const stream = await isLive;
    await page.goto(address('/vision?tab=members'));
    await page.getByRole('button', { name: 'Remove nia' }).click();
    const removed = performance.now();
    await page.getByRole('button', { name: 'Remove member' }).click();
    await stream.finished();
    expect(performance.now() - removed).toBeLessThan(5_000);
    await page.getByText('nia was removed').waitFor();
    await her.reload();
    await her.getByRole('heading', { name: 'Not found' }).waitFor();
  });
});
