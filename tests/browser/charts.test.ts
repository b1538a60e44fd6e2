import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openVisitor, type Visitor } from '../support/browser.ts';
import { chance, drawRun } from '../support/chart-data.ts';
import { createChartPage } from '../support/chart-page.ts';
import { setStage } from '../support/stage.ts';
import { waitFor } from '../support/waiting.ts';
import { createWire } from '../support/wire.ts';

const MILLION = 1_000_000;
const SPIKE = 654_321;
const entity = 'admin';

const stage = setStage();
let visitor: Visitor;
let page: ReturnType<typeof createChartPage>;

beforeAll(async () => {
  const wire = createWire(stage.server.url, stage.server.adminKey);
  const next = chance(1);
  let value = 1;
  await drawRun(wire, {
    entity,
    project: 'spike',
    run: 'long',
    steps: MILLION,
    row: (step) => {
      value += (next() - 0.5) / 100;
      return `"loss":${step === SPIKE ? 9 : Math.sin(value)}`;
    },
  });
  for (let index = 0; index < 6; index += 1) {
    const isShort = index % 2 === 0;
    await drawRun(wire, {
      entity,
      project: 'groups',
      run: `r${index}`,
      label: `run ${index}`,
      config: { lr: isShort ? 0.1 : 0.01, seed: index },
      // The longest run of all is of the first group: without it, windows would be others.
      steps: index === 0 ? 9000 : 3000 + 7 * index,
      row: (step) =>
        `"loss":${(isShort ? 2 : 1) * Math.exp(-step / 900) + ((step * (index + 3)) % 11) / 50},"acc":${step / 9000}`,
    });
  }
  await drawRun(wire, {
    entity,
    project: 'odd',
    run: 'odd',
    steps: 200,
    row: (step) =>
      [
        `"fine":${step / 7}`,
        `"holes":${step % 50 === 10 ? 'NaN' : step / 3}`,
        '"void":NaN',
        `"signs":${step - 20}`,
      ].join(','),
  });
  visitor = await openVisitor();
  page = createChartPage(visitor, stage.server);
  await page.signIn();
});
afterAll(async () => {
  await visitor.close();
});

async function expectNoProblems(): Promise<void> {
  expect(visitor.problems).toEqual([]);
}

describe.sequential('a chart of a million steps', () => {
  it('shows the one spike at full zoom-out, in pixels and in values', async () => {
    await page.open('spike');
    const chart = await page.chart('loss');
    await chart.waitForPoints(MILLION);
    // Places within the chart hold once it has its width.
    await page.settled();
    const left = await chart.leftOf(SPIKE / (MILLION - 1));
    // All else lies between −1 and 1 of an axis that goes up to 9.
    const spike = { left: left - 2, right: left + 2, top: 0.05, bottom: 0.6 };
    await waitFor(async () => (await chart.paintedShare(spike)) > 0.1, {
      until: 'the spike is painted',
    });
    expect(
      await chart.paintedShare({ left: left - 40, right: left - 8, top: 0.05, bottom: 0.6 }),
    ).toBeLessThan(0.05);
    const highest = await Promise.all(
      (await page.lines('loss')).map(({ columns }) => Math.max(...(columns['max'] ?? []))),
    );
    expect(highest).toEqual([9]);
    await visitor.screenshot('charts-spike');
  });

  it('asks for finer buckets when it is zoomed, and has the whole at once when it goes back', async () => {
    const chart = await page.chart('loss');
    const asked = page.nextRequest();
    await chart.drag(0.4, 0.45);
    const { panels } = await asked;
    expect(panels[0].range.max - panels[0].range.min).toBeLessThan(MILLION / 15);
    await waitFor(
      async () => {
        const points = await chart.points();
        return points > 0 && points < MILLION / 15;
      },
      { until: 'the points in view are drawn' },
    );
    const before = page.requestCount;
    await chart.doubleClick();
    await chart.waitForPoints(MILLION);
    // The coarse level was kept: nothing was asked for.
    expect(page.requestCount).toBe(before);
    await expectNoProblems();
  });
});

