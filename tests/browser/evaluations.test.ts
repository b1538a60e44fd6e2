import { EvaluationComparison, EvaluationList } from '@runloom/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Visitor } from '../support/browser.ts';
import { evaluationId, writeEvaluation } from '../support/evaluation-wire.ts';
import { expectNoProblems, inTheDark } from '../support/looks.ts';
import { signIn } from '../support/signed-in.ts';
import { setStage } from '../support/stage.ts';
import { createTraceServer, weaveEnvironment } from '../support/weave.ts';

const stage = setStage();
let visitor: Visitor;

const PROJECT = 'admin/quality';
const PAGES = `/${PROJECT}/weave`;
const API = `/api/v1/projects/${PROJECT}`;
const WIRED = 'admin/wired';

beforeAll(async () => {
  const { code, output } = await stage.machine.run('evaluations_story.py', {
    args: [PROJECT],
    env: weaveEnvironment(stage.machine),
  });
  expect(code, output).toBe(0);
  const traces = createTraceServer(stage.server);
  await stage.api.send('PUT', `/api/v1/projects/${WIRED}`, {});
  for (const number of [1, 2]) {
    await writeEvaluation(traces, WIRED, {
      id: evaluationId(number),
      name: `wired ${number}`,
      model: `m${number}`,
      rows: 400,
      trial: (row) => ({
        output: `answer ${row % 10 < 6 + number ? 'right' : 'wrong'}`,
        scores: { match: row % 10 < 6 + number, wordy: row / 100 },
        tokens: 10 * number,
      }),
    });
  }
  visitor = await signIn(stage);
}, 180_000);
afterAll(() => visitor?.close());

async function open(path: string) {
  await visitor.page.goto(stage.server.url + path);
  return visitor.page;
}

async function ask<T>(
  schema: { parse(value: unknown): T },
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const { status, text } = await stage.api.send(method, path, body);
  expect(status, text).toBe(200);
  return schema.parse(JSON.parse(text));
}

const listed = async () => (await ask(EvaluationList, 'GET', `${API}/evaluations`)).evaluations;

async function idOf(name: string): Promise<string> {
  const found = (await listed()).find((one) => one.name === name);
  if (found === undefined) throw new Error(`There is no evaluation called ${name}`);
  return found.id;
}

const table = (name: string) => visitor.page.getByRole('table', { name });

