import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openVisitor, type Visitor } from '../support/browser.ts';
import { expectNoProblems, inTheDark } from '../support/looks.ts';
import { startMailReceiver } from '../support/smtp.ts';
import { setStage } from '../support/stage.ts';
import { waitFor } from '../support/waiting.ts';
import { createWire } from '../support/wire.ts';

const smtp = await startMailReceiver();
const stage = setStage({
  env: {
    RUNLOOM_SMTP_URL: smtp.url,
    RUNLOOM_MAIL_FROM: 'Runloom <runloom@example.com>',
    RUNLOOM_PUBLIC_URL: 'http://runloom.example.com',
  },
});
let visitor: Visitor;
let page: Page;

const bell = () => page.getByRole('button', { name: /^Notifications/ });
const list = () => page.getByRole('list', { name: 'Notifications' }).getByRole('listitem');

const ALERT = `mutation N($e: String!, $p: String!, $r: String!, $title: String!, $text: String!) {
  notifyScriptableRunAlert(input: {entityName: $e, projectName: $p, runName: $r, title: $title, text: $text,
    severity: ERROR, waitDuration: 0}) { success }
}`;

/** A run that ends, as the client ends it. */
async function endRun(run: string, exitcode: number): Promise<void> {
  const wire = createWire(stage.server.url, stage.server.adminKey);
  const address = { entity: 'admin', project: 'looms', run };
  await wire.createRun(address);
  await wire.post(address, { files: {}, complete: true, exitcode });
}

async function raiseAlert(title: string, text: string): Promise<void> {
  const wire = createWire(stage.server.url, stage.server.adminKey);
  const answer = await wire.graphql(ALERT, { e: 'admin', p: 'looms', r: 'weft', title, text });
  expect(answer.text).not.toContain('errors');
}

beforeAll(async () => {
  await stage.api.send('PUT', '/api/v1/admin/users/admin', { email: 'admin@example.com' });
  visitor = await openVisitor();
  page = visitor.page;
  // The link names the public address, which is this server's only in mails.
  const token = /\/signin\?token=\S+/.exec(stage.server.output)?.[0] ?? '';
  await page.goto(stage.server.url + token);
  await page.waitForURL((url) => !url.pathname.startsWith('/signin'));
}, 120_000);
afterAll(async () => {
  await visitor?.close();
  await smtp.close();
});

describe.sequential('a person who is told what happens', () => {
  it('sees an empty bell and page at first', async () => {
    await page.goto(`${stage.server.url}/notifications`);
    await page.getByRole('heading', { name: 'Nothing yet' }).waitFor();
    await inTheDark(visitor, 'notifications-empty');
    await expectNoProblems(visitor);
  });

  it('sees the bell count while a run fails, and opens the run from it', async () => {
    await endRun('weft', 1);
    await page.getByRole('button', { name: 'Notifications, 1 unread' }).waitFor();
    await raiseAlert('Loss is NaN <img src=x onerror=alert(1)>', 'at step 12 \u202egnp.exe');
    await page.getByRole('button', { name: 'Notifications, 2 unread' }).waitFor();
    await bell().click();
    await page
      .getByRole('dialog')
      .getByRole('link', { name: / failed/ })
      .waitFor();
    await inTheDark(visitor, 'notifications-bell');
    await page
      .getByRole('dialog')
      .getByRole('link', { name: / failed/ })
      .click();
    await page.waitForURL('**/admin/looms/runs/weft');
    await page.getByRole('button', { name: 'Notifications, 1 unread' }).waitFor();
    await expectNoProblems(visitor);
  });

  it('sees many like it as one, marks it as read and mutes its project', async () => {
    for (let index = 0; index < 12; index += 1) await endRun(`sweep-${index}`, 1);
    await page.goto(`${stage.server.url}/notifications`);
    await list()
      .filter({ hasText: /failed, and 11 more/ })
      .waitFor();
    await inTheDark(visitor, 'notifications-list');
    await page.getByRole('button', { name: 'Mark all as read' }).click();
    await page.getByRole('button', { name: 'Notifications', exact: true }).waitFor();
    await list().first().getByRole('button', { name: 'Mark as unread' }).click();
    await page.getByRole('button', { name: 'Notifications, 1 unread' }).waitFor();
    await list().first().getByRole('button', { name: 'Mute admin/looms' }).click();
    await page.getByText('admin/looms is muted').waitFor();
    await expectNoProblems(visitor);
  });

  it('chooses what to be told, and gives the project its voice back', async () => {
    await page.goto(`${stage.server.url}/notifications/settings`);
    await page.getByRole('button', { name: 'Unmute' }).waitFor();
    await inTheDark(visitor, 'notifications-settings');
    await page.getByRole('button', { name: 'Unmute' }).click();
    await page.getByText('No project is muted').waitFor();
    const box = page.getByLabel('My runs fail: E-mail');
    expect(await box.isChecked()).toBe(true);
    await box.click();
    await waitFor(async () => !(await box.isChecked()), { until: 'it is off' });
    await page.reload();
    await waitFor(async () => !(await page.getByLabel('My runs fail: E-mail').isChecked()), {
      until: 'it stays off',
    });
    await expectNoProblems(visitor);
  });

  it('sends a test mail, and ends mails by the link in one without signing in', async () => {
    await page.getByLabel('Send a test mail to').fill('someone@example.com');
    await page.getByRole('button', { name: 'Send test mail' }).click();
    await waitFor(async () => smtp.mails.some(({ to }) => to.includes('someone@example.com')), {
      until: 'the test mail is there',
    });
    await page.getByRole('button', { name: 'Try e-mail' }).click();
    const mail = await waitFor(
      async () => smtp.mails.find(({ text }) => text.includes('Runloom can reach you here')),
      { until: 'the mail is there' },
    );
    const token = /notifications\/unsubscribe\?token=([^\s"&]+)/.exec(mail?.text ?? '')?.[1] ?? '';
    const stranger = await openVisitor();
    await stranger.page.goto(`${stage.server.url}/notifications/unsubscribe?token=${token}`);
    await stranger.page.getByRole('heading', { name: 'No more mails like this?' }).waitFor();
    await inTheDark(stranger, 'notifications-unsubscribe');
    await stranger.page.getByRole('button', { name: 'End all e-mail' }).click();
    await stranger.page.getByRole('heading', { name: 'Done' }).waitFor();
    await expectNoProblems(stranger);
    await stranger.close();
    await page.reload();
    const boxes = page.getByRole('checkbox', { name: /: E-mail$/ });
    await boxes.first().waitFor();
    for (const box of await boxes.all()) expect(await box.isChecked()).toBe(false);
    await expectNoProblems(visitor);
  });
});
