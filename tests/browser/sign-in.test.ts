import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi } from '../support/api.ts';
import { openVisitor, type Visitor } from '../support/browser.ts';
import { expectNoProblems } from '../support/looks.ts';
import { startOidcProvider, type TestProvider } from '../support/oidc-provider.ts';
import { TestServer } from '../support/server.ts';

const PASSWORD = 'correct horse battery';
const HOSTILE = '"><img src=x onerror=alert(1)>‮evil';

let provider: TestProvider;
let server: TestServer;
const visitors: Visitor[] = [];

beforeAll(async () => {
  provider = await startOidcProvider();
  provider.people.set('u-ada', {
    email: 'ada@example.com',
    email_verified: true,
    name: 'Ada Lovelace',
    groups: ['ml'],
  });
  server = await TestServer.prepare({
    env: {
      RUNLOOM_OIDC_PROVIDERS: 'corp,strict',
      RUNLOOM_OIDC_CORP_ISSUER: provider.issuer,
      RUNLOOM_OIDC_CORP_CLIENT_ID: provider.clientId,
      RUNLOOM_OIDC_CORP_CLIENT_SECRET: provider.clientSecret,
      RUNLOOM_OIDC_CORP_LABEL: 'Example Corp',
      RUNLOOM_OIDC_CORP_CREATE_USERS: 'on',
      RUNLOOM_OIDC_CORP_GROUPS: 'ml=lab/vision:member',
      RUNLOOM_OIDC_CORP_SIGN_OUT: 'provider',
      RUNLOOM_OIDC_STRICT_ISSUER: provider.issuer,
      RUNLOOM_OIDC_STRICT_CLIENT_ID: provider.clientId,
      RUNLOOM_OIDC_STRICT_CLIENT_SECRET: provider.clientSecret,
      RUNLOOM_OIDC_STRICT_LABEL: 'Another sign-in server with quite a long name of its own',
    },
  });
  provider.serve(server.url, ['corp', 'strict']);
  await server.start();
  const admin = createApi(server.url, server.adminKey);
  await admin.send('PUT', '/api/v1/admin/users/admin', { password: PASSWORD });
  await admin.send('PUT', '/api/v1/admin/organizations/lab', {});
  await admin.send('PUT', '/api/v1/admin/organizations/lab/teams/vision', {});
  await admin.send('PUT', '/api/v1/admin/users/mallory', { displayName: HOSTILE });
  await admin.send('DELETE', `/api/v1/projects/admin/${encodeURIComponent(HOSTILE)}`);
});
afterAll(async () => {
  for (const visitor of visitors) await visitor.close();
  await server.dispose();
  await provider.stop();
});

async function newVisitor(): Promise<Visitor> {
  const visitor = await openVisitor();
  visitors.push(visitor);
  return visitor;
}

/** A look at the page in both themes, with axe. */
async function look(visitor: Visitor, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await visitor.page.emulateMedia({ colorScheme });
    // Colours are at rest once axe has looked.
    expect(await visitor.findAccessibilityProblems('all')).toEqual([]);
    await visitor.screenshot(`${name}-${colorScheme}`);
  }
  await visitor.page.emulateMedia({ colorScheme: 'light' });
}

