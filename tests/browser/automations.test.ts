import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Visitor } from '../support/browser.ts';
import { expectNoProblems, inTheDark } from '../support/looks.ts';
import { Receiver } from '../support/receiver.ts';
import { signIn } from '../support/signed-in.ts';
import { setStage } from '../support/stage.ts';
import { waitFor } from '../support/waiting.ts';
import { createWire, type Wire } from '../support/wire.ts';

const stage = setStage({ env: { RUNLOOM_OUTBOUND_ALLOWED_HOSTS: '127.0.0.1' } });
const HOSTILE = '<img src=x onerror=alert(1)> \u202Eevil ${ACCESS_TOKEN} '.padEnd(200, '"');
let receiver: Receiver;
let visitor: Visitor;
let page: Page;
let wire: Wire;

const dialog = () => page.getByRole('dialog');
const log = (run: string, from: number, values: readonly number[]) =>
  wire.postRows(
    { entity: 'admin', project: 'looms', run },
    from,
    values.map((loss, at) => JSON.stringify({ loss, _step: from + at })),
  );

beforeAll(async () => {
  receiver = await Receiver.open();
  wire = createWire(stage.server.url, stage.server.adminKey);
  await wire.createRun({ entity: 'admin', project: 'looms', run: 'r1' });
  await log('r1', 0, [1, 2, 30, 2]);
  visitor = await signIn(stage);
  page = visitor.page;
}, 120_000);
afterAll(async () => {
  await visitor?.close();
  await receiver.close();
});

describe.sequential('in the settings', () => {
  it('a secret is written and never shown', async () => {
    await page.goto(`${stage.server.url}/settings`);
    await page.getByLabel('Name of the secret').fill('SIGNING');
    await page.getByLabel('Value').fill('the-secret-value');
    await page.getByRole('button', { name: 'Add secret' }).click();
    await page.getByRole('button', { name: 'Remove SIGNING' }).waitFor();
    expect(await page.content()).not.toContain('the-secret-value');
    await page.getByLabel('Name of the secret').fill('SIGNING');
    await page.getByText('There is one: its value is replaced.').waitFor();
    await page.getByLabel('Name of the secret').fill('');
    await expectNoProblems(visitor);
  });

  it('an address in a private network is refused in words', async () => {
    await page.getByRole('button', { name: 'Webhook', exact: true }).click();
    await dialog().getByLabel('Name', { exact: true }).fill('inside');
    await dialog().getByLabel('Address').fill('http://169.254.169.254/latest');
    await dialog().getByRole('button', { name: 'Add', exact: true }).click();
    await dialog().getByRole('alert').getByText('is in a private network').waitFor();
    expect(visitor.takeProblems().join()).toContain('400');
    await dialog().getByLabel('Name', { exact: true }).fill('ci');
    await dialog().getByLabel('Address').fill(`${receiver.url}/hook`);
    await dialog().getByLabel('Sign with').selectOption('SIGNING');
    await dialog().getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('button', { name: 'Try ci' }).click();
    await page.getByText('It arrived. Answered 200.').waitFor();
    await page.getByRole('heading', { name: 'Integrations' }).scrollIntoViewIfNeeded();
    await inTheDark(visitor, 'settings-integrations');
    await expectNoProblems(visitor);
  });
});

