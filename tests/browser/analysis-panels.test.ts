import { describeNumbers, frontierOf, regress, studentQuantile } from '@runloom/model';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAnalysisBoard } from '../support/analysis-board.ts';
import type { Visitor } from '../support/browser.ts';
import { chance } from '../support/chart-data.ts';
import { inTheDark } from '../support/looks.ts';
import { type MadeRun, makeRuns } from '../support/many-runs.ts';
import { signIn } from '../support/signed-in.ts';
import { setStage } from '../support/stage.ts';
import { waitFor } from '../support/waiting.ts';
import { createWire } from '../support/wire.ts';

const MODELS = ['vit', 'cnn', 'mlp'];
const HOSTILE = ['<img src=x onerror=alert(1)>', '\u202etxt.exe', 'n'.repeat(10_000)];
const next = chance(3);

/** Losses follow from the learning rate and the model; three points of history each. */
const SWEEP: readonly MadeRun[] = Array.from({ length: 60 }, (_, at) => {
  const [lr, model] = [Number((10 ** (-3 + 2 * next())).toPrecision(6)), MODELS[at % 3] ?? 'vit'];
  const loss = 0.2 + (at % 3) * 0.4 + lr * 4 + next() * 0.05;
  return {
    run: `run${at}`,
    displayName: HOSTILE[at] ?? `${model}-${at}`,
    config: { lr, model, fixed: 3, dropout: next(), ...(at === 10 ? {} : { width: at % 4 }) },
    summary: {
      ...(at === 11 ? {} : { loss: at === 12 ? 'NaN' : loss }),
      accuracy: 1 - loss / 4,
      curve: 1,
    },
    rows: [3, 1, 2].map((curve) => ({ curve: curve + at })),
  };
});
const WITH_LOSS = SWEEP.filter((_, at) => at !== 11 && at !== 12);
const numbersOf = (runs: readonly MadeRun[], part: 'config' | 'summary', key: string) =>
  Float64Array.from(runs, (run) => Number(run[part][key]));

const stage = setStage();
let visitor: Visitor;
let page: Page;
let board: ReturnType<typeof createAnalysisBoard>;

beforeAll(async () => {
  const wire = createWire(stage.server.url, stage.server.adminKey);
  await makeRuns(wire, { entity: 'admin', project: 'sweep' }, SWEEP);
  await makeRuns(wire, { entity: 'admin', project: 'one' }, SWEEP.slice(3, 4));
  const thousand = Array.from({ length: 1_050 }, (_, at) => ({
    run: `run${at}`,
    config: { lr: at + 1 },
    summary: { loss: 5 },
    isRunning: true,
  }));
  await makeRuns(wire, { entity: 'admin', project: 'thousand' }, thousand);
  visitor = await signIn(stage);
  page = visitor.page;
  board = createAnalysisBoard(visitor, stage);
}, 120_000);
afterAll(() => visitor.close());

const LR = { field: 'config.lr' };
const LOSS = { field: 'summary.loss' };
const MODEL = { field: 'config.model' };
const ACCURACY = { field: 'summary.accuracy' };

describe.sequential('settings of all panels of a type', () => {
  it('hold where a panel does not say otherwise, and tell who says them', async () => {
    const values = [LOSS];
    await board.show('sweep', [
      { type: 'bar', title: 'one', settings: { values, scope: 'listed' } },
      { type: 'bar', title: 'two', settings: { values, scope: 'listed', maxBars: 7 } },
    ]);
    const [one, two] = [board.panel('one'), board.panel('two')];
    await one.waitForMarks(40);
    await two.waitForMarks(7);
    await one.frame.getByRole('button', { name: 'Menu of one' }).click();
    await page.getByRole('menuitem', { name: 'Settings…' }).click();
    const form = page.getByRole('complementary', { name: /^Settings of/ });
    const most = form.getByRole('textbox', { name: 'Bars at most' });
    await form.getByRole('button', { name: 'Section', exact: true }).click();
    await most.fill('5');
    await most.press('Enter');
    await one.waitForMarks(5);
    await two.waitForMarks(7);
    // What each panel says for itself is not asked for here.
    expect(await form.getByLabel('Title of the axis').count()).toBe(0);
    await form.getByRole('button', { name: 'Workspace', exact: true }).click();
    await most.fill('6');
    await most.press('Enter');
    await form.getByText('set here').waitFor();
    await one.waitForMarks(5);
    await form.getByRole('button', { name: 'This panel', exact: true }).click();
    await form.getByText('from the section').waitFor();
    expect(await visitor.findAccessibilityProblems()).toEqual([]);
    await inTheDark(visitor, 'analysis-levels');
    await most.fill('3');
    await most.press('Enter');
    await one.waitForMarks(3);
    await form.getByRole('button', { name: 'Bars at most: back to what is set around it' }).click();
    await one.waitForMarks(5);
    await page.getByRole('button', { name: 'Close the settings' }).click();
  });
});