describe.sequential('grouped runs', () => {
  it('are one line each, with the interval and the number of runs', async () => {
    await page.open('groups');
    const chart = await page.chart('loss');
    await chart.waitForLines(6);
    await chart.edit('Grouping', async (form) => {
      await form.getByLabel('Group runs').check();
      await form.getByLabel('Remove group').click();
      await form.getByLabel('Add a field').fill('config.lr');
      await form.getByLabel('Add a field').press('Enter');
    });
    await chart.waitForLines(2);
    const rows = await chart.hover(0.1);
    expect(rows.map(([name]) => name).sort()).toEqual(['lr: 0.01', 'lr: 0.1']);
    // Name, mean, interval, runs.
    expect(rows[0]?.[2]).toMatch(/\S+ … \S+/);
    expect(rows[0]?.[3]).toBe('3');
    await visitor.screenshot('charts-grouped');
  });

  it('hiding a run never changes the line of another group', async () => {
    const chart = await page.chart('loss');
    const lineOf = async (label: string) =>
      (await page.panels('loss')).flatMap((panel) =>
        panel.lines.filter(
          (line) => line.kind === 'group' && panel.groups[line.group]?.label === label,
        ),
      )[0]?.columns;
    // The chart is asked for once more when the form beside it is gone and it has grown.
    await page.settled();
    const before = await lineOf('lr: 0.01');
    expect(before?.['x']?.length).toBeGreaterThan(10);
    await page.toggleRun('run 0');
    await waitFor(async () => (await lineOf('lr: 0.1'))?.['runs']?.every((count) => count <= 2), {
      until: 'the group has two runs left',
    });
    expect(await lineOf('lr: 0.01')).toEqual(before);
    await page.toggleRun('run 0');
    // What is told stays too, where the axis does.
    const textOf = (rows: readonly (readonly string[])[], label: string) =>
      rows.find(([name]) => name === label)?.slice(1);
    const rowsBefore = await waitFor(
      async () => {
        const rows = await chart.hover(0.2);
        return textOf(rows, 'lr: 0.1')?.at(-1) === '3' ? rows : null;
      },
      { until: 'the tooltip tells of three runs' },
    );
    await page.toggleRun('run 2');
    const rowsAfter = await waitFor(
      async () => {
        const rows = await chart.hoverAgain();
        return textOf(rows, 'lr: 0.1')?.at(-1) === '2' ? rows : null;
      },
      { until: 'the tooltip tells of two runs' },
    );
    expect(textOf(rowsAfter, 'lr: 0.01')).toEqual(textOf(rowsBefore, 'lr: 0.01'));
    await page.toggleRun('run 2');
    await expectNoProblems();
  });

  it('say by which rule they meet on x', async () => {
    const chart = await page.chart('loss');
    await chart.frame.getByText('Grouped', { exact: true }).hover();
    await visitor.page
      .getByText(/window of|logged; nothing/)
      .first()
      .waitFor();
  });
});

describe.sequential('charts beside each other', () => {
  it('share the crosshair', async () => {
    const acc = await page.chart('acc');
    expect(await acc.pointerPixels()).toBe(0);
    await (await page.chart('loss')).hover(0.5);
    await waitFor(async () => (await acc.pointerPixels()) > 0, { until: 'the other has it too' });
    await visitor.page.mouse.move(5, 5);
    await waitFor(async () => (await acc.pointerPixels()) === 0, { until: 'it is gone again' });
  });
});

describe.sequential('odd values', () => {
  it('that are NaN are marked and counted', async () => {
    await page.open('odd');
    const chart = await page.chart('holes');
    await chart.waitForPoints(200);
    await chart.frame.getByText('4 NaN').waitFor();
    const left = await chart.leftOf(60 / 199);
    expect(
      await chart.paintedShare({ left: left - 3, right: left + 3, top: 0.96, bottom: 1 }),
    ).toBeGreaterThan(0.03);
  });

  it('of which none is a number say so, and leave other charts alone', async () => {
    await (await page.chart('void')).frame.getByText('Every value is NaN').waitFor();
    await (await page.chart('fine')).waitForPoints(200);
  });

  it('below zero are told of on a log axis', async () => {
    await visitor.page.getByRole('button', { name: 'Log', exact: true }).click();
    await (await page.chart('signs')).frame.getByText('≤ 0 not drawn').waitFor();
    await visitor.page.getByRole('button', { name: 'Log', exact: true }).click();
    const chart = await page.chart('fine');
    await chart.edit('Data', (form) => form.getByLabel('Logarithmic x').check());
    await chart.frame.getByText('x ≤ 0 not drawn').waitFor();
    await visitor.screenshot('charts-log-x');
  });

  it('an empty range says so and offers the way back', async () => {
    const chart = await page.chart('signs');
    const url = new URL(visitor.page.url());
    url.searchParams.set('zoom', `history/signs*5000*6000`);
    await visitor.page.goto(url.toString());
    await chart.frame.getByText('No points in this range').waitFor();
    await chart.frame.getByRole('button', { name: 'Show everything' }).click();
    await chart.waitForPoints(200);
    await expectNoProblems();
  });
});

describe.sequential('expressions', () => {
  it('that can’t be read show where, and leave other charts alone', async () => {
    const chart = await page.chart('fine');
    await chart.edit('Expressions', async (form) => {
      await form.getByRole('button', { name: 'Add an expression' }).click();
      await form.getByLabel('Expression 1', { exact: true }).fill('log(fine');
      await form.getByLabel('Expression 1', { exact: true }).press('Enter');
      await form.getByRole('alert').getByText('Sign 4: This bracket is never closed.').waitFor();
      await visitor.screenshot('charts-expression-error');
      expect(await visitor.findAccessibilityProblems()).toEqual([]);
    });
    await chart.frame.getByText('1 problem').waitFor();
    await chart.waitForLines(1);
    await (await page.chart('holes')).waitForPoints(200);
  });

  it('that can be read are lines beside the metric', async () => {
    const chart = await page.chart('fine');
    await chart.edit('Expressions', async (form) => {
      await form.getByLabel('Expression 1', { exact: true }).fill('2 * fine + 1');
      await form.getByLabel('Expression 1', { exact: true }).press('Enter');
    });
    await chart.waitForLines(2);
    const rows = await chart.hover(0.5);
    const value = (name: RegExp) => Number(rows.find(([label = '']) => name.test(label))?.[1]);
    expect(value(/2 \* fine/)).toBeCloseTo(2 * value(/odd fine/) + 1, 3);
    await expectNoProblems();
  });
});