describe.sequential('automations of a project', () => {
  it('are offered to be made while there are none', async () => {
    await page.goto(`${stage.server.url}/admin/looms/automations`);
    await page.getByRole('heading', { name: 'No automations yet' }).waitFor();
    await inTheDark(visitor, 'automations-empty');
    await expectNoProblems(visitor);
  });

  it('begin at the bell of a line chart, with the form filled in', async () => {
    await page.goto(`${stage.server.url}/admin/looms`);
    const panel = page.getByRole('region', { name: 'loss', exact: true });
    await panel.waitFor();
    await panel.getByRole('button', { name: 'Create an automation on loss' }).press('Enter');
    await dialog().getByLabel('Metric', { exact: true }).waitFor();
    expect(await dialog().getByLabel('Metric', { exact: true }).inputValue()).toBe('loss');
    expect(await dialog().getByLabel('Event').inputValue()).toBe('RUN_METRIC');
    await dialog().getByRole('button', { name: 'Create automation' }).click();
    await dialog().getByText('A number.', { exact: true }).waitFor();
    await dialog().getByText('Choose a webhook.', { exact: true }).waitFor();
  });

  it('are tried first: what would be sent is shown, and nothing is sent', async () => {
    const before = receiver.at('/hook').length;
    await dialog().getByLabel('Threshold').fill('10');
    await dialog().getByLabel('Webhook').selectOption({ index: 1 });
    await dialog().getByLabel('Payload').fill('{"run": "", "sign": "$SIGNING"}');
    // Between the first two quotes of the value.
    await page.keyboard.press('Home');
    for (let at = 0; at < 9; at += 1) await page.keyboard.press('ArrowRight');
    await dialog().getByRole('button', { name: 'run_id', exact: true }).click();
    await dialog().getByRole('button', { name: 'Try it' }).click();
    const trial = page.getByRole('region', { name: 'What it would do' });
    await trial.getByText('Nothing was sent.').waitFor();
    await trial.getByText('admin/looms/runs/r1: loss > 10: it is 30 (step 2)').waitFor();
    const sent = await trial.getByRole('figure', { name: 'What is sent' }).textContent();
    expect(sent).toContain('"run": "r1"');
    expect(sent).not.toContain('the-secret-value');
    expect(receiver.at('/hook')).toHaveLength(before);
    await inTheDark(visitor, 'automation-trial');
    await expectNoProblems(visitor);
  });

  it('act, are tried again, and tell every try', async () => {
    await dialog().getByRole('button', { name: 'Create automation' }).click();
    await page.getByRole('heading', { name: 'loss crosses a threshold' }).waitFor();
    await page.getByText('It did not act yet.').waitFor();
    receiver.answers.set('/hook', [503]);
    const before = receiver.at('/hook').length;
    await wire.createRun({ entity: 'admin', project: 'looms', run: 'r2' });
    await log('r2', 0, [1, 50]);
    await receiver.hears('/hook', before + 2);
    const entry = page.getByRole('button', { name: /admin\/looms\/runs\/r2: loss > 10: it is 50/ });
    await entry.filter({ hasText: 'Done' }).waitFor();
    await entry.press('Enter');
    const tries = page.getByRole('list', { name: 'Tries' });
    await tries.getByText('Answered 503.').waitFor();
    await tries.getByText('Answered 200.').waitFor();
    const last = receiver.at('/hook').at(-1);
    expect(JSON.parse(last?.body ?? '')).toEqual({ run: 'r2', sign: 'the-secret-value' });
    expect(await page.content()).not.toContain('the-secret-value');
    await inTheDark(visitor, 'automation-history');
    await expectNoProblems(visitor);
  });

  it('send once more what they sent', async () => {
    const before = receiver.at('/hook').length;
    await page.getByRole('button', { name: 'Send again' }).click();
    await receiver.hears('/hook', before + 1);
    await page.getByText('Sent again by admin.').waitFor();
    await expectNoProblems(visitor);
  });

  it('are edited in the fields they were made with', async () => {
    await page.getByRole('button', { name: 'Edit' }).click();
    expect(await dialog().getByLabel('Threshold').inputValue()).toBe('10');
    await dialog().getByLabel('Which runs').fill('config. >');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await dialog().getByRole('alert').first().waitFor();
    await dialog().getByLabel('Which runs').fill('config.lr > 0.1');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await page.getByText('loss > 10 in runs where config.lr > 0.1').waitFor();
    await expectNoProblems(visitor);
  });

  it('are many, with any name, found by what they do and turned off where they are listed', async () => {
    const make = (name: string, eventType: string, eventFilter: string) =>
      stage.api.send('POST', '/api/v1/projects/admin/looms/automations', {
        name,
        eventType,
        eventFilter,
        action: { type: 'NO_OP' },
      });
    expect((await make(HOSTILE, 'LINK_MODEL', '{}')).status).toBe(201);
    const strange = '{"$or":[{"alias":"a"},{"alias":"b"}]}';
    expect((await make('strange', 'ADD_ARTIFACT_ALIAS', strange)).status).toBe(201);
    for (let at = 0; at < 300; at += 1) {
      await make(`state ${at}`, 'RUN_STATE', '{"run_state_filter":{"states":["FAILED"]}}');
    }
    await page.goto(`${stage.server.url}/admin/looms/automations`);
    await page.getByText('303 automations').waitFor();
    await inTheDark(visitor, 'automations-many');
    const rows = page.getByRole('table', { name: 'Automations' }).locator('tbody tr');
    expect(await rows.count()).toBeLessThan(80);
    await page.getByLabel('Search automations').fill('is linked');
    await page.getByText('1 of 303 automations').waitFor();
    const toggle = rows.first().getByRole('switch');
    await toggle.press('Space');
    await waitFor(async () => (await toggle.getAttribute('aria-checked')) === 'false', {
      until: 'it is off',
    });
    await page.getByLabel('Search automations').fill('strange');
    await page.getByRole('link', { name: 'strange' }).click();
    await page.getByText('by a filter of its own').waitFor();
    await page.getByRole('button', { name: 'Edit' }).click();
    expect(await dialog().getByLabel('Filter', { exact: true }).inputValue()).toBe(strange);
    await expectNoProblems(visitor);
  });

  it('are deleted with their history', async () => {
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Delete the automation' }).click();
    await dialog().getByRole('button', { name: 'Delete automation' }).click();
    await page.getByText('302 automations').waitFor();
    await expectNoProblems(visitor);
  });
});

describe.sequential('automations of an owner', () => {
  it('stand with those of all projects, and a new one reaches them all', async () => {
    await page.goto(`${stage.server.url}/automations`);
    await page.getByText('302 automations').waitFor();
    await page.getByRole('button', { name: 'New automation' }).click();
    await dialog().getByLabel('Event').selectOption('RUN_STATE');
    await dialog().getByLabel('Action').selectOption('NO_OP');
    await dialog().getByLabel('Name', { exact: true }).fill('any failure');
    await dialog().getByRole('button', { name: 'Create automation' }).click();
    await page.getByText('Everything of admin').waitFor();
    await page.getByText('A run is failed or crashed').waitFor();
    await expectNoProblems(visitor);
  });
});