describe.sequential('a scatter plot', () => {
  it('is added from the menu, set up by its form, and undo takes it back', async () => {
    await board.show('sweep', []);
    await page.getByRole('button', { name: 'Add a panel', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Other panels' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Scatter plot/ })
      .click();
    const form = page.getByRole('complementary', { name: /^Settings of/ });
    await form.getByLabel('X', { exact: true }).fill('config.lr');
    await form.getByLabel('Y', { exact: true }).fill('summary.loss');
    await form.getByLabel('Y', { exact: true }).press('Enter');
    const { waitForMarks, note } = board.panel('loss by lr');
    await waitForMarks(58);
    await note('2 not drawn').hover();
    await page.getByText('Not drawn: 1 run without loss: mlp-11.').waitFor();
    await page.getByText('Not drawn: 1 run with NaN or ∞ in loss: vit-12.').waitFor();
    await form.getByLabel('Logarithmic x').check();
    await form.getByLabel('Linear regression').check();
    await form.getByLabel('Frontier', { exact: true }).check();
    const line = regress(
      numbersOf(WITH_LOSS, 'config', 'lr').map(Math.log10),
      numbersOf(WITH_LOSS, 'summary', 'loss'),
    );
    await note(`r² ${line?.rSquared.toFixed(2)}`).waitFor();
    // Of both less is better: of a loss by its name, and so is said of the learning rate.
    await form.getByLabel('Better x').selectOption('minimize');
    const frontier = frontierOf(
      numbersOf(WITH_LOSS, 'config', 'lr'),
      numbersOf(WITH_LOSS, 'summary', 'loss'),
      { x: 'minimize', y: 'minimize' },
    );
    await note(`${frontier.length} on the frontier`).waitFor();
    expect(await visitor.findAccessibilityProblems()).toEqual([]);
    await visitor.screenshot('analysis-scatter-form');
    await page.getByRole('button', { name: 'Close the settings' }).click();
    for (let step = 0; step < 8; step += 1) await page.locator('body').press('Control+z');
    await page.getByRole('button', { name: 'Add a panel', exact: true }).waitFor();
  });

  it('names the run and its values, looks into a rectangle, and opens the run', async () => {
    await board.show('sweep', [
      { type: 'scatter', settings: { x: LR, y: LOSS, z: MODEL, tooltip: [ACCURACY] } },
    ]);
    const { waitForMarks, step, figure, drag, frame, note } = board.panel('loss by lr');
    await waitForMarks(58);
    const told = await step('ArrowRight');
    const [least] = WITH_LOSS.toSorted((a, b) => Number(a.config['lr']) - Number(b.config['lr']));
    expect(told.get('')).toContain(least?.displayName);
    expect(told.get('model')).toBe(least?.config['model']);
    expect(Number(told.get('lr'))).toBeCloseTo(Number(least?.config['lr']), 6);
    expect(Number(told.get('accuracy'))).toBeCloseTo(Number(least?.summary['accuracy']), 4);
    await drag([0.2, 0.1], [0.5, 0.5]);
    await frame.getByRole('button', { name: 'Reset zoom' }).waitFor();
    await note(/\d+ beyond the axes/).waitFor();
    await page.locator('body').press('Control+z');
    await waitFor(async () => (await note(/beyond the axes/).count()) === 0, {
      until: 'all is in view again',
    });
    await step('ArrowRight');
    await figure.press('Enter');
    await page.waitForURL((url) => url.pathname.includes('/sweep/runs/run'));
  });

  it('takes categories on its axes, and least, most and mean over all points', async () => {
    const curve = (statistic: string) => ({ field: 'summary.curve', statistic });
    await board.show('sweep', [
      { type: 'scatter', settings: { x: curve('min'), y: curve('mean'), z: curve('max') } },
      { type: 'scatter', settings: { x: MODEL, y: LOSS } },
    ]);
    const means = board.panel('curve (mean) by curve (minimum)');
    await means.waitForMarks(60);
    const told = await means.step('ArrowRight');
    expect([...told.values()].slice(1)).toEqual(['1', '2', '3']);
    await board.panel('loss by model').waitForMarks(58);
  });
});

describe.sequential('bars', () => {
  it('of groups tell the mean with the interval by Student’s t, as boxes and violins too', async () => {
    const grouping = { fields: ['config.model'] };
    const own = { values: [LOSS], scope: 'listed', grouping };
    await board.show('sweep', [
      { type: 'bar', title: 'Mean', settings: own },
      { type: 'bar', title: 'Box', settings: { ...own, groupShape: 'box' } },
      { type: 'bar', title: 'Violin', settings: { ...own, groupShape: 'violin' } },
      { type: 'bar', title: 'Runs', settings: { values: [LOSS], sort: 'descending', maxBars: 9 } },
    ]);
    for (const title of ['Mean', 'Box', 'Violin']) await board.panel(title).waitForMarks(3);
    await board.panel('Runs').waitForMarks(9);
    await board.panel('Runs').note('9 of 58 shown').waitFor();
    await visitor.screenshot('analysis-bars');
    const told = await board.panel('Mean').step('ArrowRight');
    const model = told.get('')?.replace('model: ', '');
    const runs = WITH_LOSS.filter(({ config }) => config['model'] === model);
    const losses = numbersOf(runs, 'summary', 'loss');
    const { mean, standardError, count } = describeNumbers(losses, losses.length);
    const half = studentQuantile(0.975, count - 1) * standardError;
    expect(Number(told.get('Mean of loss'))).toBeCloseTo(mean, 4);
    const interval = told.get('95 % interval of the mean')?.split(' … ').map(Number);
    expect(interval?.[0]).toBeCloseTo(mean - half, 4);
    expect(interval?.[1]).toBeCloseTo(mean + half, 4);
    expect(told.get('Runs')).toBe(String(count));
    expect(await visitor.findAccessibilityProblems()).toEqual([]);
  });

  it('follow the grouping of the list', async () => {
    await board.show('sweep', [{ type: 'bar', settings: { values: [LOSS], scope: 'listed' } }], {
      groupBy: ['config.model'],
    });
    await board.panel('loss').waitForMarks(3);
  });
});

describe.sequential('parallel coordinates', () => {
  it('highlight what is brushed, and have the list show only that', async () => {
    const axes = [LR, MODEL, { field: 'summary.accuracy' }, LOSS];
    await board.show('sweep', [{ type: 'parallel', title: 'Lines', settings: { axes } }]);
    const { waitForMarks, drag, note, frame, figure } = board.panel('Lines');
    await waitForMarks(58);
    await visitor.screenshot('analysis-parallel');
    // The second of four axes, its upper third: the last category.
    const { width } = (await figure.boundingBox()) ?? { width: 1 };
    const left = (46 + (width - 100) / 3) / width;
    await drag([left, 0.09], [left, 0.3]);
    const inBrush = WITH_LOSS.filter(({ config }) => config['model'] === 'vit').length;
    await note(`${inBrush} highlighted`).waitFor();
    await waitForMarks(inBrush);
    await visitor.screenshot('analysis-parallel-brushed');
    await frame.getByRole('button', { name: 'List only these' }).click();
    await waitFor(async () => (await page.getByText('20 of 60 shown').count()) === 1, {
      until: 'the list is filtered',
    });
    await frame.getByRole('button', { name: 'Clear brushes' }).click();
    await frame.getByRole('button', { name: 'Clear brushes' }).waitFor({ state: 'detached' });
    for (let step = 0; step < 3; step += 1) await page.locator('body').press('Control+z');
    await waitForMarks(58);
  });

  it('turn an axis round by a click on its title, move it by a drag, undo both', async () => {
    const axes = [LR, ACCURACY, LOSS];
    await board.show('sweep', [{ type: 'parallel', settings: { axes } }]);
    const lines = board.panel('lr, accuracy, loss');
    await lines.waitForMarks(58);
    const { width, height } = (await lines.figure.boundingBox()) ?? { width: 1, height: 1 };
    const at = (axis: number) => (46 + (axis * (width - 100)) / 2) / width;
    await lines.click(at(1), 10 / height);
    await lines.drag([at(1), 10 / height], [at(0), 10 / height]);
    const moved = board.panel('accuracy, lr, loss');
    await moved.waitForMarks(58);
    await page.locator('body').press('Control+z');
    await lines.waitForMarks(58);
    expect(await visitor.findAccessibilityProblems()).toEqual([]);
  });
});

describe.sequential('parameter importance', () => {
  it('ranks what the loss is made of, with intervals, and says what it can’t judge', async () => {
    await board.show('sweep', [{ type: 'importance', settings: { target: LOSS } }]);
    const { frame, note } = board.panel('Importance for loss');
    const table = frame.getByRole('table');
    await table.waitFor();
    const [first = ''] = await table.locator('tbody tr').allInnerTexts();
    expect(first).toMatch(/^model/);
    expect(first).toMatch(/0\.\d+ … \d\.\d+/);
    await note('3 not drawn').hover();
    await page.getByText('Not drawn: 1 run without width: cnn-10.').waitFor();
    await note('1 parameter not judged').click();
    await frame.getByText('fixed: never varies: always 3').waitFor();
    await visitor.screenshot('analysis-importance');
    expect(await visitor.findAccessibilityProblems()).toEqual([]);
    await table.locator('tbody tr').filter({ hasText: 'dropout' }).hover();
    await frame.getByRole('button', { name: 'Leave config.dropout out' }).click();
    await waitFor(async () => (await table.getByText('dropout').count()) === 0, {
      until: 'it is left out',
    });
  });

  it('says when there are too few runs to tell', async () => {
    await board.show('one', [
      { type: 'importance', settings: { target: LOSS } },
      { type: 'scatter', settings: { x: LR, y: LOSS, showsRegression: true, showsFrontier: true } },
      { type: 'bar', settings: { values: [LOSS] } },
      { type: 'parallel', settings: { axes: [LR, LOSS] } },
    ]);
    await board
      .panel('Importance for loss')
      .note(/Too few runs to tell: 1 run has/)
      .waitFor();
    for (const title of ['loss by lr', 'loss', 'lr, loss']) {
      await board.panel(title).waitForMarks(1);
    }
  });
});

describe.sequential('analysis panels', () => {
  it('say what they lack when there is nothing to draw', async () => {
    const none = { field: 'summary.nothing' };
    await board.show('sweep', [
      { type: 'scatter', settings: { x: LR, y: none } },
      { type: 'bar', settings: { values: [none] } },
      { type: 'parallel', settings: { axes: [none, LR] } },
      { type: 'importance', settings: { target: none } },
    ]);
    const titles = ['nothing by lr', 'nothing', 'nothing, lr'];
    for (const title of titles) {
      await board
        .panel(title)
        .note(/Not drawn: 60 runs without nothing/)
        .waitFor();
    }
    await board
      .panel('Importance for nothing')
      .note(/Too few runs to tell/)
      .waitFor();
  });

  it('draw more than a thousand runs, all of the same value', async () => {
    await board.show('thousand', [
      { type: 'scatter', settings: { x: LR, y: LOSS } },
      { type: 'parallel', settings: { axes: [LR, LOSS] } },
    ]);
    await board.panel('loss by lr').waitForMarks(1_050);
    await board.panel('lr, loss').waitForMarks(1_050);
    await board.panel('loss by lr').note('1,050').waitFor();
  });

  it('draw runs that appear, by themselves', async () => {
    await board.show('one', [{ type: 'scatter', settings: { x: LR, y: LOSS } }]);
    const { waitForMarks } = board.panel('loss by lr');
    await waitForMarks(1);
    const wire = createWire(stage.server.url, stage.server.adminKey);
    await makeRuns(wire, { entity: 'admin', project: 'one' }, SWEEP.slice(20, 22));
    await waitForMarks(3);
  });

  it('show hostile names as text, and no error is told anywhere', async () => {
    await board.show('sweep', [
      { type: 'bar', title: 'Names', settings: { values: [ACCURACY], maxBars: 100 } },
    ]);
    const { waitForMarks, figure, told } = board.panel('Names');
    await waitForMarks(60);
    await figure.focus();
    const seen = [];
    for (let step = 0; step < 60; step += 1) {
      await page.keyboard.press('ArrowRight');
      seen.push((await told()).get('') ?? '');
    }
    expect(seen).toContain(HOSTILE[0]);
    expect(seen).toContain('\ufffdtxt.exe');
    expect(seen.some((heading) => heading.startsWith('nnnn'))).toBe(true);
    expect(await page.locator('img[src="x"]').count()).toBe(0);
    expect(visitor.problems).toEqual([]);
  });
});
