import { describe, expect, it } from 'vitest';
import { EVALUATED_PAGES, setEvaluationStory } from '../support/evaluation-story.ts';
import { expectNoProblems, inTheDark } from '../support/looks.ts';

const story = setEvaluationStory();

describe.sequential('someone who wants to know where a model got better', () => {
  it('goes through the regressions by keyboard, text against text, into the trace and back', async () => {
    const ids = [await story.idOf('baseline'), await story.idOf('worse')].join('*');
    const page = await story.open(
      `${EVALUATED_PAGES}/compare-evaluations?ids=${ids}&view=examples&by=exact.ok`,
    );
    await page.getByRole('button', { name: /^Regressions 16$/ }).click();
    await page.getByText('16 examples').waitFor();
    await page.keyboard.press('j');
    const drawer = page.getByRole('complementary', { name: 'Example' });
    await drawer.getByText('1 of 16').waitFor();
    await page.keyboard.press('j');
    await drawer.getByText('2 of 16').waitFor();
    await drawer.locator('ins').first().waitFor();
    await inTheDark(story.visitor, 'evaluation-example');
    await expectNoProblems(story.visitor);
    await drawer.getByRole('button', { name: 'Here' }).last().click();
    const dialog = page.getByRole('dialog');
    await dialog
      .getByRole('treeitem', { name: /predict/ })
      .first()
      .waitFor();
    await expectNoProblems(story.visitor);
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
  });

  it('filters by what is inside, and takes the numbers along as they are', async () => {
    const page = story.visitor.page;
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
    await expectNoProblems(story.visitor);
  });

  it('sees one evaluation, its failures, and how it is reached from a trace and an object', async () => {
    const id = await story.idOf('breaks <img src=x onerror=alert(1)>');
    const page = await story.open(`${EVALUATED_PAGES}/calls/${id}`);
    await page.getByRole('link', { name: 'Results' }).click();
    await page.getByRole('heading', { name: 'breaks <img src=x onerror=alert(1)>' }).waitFor();
    await page.getByRole('button', { name: 'Failed 1' }).click();
    await page.getByText('1 example', { exact: true }).waitFor();
    await story.table('Examples').getByText('4 + 4').click();
    await page.getByText('<b>no answer</b>').first().waitFor();
    await inTheDark(story.visitor, 'evaluation');
    await expectNoProblems(story.visitor);
    await page.getByRole('link', { name: /^questions/ }).click();
    await page.getByRole('link', { name: 'Evaluations that used this' }).click();
    await page.getByText('4 evaluations').waitFor();
    await expectNoProblems(story.visitor);
  });

  it('makes a leaderboard, where what can’t be told apart shares its ranks', async () => {
    const page = await story.open(`${EVALUATED_PAGES}/evaluations`);
    for (const name of ['baseline', 'worse', 'same']) {
      await story
        .table('Evaluations')
        .getByRole('checkbox', { name: `Compare ${name}` })
        .check();
    }
    await page.getByRole('button', { name: 'Make a leaderboard' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Sums <i>');
    await expectNoProblems(story.visitor);
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.getByRole('heading', { name: 'Sums <i>' }).waitFor();
    // Three of the four models that were evaluated by this version can't be told apart.
    await story.table('Leaderboard').getByText('1–3').first().waitFor();
    await story.table('Leaderboard').getByText('4', { exact: true }).first().waitFor();
    await inTheDark(story.visitor, 'leaderboard');
    await expectNoProblems(story.visitor);
  });
});
