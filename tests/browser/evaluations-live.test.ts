import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Visitor } from '../support/browser.ts';
import { evaluationId, writeEvaluation } from '../support/evaluation-wire.ts';
import { expectNoProblems } from '../support/looks.ts';
import { signIn } from '../support/signed-in.ts';
import { setStage } from '../support/stage.ts';
import { createTraceServer } from '../support/weave.ts';

const stage = setStage();
let visitor: Visitor;

const WIRED = 'admin/wired';

beforeAll(async () => {
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
}, 60_000);
afterAll(() => visitor?.close());

describe('someone who follows evaluations', () => {
  it('sees one go on, and hundreds of examples on a narrow screen', async () => {
    const { page } = visitor;
    await page.goto(`${stage.server.url}/${WIRED}/weave/evaluations`);
    await page.getByText('2 evaluations').waitFor();
    await writeEvaluation(createTraceServer(stage.server), WIRED, {
      id: evaluationId(3),
      name: 'going on',
      model: 'm3',
      rows: 40,
      trial: () => ({ output: 'x', scores: { match: true } }),
      isRunning: true,
    });
    await page.getByText('3 evaluations').waitFor();
    await page.getByRole('table', { name: 'Evaluations' }).getByText('Running').waitFor();
    await page.setViewportSize({ width: 390, height: 800 });
    const ids = [evaluationId(1), evaluationId(2)].join('*');
    await page.goto(`${stage.server.url}/${WIRED}/weave/compare-evaluations?ids=${ids}`);
    await page.getByRole('table', { name: 'Metrics' }).waitFor();
    await visitor.screenshot('compare-narrow');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    await page.getByRole('button', { name: 'Examples' }).click();
    await page.getByText('400 examples').waitFor();
    await page.getByRole('table', { name: 'Examples' }).getByText('Question 0').click();
    await page.getByRole('complementary', { name: 'Example' }).waitFor();
    await visitor.screenshot('examples-narrow');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    await expectNoProblems(visitor);
  });
});
