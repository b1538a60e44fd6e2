import type { Page } from 'playwright-core';
import { openVisitor } from '../tests/support/browser.ts';
import { makeRuns, sweepRuns } from '../tests/support/many-runs.ts';
import { TestServer } from '../tests/support/server.ts';
import { signInTo } from '../tests/support/signed-in.ts';
import { createWire } from '../tests/support/wire.ts';
import { fillRuns } from './listing.ts';
import { askedParts, type BenchOptions } from './options.ts';
import { createPageMeter, type PageMeter, untilDrawn, untilShown } from './page-meter.ts';
import { quantile, report, round } from './report.ts';

/** Even, so that what is done there and back ends where it began. */
const REPEATS = 16;
/** What a page does after a click is over by then. */
const SETTLE_MS = 500;

type Row = Record<string, string | number>;

/** What can be asked for alone. */
const PARTS = ['paint', 'interaction', 'scroll'] as const;

/**
 * The workspace in a real browser: first paint with 1,000 runs, and how soon it answers with 10,000 listed and 50 drawn.
 * @throws RangeError for a part that does not exist
 */
export async function benchWorkspace(options: BenchOptions): Promise<void> {
  const isAsked = askedParts(options, 'workspace', PARTS);
  const server = await TestServer.start();
  const visitor = await openVisitor();
  try {
    const wire = createWire(server.url, server.adminKey);
    if (isAsked('paint')) {
      await makeRuns(wire, { entity: 'admin', project: 'thousand' }, sweepRuns(1_000, 50));
    }
    if (isAsked('interaction') || isAsked('scroll')) {
      const many = sweepRuns(10_000, 0).toSpliced(9_940, 60, ...sweepRuns(10_000, 60).slice(9_940));
      await makeRuns(wire, { entity: 'admin', project: 'many' }, many);
    }
    if (isAsked('scroll')) {
      await makeRuns(wire, { entity: 'admin', project: 'crowd' }, sweepRuns(1, 10));
      await server.stop();
      await fillRuns({ kind: 'sqlite', file: `${server.dataDirectory}/metadata.sqlite` }, 'crowd');
      await server.start();
    }
    await signInTo(server, visitor.page);
    const meter = await createPageMeter(visitor.page);
    if (isAsked('paint')) {
      report({
        name: 'workspace-first-paint',
        what: `a workspace with 1,000 runs on the loopback, from the navigation to the list of runs and to the first lines drawn, ${REPEATS} times, cache warm; main thread and script are processor time until then`,
        rows: [await measurePaint(server, visitor.page, meter)],
      });
    }
    if (isAsked('interaction')) {
      report({
        name: 'workspace-interaction',
        what: `10,000 runs listed and 50 drawn, ${REPEATS} times each: from the event to the frame that shows it (Event Timing, 8 ms steps, 16 where it is not told); main thread and script are all processor time within ${SETTLE_MS} ms, charts that are drawn after it among it`,
        rows: await measureInteraction(server, visitor.page, meter),
      });
    }
    if (isAsked('scroll')) {
      report({
        name: 'workspace-scroll',
        what: 'the list of runs scrolled by 600 px a frame: time between frames, and processor time a frame',
        rows: [
          await measureScroll(server, visitor.page, meter, 'many', 10_000),
          await measureScroll(server, visitor.page, meter, 'crowd', 100_000),
        ],
      });
    }
  } finally {
    await visitor.close();
    await server.dispose();
  }
}

const runsTable = (page: Page) => page.getByRole('table', { name: 'Runs' });

async function measurePaint(server: TestServer, page: Page, meter: PageMeter): Promise<Row> {
  const painted: number[] = [];
  const listed: number[] = [];
  const main: number[] = [];
  const script: number[] = [];
  for (let time = 0; time <= REPEATS; time += 1) {
    await page.goto('about:blank');
    let rows = 0;
    let lines = 0;
    const cost = await meter.during(async () => {
      await page.goto(`${server.url}/admin/thousand`, { waitUntil: 'commit' });
      rows = await untilShown(page, LISTED, { childList: true });
      lines = await untilDrawn(page, 1, 1);
    });
    // The first visit fills the browser's cache.
    if (time === 0) continue;
    listed.push(rows);
    painted.push(lines);
    main.push(cost.mainMs);
    script.push(cost.scriptMs);
  }
  return {
    'list of runs, median ms': round(quantile(listed, 0.5)),
    'first lines, median ms': round(quantile(painted, 0.5)),
    'first lines, p95 ms': round(quantile(painted, 0.95)),
    'main thread ms': round(quantile(main, 0.5)),
    'script ms': round(quantile(script, 0.5)),
  };
}

/** That the first names of runs stand in the list. */
const LISTED = `document.querySelector('table[aria-label="Runs"] tbody a') !== null`;