describe.sequential('someone who wants to know whether a model got better', () => {
  it('is told what to paste where nothing was evaluated', async () => {
    await stage.api.send('PUT', '/api/v1/projects/admin/untested', {});
    const page = await open('/admin/untested/weave/evaluations');
    await page.getByText('weave.init("admin/untested")').waitFor();
    await expectNoProblems(visitor);
    await page.getByRole('link', { name: 'Leaderboards' }).click();
    await page.getByText('No leaderboards yet').waitFor();
    await expectNoProblems(visitor);
  });

  it('finds evaluations from the project, with the numbers of the API', async () => {
    const page = await open(`/${PROJECT}`);
    await page
      .getByRole('navigation', { name: 'Parts of the project' })
      .getByRole('link', { name: 'Evaluations' })
      .click();
    await page.getByText('6 evaluations').waitFor();
    const row = table('Evaluations').getByRole('row').filter({ hasText: 'baseline' });
    await row.getByText('Complete').waitFor();
    const baseline = (await listed()).find(({ name }) => name === 'baseline');
    // Eight of ten: 3 and 7 are answered wrongly.
    expect(baseline?.scores.find(({ key }) => key === 'exact.ok')?.mean).toBe(0.8);
    await row.getByText('80 %', { exact: true }).waitFor();
    await table('Evaluations').getByText('breaks <img src=x onerror=alert(1)>').waitFor();
    await inTheDark(visitor, 'evaluations');
    await expectNoProblems(visitor);
  });

  it('chooses some and compares them: signs and words say what is more than noise', async () => {
    const page = await open(`${PAGES}/evaluations`);
    for (const name of ['baseline', 'worse', 'same']) {
      await table('Evaluations')
        .getByRole('checkbox', { name: `Compare ${name}` })
        .check();
    }
    await page.getByRole('link', { name: 'Compare' }).click();
    await table('Metrics').waitFor();
    const ids = [await idOf('baseline'), await idOf('worse'), await idOf('same')];
    const { metrics } = await ask(EvaluationComparison, 'POST', `${API}/evaluations/compare`, {
      ids,
    });
    const exact = metrics.find(({ key }) => key === 'exact.ok');
    expect(exact?.differences[1]?.verdict).toBe('worse');
    expect(exact?.differences[2]?.verdict).toBe('unclear');
    const row = table('Metrics').getByRole('row').filter({ hasText: 'exact.ok' });
    await row.getByText('−40 pp').waitFor();
    await row.getByText('Worse').waitFor();
    await row.getByText('Can’t tell: n = 40').waitFor();
    await page.getByRole('button', { name: 'How this is computed' }).click();
    await page.getByText(/McNemar/).waitFor();
    await expectNoProblems(visitor);
    await page.keyboard.press('Escape');
    await inTheDark(visitor, 'compare-evaluations');
    await expectNoProblems(visitor);
  });

  it('makes another the baseline, and a link shows what they see', async () => {
    const page = visitor.page;
    await page.getByRole('button', { name: /^B worse/ }).click();
    await page.getByRole('menuitem', { name: 'Make it the baseline' }).click();
    const row = table('Metrics').getByRole('row').filter({ hasText: 'exact.ok' });
    await row.getByText('+40 pp').first().waitFor();
    await row.getByText('Better').first().waitFor();
    const address = page.url();
    await page.goto('about:blank');
    await page.goto(address);
    await row.getByText('+40 pp').first().waitFor();
  });

  it('goes through the regressions by keyboard, text against text, into the trace and back', async () => {
    const ids = [await idOf('baseline'), await idOf('worse')].join('*');
    const page = await open(`${PAGES}/compare-evaluations?ids=${ids}&view=examples&by=exact.ok`);
    await page.getByRole('button', { name: /^Regressions 16$/ }).click();
    await page.getByText('16 examples').waitFor();
    await page.keyboard.press('j');
    const drawer = page.getByRole('complementary', { name: 'Example' });
    await drawer.getByText('1 of 16').waitFor();
    await page.keyboard.press('j');
    await drawer.getByText('2 of 16').waitFor();
    await drawer.locator('ins').first().waitFor();
    await inTheDark(visitor, 'evaluation-example');
    await expectNoProblems(visitor);
    await drawer.getByRole('button', { name: 'Here' }).last().click();
    const dialog = page.getByRole('dialog');
    await dialog
      .getByRole('treeitem', { name: /predict/ })
      .first()
      .waitFor();
    await expectNoProblems(visitor);
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
  });

  it('filters by what is inside, and takes the numbers along as they are', async () => {
    const page = visitor.page;
    await page.getByRole('button', { name: /^All 40$/ }).click();
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.getByRole('textbox', { name: 'As text' }).fill('nothing = 1');
    await page.getByText(/no field here/).waitFor();
    await page
      .getByRole('textbox', { name: 'As text' })
      .fill('A.scores.exact.ok = 1 and B.scores.exact.ok = 0 and inputs.topic = "odd"');
    await page.keyboard.press('Enter');
    await page.getByText('8 examples').waitFor();
    await page.keyboard.press('Escape');
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'CSV' }).click();
    const chunks: Buffer[] = [];
    for await (const chunk of await (await saved).createReadStream()) chunks.push(chunk as Buffer);
    const [head = '', ...lines] = Buffer.concat(chunks).toString().trim().split('\r\n');
    expect(lines).toHaveLength(8);
    const columns = head.split(',');
    expect(columns).toContain('B worse scores.exact.ok');
    await expectNoProblems(visitor);
  });

  it('is told what limits a comparison with other rows', async () => {
    const ids = [await idOf('baseline'), await idOf('other rows')].join('*');
    const page = await open(`${PAGES}/compare-evaluations?ids=${ids}`);
    await page.getByRole('list', { name: 'What limits the comparison' }).waitFor();
    await page.getByText('30 common examples').waitFor();
    await page.getByRole('button', { name: 'Properties' }).click();
    await table('Properties').getByRole('row', { name: 'Dataset questions v0' }).waitFor();
    await expectNoProblems(visitor);
  });

  it('sees one evaluation, its failures, and how it is reached from a trace and an object', async () => {
    const id = await idOf('breaks <img src=x onerror=alert(1)>');
    const page = await open(`${PAGES}/calls/${id}`);
    await page.getByRole('link', { name: 'Results' }).click();
    await page.getByRole('heading', { name: 'breaks <img src=x onerror=alert(1)>' }).waitFor();
    await page.getByRole('button', { name: 'Failed 1' }).click();
    await page.getByText('1 example', { exact: true }).waitFor();
    await table('Examples').getByText('4 + 4').click();
    await page.getByText('<b>no answer</b>').first().waitFor();
    await inTheDark(visitor, 'evaluation');
    await expectNoProblems(visitor);
    await page.getByRole('link', { name: /^questions/ }).click();
    await page.getByRole('link', { name: 'Evaluations that used this' }).click();
    await page.getByText('4 evaluations').waitFor();
    await expectNoProblems(visitor);
  });

  it('makes a leaderboard, where what can’t be told apart shares its ranks', async () => {
    const page = await open(`${PAGES}/evaluations`);
    for (const name of ['baseline', 'worse', 'same']) {
      await table('Evaluations')
        .getByRole('checkbox', { name: `Compare ${name}` })
        .check();
    }
    await page.getByRole('button', { name: 'Make a leaderboard' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Sums <i>');
    await expectNoProblems(visitor);
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.getByRole('heading', { name: 'Sums <i>' }).waitFor();
    // Three of the four models that were evaluated by this version can't be told apart.
    await table('Leaderboard').getByText('1–3').first().waitFor();
    await table('Leaderboard').getByText('4', { exact: true }).first().waitFor();
    await inTheDark(visitor, 'leaderboard');
    await expectNoProblems(visitor);
  });

  it('sees an evaluation go on, and hundreds of examples on a narrow screen', async () => {
    const traces = createTraceServer(stage.server);
    const page = await open(`/${WIRED}/weave/evaluations`);
    await page.getByText('2 evaluations').waitFor();
    await writeEvaluation(traces, WIRED, {
      id: evaluationId(3),
      name: 'going on',
      model: 'm3',
      rows: 40,
      trial: () => ({ output: 'x', scores: { match: true } }),
      isRunning: true,
    });
    await page.getByText('3 evaluations').waitFor();
    await table('Evaluations').getByText('Running').waitFor();
    await page.setViewportSize({ width: 390, height: 800 });
    const ids = [evaluationId(1), evaluationId(2)].join('*');
    await page.goto(`${stage.server.url}/${WIRED}/weave/compare-evaluations?ids=${ids}`);
    await table('Metrics').waitFor();
    await visitor.screenshot('compare-narrow');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    await page.getByRole('button', { name: 'Examples' }).click();
    await page.getByText('400 examples').waitFor();
    await table('Examples').getByText('Question 0').click();
    await page.getByRole('complementary', { name: 'Example' }).waitFor();
    await visitor.screenshot('examples-narrow');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    await expectNoProblems(visitor);
  });
});
