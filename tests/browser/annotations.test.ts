import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi } from '../support/api.ts';
import type { Visitor } from '../support/browser.ts';
import { expectNoProblems, inTheDark } from '../support/looks.ts';
import { signIn } from '../support/signed-in.ts';
import { setStage } from '../support/stage.ts';

const stage = setStage();
let visitor: Visitor;

const PROJECT = '/api/v1/projects/vision/support';
const QUEUES = `${PROJECT}/annotation-queues`;
const BEN = 'ben-'.padEnd(44, 'k');
const HOSTILE = '<img src=x onerror=alert(1)> \u202Eterces';

/** Calls of an assistant, the last of which a scorer finds rude. */
async function makeCalls(): Promise<void> {
  await stage.api.send('PUT', '/api/v1/admin/users/ben', { apiKey: BEN });
  await stage.api.send('PUT', '/api/v1/admin/organizations/lab', {});
  await stage.api.send('PUT', '/api/v1/admin/organizations/lab/teams/vision', {});
  for (const name of ['admin', 'ben']) {
    const role = { role: 'member' };
    await stage.api.send('PUT', `/api/v1/admin/organizations/lab/members/${name}`, role);
    const path = `/api/v1/admin/organizations/lab/teams/vision/members/${name}`;
    await stage.api.send('PUT', path, role);
  }
  await stage.api.send('PUT', PROJECT, {});
  const batch = Array.from({ length: 4 }, (_, at) => {
    const started = new Date(Date.UTC(2026, 10, 25, 10, 0, at));
    const req = {
      project_id: 'vision/support',
      id: `call-${at}`,
      trace_id: `call-${at}`,
      op_name: at === 3 ? HOSTILE : 'answer',
      started_at: started.toISOString(),
      inputs: { messages: [{ role: 'user', content: `Where is parcel ${at}?` }] },
      attributes: {},
    };
    const end = {
      project_id: 'vision/support',
      id: `call-${at}`,
      ended_at: new Date(started.getTime() + 700).toISOString(),
      output: { role: 'assistant', content: at === 3 ? HOSTILE : `On its way, number ${at}.` },
      summary: {},
    };
    return [
      { mode: 'start', req: { start: req } },
      { mode: 'end', req: { end } },
    ];
  });
  await stage.api.send('POST', '/traces/call/upsert_batch', { batch: batch.flat() });
  for (let at = 0; at < 4; at += 1) {
    await stage.api.send('POST', '/traces/feedback/create', {
      project_id: 'vision/support',
      weave_ref: `weave:///vision/support/call/call-${at}`,
      feedback_type: 'wandb.runnable.polite',
      payload: { output: at < 3 },
      runnable_ref: 'weave:///vision/support/object/polite:abc',
    });
  }
}

/** A colleague judges three of the four calls, of two of them otherwise than the page's reader. */
async function benJudges(): Promise<void> {
  const ben = createApi(stage.server.url, BEN);
  const [queue] = JSON.parse((await ben.send('GET', QUEUES)).text).queues;
  const { items } = JSON.parse((await ben.send('GET', `${QUEUES}/${queue.id}/items`)).text);
  for (const { id, position } of items.slice(0, 3)) {
    const values = { 'Is-it-polite': position === 3, Quality: position === 3 ? 2 : 4 };
    const path = `${QUEUES}/${queue.id}/items/${id}/answers`;
    const { status, text } = await ben.send('PUT', path, { values, state: 'completed' });
    expect(status, text).toBe(200);
  }
}

beforeAll(async () => {
  await makeCalls();
  visitor = await signIn(stage);
}, 60_000);
afterAll(() => visitor?.close());

