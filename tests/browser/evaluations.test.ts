import { EvaluationComparison } from '@runloom/model';
import { describe, expect, it } from 'vitest';
import {
  EVALUATED,
  EVALUATED_API,
  EVALUATED_PAGES,
  setEvaluationStory,
} from '../support/evaluation-story.ts';
import { expectNoProblems, inTheDark } from '../support/looks.ts';

const story = setEvaluationStory();

describe.sequential('someone who wants to know whether a model got better', () => {
  it('is told what to paste where nothing was evaluated', async () => {
    await story.stage.api.send('PUT', '/api/v1/projects/admin/untested', {});
    const page = await story.open('/admin/untested/weave/evaluations');
    await page.getByText('weave.init("admin/untested")').waitFor();
    await expectNoProblems(story.visitor);
    await page.getByRole('link', { name: 'Leaderboards' }).click();
    await page.getByText('No leaderboards yet').waitFor();
    await expectNoProblems(story.visitor);
  });

  it('finds evaluations from the project, with the numbers of the API', async () => {
    const page = await story.open(`/${EVALUATED}`);
    await page
      .getByRole('navigation', { name: 'Parts of the project' })
      .getByRole('link', { name: 'Evaluations' })
      .click();
    await page.getByText('6 evaluations').waitFor();
    const row = story.table('Evaluations').getByRole('row').filter({ hasText: 'baseline' });
    await row.getByText('Complete').waitFor();
    const baseline = (await story.listed()).find(({ name }) => name === 'baseline');
    // Eight of ten: 3 and 7 are answered wrongly.
    expect(baseline?.scores.find(({ key }) => key === 'exact.ok')?.mean).toBe(0.8);
    await row.getByText('80 %', { exact: true }).waitFor();
    await story.table('Evaluations').getByText('breaks <img src=x onerror=alert(1)>').waitFor();
    await inTheDark(story.visitor, 'evaluations');
    await expectNoProblems(story.visitor);
  });

  it('chooses some and compares them: signs and words say what is more than noise', async () => {
    const page = await story.open(`${EVALUATED_PAGES}/evaluations`);
    for (const name of ['baseline', 'worse', 'same']) {
      await story
        .table('Evaluations')
        .getByRole('checkbox', { name: `Compare ${name}` })
        .check();
    }
    await page.getByRole('link', { name: 'Compare' }).click();
    await story.table('Metrics').waitFor();
    const ids = [await story.idOf('baseline'), await story.idOf('worse'), await story.idOf('same')];
    const { metrics } = await story.ask(
      EvaluationComparison,
      'POST',
      `${EVALUATED_API}/evaluations/compare`,
      {
        ids,
      },
    );
    const exact = metrics.find(({ key }) => key === 'exact.ok');
    expect(exact?.differences[1]?.verdict).toBe('worse');
    expect(exact?.differences[2]?.verdict).toBe('unclear');
    const row = story.table('Metrics').getByRole('row').filter({ hasText: 'exact.ok' });
    await row.getByText('−40 pp').waitFor();
    await row.getByText('Worse').waitFor();
    await row.getByText('Can’t tell: n = 40').waitFor();
    await page.getByRole('button', { name: 'How this is computed' }).click();
    await page.getByText(/McNemar/).waitFor();
    await expectNoProblems(story.visitor);
    await page.keyboard.press('Escape');
    await inTheDark(story.visitor, 'compare-evaluations');
    await expectNoProblems(story.visitor);
  });

  it('makes another the baseline, and a link shows what they see', async () => {
    const page = story.visitor.page;
    await page.getByRole('button', { name: /^B worse/ }).click();
    await page.getByRole('menuitem', { name: 'Make it the baseline' }).click();
    const row = story.table('Metrics').getByRole('row').filter({ hasText: 'exact.ok' });
    await row.getByText('+40 pp').first().waitFor();
    await row.getByText('Better').first().waitFor();
    const address = page.url();
    await page.goto('about:blank');
    await page.goto(address);
    await row.getByText('+40 pp').first().waitFor();
  });

  it('has what the page shows asked for once, while its scripts are still on their way', async () => {
    const ids = [await story.idOf('baseline'), await story.idOf('worse')].join('*');
    const page = story.visitor.page;
    await page.goto('about:blank');
    const asked: string[] = [];
    const note = (request: { url(): string; postData(): string | null }) => {
      const [, what] = /\/evaluations\/(compare|examples)$/.exec(request.url()) ?? [];
      const isBare = request.postData()?.includes('"texts":false') ?? false;
      if (what !== undefined) asked.push(isBare ? `${what}, bare` : what);
      if (request.url().includes('/assets/examples-tab')) asked.push('scripts');
    };
    page.on('request', note);
    await story.open(`${EVALUATED_PAGES}/compare-evaluations?ids=${ids}&view=examples`);
    await story.table('Examples').getByText('What is 5 + 5?').first().waitFor();
    page.off('request', note);
    const first = asked.indexOf('scripts');
    expect(asked.slice(0, first).toSorted()).toEqual(['compare', 'examples, bare']);
    expect(asked.slice(first).filter((one) => one !== 'scripts')).toEqual(['examples']);
    await expectNoProblems(story.visitor);
  });

  it('is told what limits a comparison with other rows', async () => {
    const ids = [await story.idOf('baseline'), await story.idOf('other rows')].join('*');
    const page = await story.open(`${EVALUATED_PAGES}/compare-evaluations?ids=${ids}`);
    await page.getByRole('list', { name: 'What limits the comparison' }).waitFor();
    await page.getByText('30 common examples').waitFor();
    await page.getByRole('button', { name: 'Properties' }).click();
    await story.table('Properties').getByRole('row', { name: 'Dataset questions v0' }).waitFor();
    await expectNoProblems(story.visitor);
  });
});