async function signInByPassword({ page }: Visitor, password = PASSWORD): Promise<void> {
  await page.goto(`${server.url}/signin`);
  await page.getByLabel('Username').fill('admin');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

describe.sequential('signing in', () => {
  it('by a provider goes there and back to the page that was asked for', async () => {
    const visitor = await newVisitor();
    const { page } = visitor;
    await page.goto(`${server.url}/settings`);
    await page.getByRole('link', { name: 'Continue with Example Corp' }).waitFor();
    await look(visitor, 'sign-in-providers');
    await page.getByRole('link', { name: 'Continue with Example Corp' }).click();
    await page.locator('input[name=login]').fill('u-ada');
    await page.locator('input[name=password]').fill('any');
    await page.locator('button[type=submit]').click();
    await page.locator('button[type=submit]', { hasText: 'Continue' }).click();
    await page.waitForURL(`${server.url}/settings`);
    // The provider's own pages want fonts from elsewhere and have no icon.
    visitor.takeProblems();
    await page.getByText('By corp').waitFor();
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Ada Lovelace');
    await expectNoProblems(visitor);
  });

  it('and out again, there too', async () => {
    const { page } = visitors[0] as Visitor;
    await page.getByRole('button', { name: 'Account of ada' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.waitForURL((url) => url.origin === provider.issuer);
    await page.locator('button[value=yes]').click();
    await page.waitForURL(`${server.url}/signin`);
    visitors[0]?.takeProblems();
  });

  it('says in plain words what went wrong', async () => {
    const visitor = await newVisitor();
    const { page } = visitor;
    for (const [fault, words] of [
      ['no-account', 'Ask an administrator'],
      ['unreachable', 'does not answer'],
      ['mismatch', 'refused'],
    ]) {
      await page.goto(`${server.url}/signin?fault=${fault}`);
      await page
        .getByRole('alert')
        .filter({ hasText: words ?? '' })
        .waitFor();
    }
    await look(visitor, 'sign-in-fault');
    await page.goto(`${server.url}/signin?fault=<b>hi</b>`);
    await page.getByLabel('Username').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    await page.goto(`${server.url}/signin?token=used-before`);
    await page.getByRole('alert').filter({ hasText: 'used before or is too old' }).waitFor();
    expect(page.url()).not.toContain('used-before');
    await signInByPassword(visitor, 'a wrong password');
    await page.getByRole('alert').filter({ hasText: 'password is wrong' }).waitFor();
  });

  it('by a password shows where else one is signed in, and ends that', async () => {
    const [here, there] = [await newVisitor(), await newVisitor()];
    for (const visitor of [there, here]) {
      await signInByPassword(visitor);
      await visitor.page.waitForURL((url) => url.pathname === '/');
    }
    await here.page.goto(`${server.url}/settings`);
    const table = here.page.getByRole('table', { name: 'Sessions' });
    await table.getByText('This one').waitFor();
    expect(await table.getByRole('row').count()).toBe(3);
    await table.scrollIntoViewIfNeeded();
    await look(here, 'settings-sessions');
    await here.page.getByRole('button', { name: 'End all other sessions' }).click();
    await here.page.getByRole('button', { name: 'End 1 session' }).click();
    await here.page.getByText('One session ended').waitFor();
    await there.page.goto(`${server.url}/settings`);
    await there.page.waitForURL((url) => url.pathname === '/signin');
  });
});

describe.sequential('the audit log', () => {
  it('shows changes and refusals, narrows them, and opens one', async () => {
    const visitor = visitors.at(-2) as Visitor;
    const { page } = visitor;
    await page.goto(`${server.url}/settings/audit`);
    const table = page.getByRole('table', { name: 'Audit log' });
    await table.getByText('user:login').first().waitFor();
    await look(visitor, 'audit-log');
    await page.getByLabel('Action').fill('team:');
    await table.getByText('team:put-member').waitFor();
    await expect.poll(() => table.getByText('user:login').count()).toBe(0);
    expect(page.url()).toContain('action=team%3A');
    await table.getByRole('button').first().click();
    await page.getByRole('dialog').getByText('lab/vision/ada').waitFor();
    await look(visitor, 'audit-entry');
    await page.keyboard.press('Escape');
    await page.getByLabel('Action').fill('nothing:like-it');
    await page.getByText('No entries').waitFor();
    await look(visitor, 'audit-empty');
    await expectNoProblems(visitor);
  });

  it('verifies, and goes out as a file', async () => {
    const visitor = visitors.at(-2) as Visitor;
    const { page } = visitor;
    await page.goto(`${server.url}/settings/audit`);
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByText('The chain is intact').waitFor();
    await look(visitor, 'audit-verified');
    await page.getByRole('button', { name: 'Close', exact: true }).last().click();
    await page.getByRole('button', { name: 'Export' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: /CSV/ }).click();
    expect((await download).suggestedFilename()).toBe('audit-log.csv');
  });

  it('is not for everybody', async () => {
    const visitor = await newVisitor();
    const { page } = visitor;
    const admin = createApi(server.url, server.adminKey);
    const made = await admin.send('POST', '/api/v1/admin/users/mallory/sign-in-link');
    await page.goto(JSON.parse(made.text).url);
    await page.waitForURL((url) => url.pathname === '/');
    await page.goto(`${server.url}/settings/audit`);
    await page.getByRole('heading', { name: 'The audit log is for administrators' }).waitFor();
    await look(visitor, 'audit-refused');
  });
});