describe.sequential('someone who judges calls', () => {
  it('makes a queue of calls chosen from the traces', async () => {
    const { page } = visitor;
    await page.goto(`${stage.server.url}/vision/support/weave/annotations`);
    await page.getByText('No annotation queues yet').waitFor();
    await expectNoProblems(visitor);
    await page.goto(`${stage.server.url}/vision/support/weave`);
    await page.getByText('4 traces').waitFor();
    await page.getByRole('checkbox', { name: /^Select all/ }).check();
    await page.getByRole('button', { name: 'Annotate' }).click();
    await page.getByRole('button', { name: 'Go on' }).click();
    const form = page.getByRole('dialog', { name: 'New annotation queue' });
    await form.getByRole('textbox', { name: 'Name' }).fill('Tone of the answers');
    await form.getByRole('textbox', { name: 'Guidelines' }).fill('Would **you** like to read it?');
    await form.getByRole('button', { name: 'Create queue' }).click();
    await form.getByText('Give it a name.').waitFor();
    await form.getByRole('textbox', { name: 'What is asked' }).fill('Is it polite?');
    await form.getByRole('button', { name: 'Ask for more' }).click();
    const second = form.getByRole('listitem').nth(1);
    await second.getByRole('textbox', { name: 'What is asked' }).fill('Quality');
    await second.getByRole('combobox', { name: 'Answer' }).selectOption('Rating (whole numbers)');
    await second.getByRole('textbox', { name: 'Least' }).fill('1');
    await second.getByRole('textbox', { name: 'Greatest' }).fill('5');
    await inTheDark(visitor, 'annotation-queue-form');
    await form.getByRole('button', { name: 'Create queue' }).click();
    await page.getByText('4 calls added').waitFor();
    await page.goto(`${stage.server.url}/vision/support/weave/annotations`);
    await page.getByRole('link', { name: 'Tone of the answers' }).waitFor();
    await page.getByText('0 of 4').waitFor();
    await inTheDark(visitor, 'annotation-queues');
  });

  it('goes through it by keyboard', async () => {
    const { page } = visitor;
    await page.getByRole('link', { name: 'Tone of the answers' }).click();
    await page.getByText('Call 1 of 4').waitFor();
    await page.getByText('Where is parcel').waitFor();
    await page.keyboard.press('1');
    await page.keyboard.press('4');
    expect(await page.getByRole('radio', { name: 'Yes' }).isChecked()).toBe(true);
    expect(await page.getByRole('radio', { name: '4', exact: true }).isChecked()).toBe(true);
    await inTheDark(visitor, 'annotation-judge');
    await expectNoProblems(visitor);
    await page.keyboard.press('Enter');
    await page.getByText('Call 2 of 4').waitFor();
    await page.keyboard.press('b');
    await page.getByText('Call 1 of 4').waitFor();
    expect(await page.getByRole('radio', { name: 'Yes' }).isChecked()).toBe(true);
    await page.keyboard.press('Enter');
    for (const place of [2, 3]) {
      await page.getByText(`Call ${place} of 4`).waitFor();
      await page.keyboard.press(place === 2 ? '2' : '1');
      await page.keyboard.press('3');
      await page.keyboard.press('Enter');
    }
    await page.getByText('Call 4 of 4').waitFor();
    await page.keyboard.press('s');
    await page.getByText('Nothing waits for you here').waitFor();
    await page.getByText('4 of 4, 1 skipped').waitFor();
  });

  it('sees what the answers tell, and decides where people differ', async () => {
    const { page } = visitor;
    await benJudges();
    await page.getByRole('link', { name: 'See the results' }).click();
    await page.getByRole('region', { name: 'Agreement' }).waitFor();
    await page.getByRole('row', { name: /^Is it polite\?.*67 %.*Too few to tell/ }).waitFor();
    const disputes = page.getByRole('region', { name: 'Different answers' });
    await disputes.getByText('3 answers to decide').waitFor();
    await disputes.getByRole('listitem').first().getByRole('button', { name: 'Yes' }).click();
    await disputes.getByText('Decided by admin: Yes').waitFor();
    const judges = page.getByRole('region', { name: 'Scorers beside people' });
    await judges.getByRole('region', { name: 'polite beside Is it polite?' }).waitFor();
    await judges.getByText('3 calls judged by both; the scorer judged 4 in all.').waitFor();
    await inTheDark(visitor, 'annotation-results');
    await expectNoProblems(visitor);
  });
});