type Act = (time: number) => Promise<void>;

/** What a reader does all day. Each is done again and again, there and back. */
function actsOf(page: Page): Readonly<Record<string, Act>> {
  const runs = runsTable(page);
  const search = page.getByLabel('Search runs');
  return {
    'eye of a run': () =>
      runs
        .getByRole('button', { name: /^Show / })
        .nth(3)
        .click(),
    'a run pointed at in the list': (time) =>
      runs
        .getByRole('row')
        .nth(3 + (time % 9))
        .hover(),
    'a run selected': () => runs.getByRole('checkbox').nth(2).click(),
    'a letter in the search of runs': (time) => search.press('cnext'[time % 5] ?? 'c'),
    'menu of the list': (time) =>
      time % 2 === 0
        ? page.getByRole('button', { name: 'Which runs to show' }).click()
        : page.keyboard.press('Escape'),
    'command palette': (time) => page.keyboard.press(time % 2 === 0 ? 'Control+k' : 'Escape'),
    'sorted by name': () =>
      runs.getByRole('button', { name: 'Name', exact: true }).click({ modifiers: ['Shift'] }),
    'log scale': () => page.getByRole('button', { name: 'Log', exact: true }).click(),
    'section closed and opened': () =>
      page
        .getByRole('heading', { level: 2 })
        .getByRole('button', { name: /^train/ })
        .click(),
    'a chart pointed at': async (time) => {
      const box = await page.locator('[aria-roledescription="line chart"]').first().boundingBox();
      if (box) await page.mouse.move(box.x + 60 + 9 * time, box.y + box.height / 2);
    },
  };
}

async function measureInteraction(
  server: TestServer,
  page: Page,
  meter: PageMeter,
): Promise<readonly Row[]> {
  await page.goto(`${server.url}/admin/many`);
  await untilDrawn(page, 1, 1);
  await page.getByRole('button', { name: 'Which runs to show' }).click();
  await page.getByRole('menuitem', { name: 'Show the first 50' }).click();
  await page.getByText('50 of 10,000 shown').waitFor();
  await untilDrawn(page, 1, 50);
  await page.waitForTimeout(2000);
  await page.evaluate(`
    window.timings = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.timings.push(entry.duration);
    }).observe({ type: 'event', durationThreshold: 16, buffered: false });
  `);
  const all: number[] = [];
  const rows: Row[] = [];
  for (const [act, run] of Object.entries(actsOf(page))) {
    const durations: number[] = [];
    const costs: { mainMs: number; scriptMs: number }[] = [];
    for (let time = 0; time < REPEATS; time += 1) {
      await page.evaluate('window.timings.length = 0');
      const cost = await meter.during(async () => {
        await run(time);
        await page.waitForTimeout(SETTLE_MS);
      });
      const seen = (await page.evaluate('window.timings')) as number[];
      // What takes no more than a frame is not told of.
      durations.push(Math.max(16, ...seen));
      costs.push(cost);
    }
    all.push(...durations);
    rows.push({
      act,
      ...summary(durations),
      'main thread ms': round(
        quantile(
          costs.map(({ mainMs }) => mainMs),
          0.5,
        ),
      ),
      'script ms': round(
        quantile(
          costs.map(({ scriptMs }) => scriptMs),
          0.5,
        ),
      ),
    });
    await page.keyboard.press('Escape');
    await page.getByLabel('Search runs').fill('');
    await page.waitForTimeout(SETTLE_MS);
  }
  return [...rows, { act: 'all of these', ...summary(all) }];
}

const summary = (durations: readonly number[]) => ({
  'median ms': round(quantile(durations, 0.5)),
  'p95 ms': round(quantile(durations, 0.95)),
  'most ms': round(Math.max(...durations)),
});

const FRAMES = 120;

async function measureScroll(
  server: TestServer,
  page: Page,
  meter: PageMeter,
  project: string,
  count: number,
): Promise<Row> {
  await page.goto(`${server.url}/admin/${project}`);
  await runsTable(page).getByRole('link').first().waitFor();
  await page.waitForTimeout(2000);
  let frames: number[] = [];
  const cost = await meter.during(async () => {
    frames = (await page.evaluate(`new Promise((resolve) => {
      const scroller = document.querySelector('table[aria-label="Runs"]').parentElement;
      const frames = [];
      let last = performance.now();
      const step = (now) => {
        frames.push(now - last);
        last = now;
        scroller.scrollTop += 600;
        if (frames.length <= ${FRAMES}) requestAnimationFrame(step);
        else resolve(frames.slice(1));
      };
      requestAnimationFrame(step);
    })`)) as number[];
  });
  return {
    'runs listed': count,
    ...summary(frames),
    'main thread ms a frame': round(cost.mainMs / FRAMES),
    'script ms a frame': round(cost.scriptMs / FRAMES),
  };
}
