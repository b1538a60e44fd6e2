import type { Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openVisitor, type Visitor } from '../support/browser.ts';
import type { RunningClient } from '../support/clients.ts';
import { expectNoProblems } from '../support/looks.ts';
import { setStage } from '../support/stage.ts';
import { waitFor } from '../support/waiting.ts';

const STEPS = 3000;
const PROJECT = 'live-demo';

const stage = setStage();
let visitor: Visitor;
let training: RunningClient;

beforeAll(async () => {
  visitor = await openVisitor();
});
afterAll(async () => {
  await visitor.close();
});

/** A panel by its title. */
const panel = (title: string) => visitor.page.getByRole('group', { name: title, exact: true });

/** Points that a panel says it stands on. */
async function pointsOf(title: string): Promise<number> {
  const frame = visitor.page
    .locator('section, article')
    .filter({ has: panel(title) })
    .last();
  const text = (await frame.textContent()) ?? '';
  return Number(/([\d,]+) points?/.exec(text)?.[1]?.replaceAll(',', '') ?? 0);
}

/** One visit, in the order things happen: each test goes on where the one before ended. */
describe.sequential('someone who starts Runloom and trains a model', () => {
  it('signs in by the link that the server printed, and reads what to paste', async () => {
    const link = /http:\S+\/signin\?token=\S+/.exec(stage.server.output)?.[0];
    expect(link).toBeDefined();
    await visitor.page.goto(link ?? '');
    await visitor.page.getByText('WANDB_BASE_URL').first().waitFor();
    await visitor.page.getByText('WANDB_API_KEY').first().waitFor();
    await visitor.screenshot('home-empty');
    await expectNoProblems(visitor);
  });

  it('sees the run appear while the unmodified script trains', async () => {
    training = stage.machine.start('slow_training.py', {
      args: [PROJECT, 'watched', String(STEPS), '0.01'],
      // As often as on a person's machine it may be; the default of 15 s would only make this slower.
      env: { WANDB_X_FILE_STREAM_TRANSMIT_INTERVAL: '1' },
    });
    await training.waitForOutput(/started/);
    await visitor.page.goto(`${stage.server.url}/admin/${PROJECT}`);
    await panel('train/loss').waitFor({ timeout: 60_000 });
    await visitor.page.getByRole('heading', { name: 'train', exact: false }).first().waitFor();
    await expectNoProblems(visitor);
  });

  it('watches the chart grow without a reload', async () => {
    await visitor.page.evaluate("document.documentElement.dataset.visit = 'same'");
    const first = await waitFor(() => pointsOf('train/loss'), { until: 'points are drawn' });
    const later = await waitFor(
      async () => {
        const points = await pointsOf('train/loss');
        return points > first + 100 ? points : null;
      },
      { until: `more than ${first + 100} points are drawn` },
    );
    expect(later).toBeGreaterThan(first);
    expect(await visitor.page.evaluate('document.documentElement.dataset.visit')).toBe('same');
    await visitor.screenshot('workspace-live');
  });

  it('sees a point soon after the server has it', async () => {
    const address = { entity: 'admin', project: PROJECT, run: 'watched' };
    const delays: number[] = [];
    for (let time = 0; time < 3; time += 1) {
      const before = (await stage.api.run(address)).historyLineCount;
      const stored = await waitFor(
        async () => {
          const { historyLineCount } = await stage.api.run(address);
          return historyLineCount > before ? historyLineCount : null;
        },
        { until: 'the server has more rows', intervalMs: 10 },
      );
      const since = performance.now();
      await waitFor(async () => (await pointsOf('train/loss')) >= stored, {
        until: `${stored} points are on screen`,
        intervalMs: 10,
      });
      delays.push(Math.round(performance.now() - since));
    }
    // What is measured is told; a slow machine must not fail the test.
    process.stdout.write(`from the server to the screen: ${delays.join(', ')} ms\n`);
  });

  it('zooms by dragging, which asks for the finer buckets, and goes back by a double click', async () => {
    const ended = await training.ended;
    expect(ended.output).toContain('finished');
    await waitFor(async () => (await pointsOf('train/loss')) === STEPS, {
      until: 'all points are drawn',
    });
    const chart = panel('train/loss');
    const box = await chart.boundingBox();
    if (box === null) throw new Error('The chart has no place on the page.');
    const rangesOf = (request: Request): { min: number; max: number }[] =>
      request.url().endsWith('/panels')
        ? request.postDataJSON().panels.flatMap((one: { range?: object | null }) => one.range ?? [])
        : [];
    const asked = visitor.page.waitForRequest((request) => rangesOf(request).length > 0);
    const middle = box.y + box.height / 2;
    await visitor.page.mouse.move(box.x + box.width * 0.4, middle);
    await visitor.page.mouse.down();
    await visitor.page.mouse.move(box.x + box.width * 0.6, middle, { steps: 8 });
    await visitor.page.mouse.up();
    const [range] = rangesOf(await asked);
    expect((range?.max ?? STEPS) - (range?.min ?? 0)).toBeLessThan(STEPS / 2);
    await waitFor(
      async () => {
        const points = await pointsOf('train/loss');
        return points > 0 && points < STEPS / 2;
      },
      { until: 'only the points in view are drawn' },
    );
    await waitFor(() => visitor.page.url().includes('zoom='), { until: 'the address says so' });
    await visitor.screenshot('workspace-zoomed');
    await visitor.page.mouse.dblclick(box.x + box.width * 0.5, middle);
    await waitFor(async () => (await pointsOf('train/loss')) === STEPS, {
      until: 'all points are drawn again',
    });
    await visitor.page.mouse.move(5, 5);
    await expectNoProblems(visitor);
  });

  it('finds everything of the run on its page', async () => {
    const { page } = visitor;
    await page.getByRole('link', { name: /-\d+$/ }).first().click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByText('Finished').first().waitFor();
    await expectNoProblems(visitor);
    await visitor.screenshot('run-overview');
    for (const [tab, sight] of [
      ['Charts', page.getByRole('group', { name: 'train/loss', exact: true })],
      ['Console', page.getByText('logged step 100', { exact: true })],
      ['Files', page.getByText('config.yaml').first()],
      ['System', page.getByRole('group').first()],
    ] as const) {
      await page.getByRole('link', { name: tab, exact: true }).click();
      await sight.waitFor();
      await visitor.screenshot(`run-${tab.toLowerCase()}`);
      await expectNoProblems(visitor);
    }
  });

  it('finds the same in the dark', async () => {
    const { page } = visitor;
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto(`${stage.server.url}/admin/${PROJECT}`);
    await panel('train/loss').waitFor();
    await waitFor(async () => (await pointsOf('train/loss')) === STEPS, {
      until: 'all points are drawn',
    });
    await visitor.screenshot('workspace-dark');
    await expectNoProblems(visitor);
  });
});
