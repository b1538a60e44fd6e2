import type { Page } from 'playwright-core';
import { openVisitor, type Visitor } from '../tests/support/browser.ts';
import { chance, drawRun } from '../tests/support/chart-data.ts';
import { createChartPage } from '../tests/support/chart-page.ts';
import { TestServer } from '../tests/support/server.ts';
import { createWire, type Wire } from '../tests/support/wire.ts';
import { askedParts, type BenchOptions } from './options.ts';
import { createPageMeter, type PageCost, type PageMeter, untilDrawn } from './page-meter.ts';
import { measurePanels } from './panels.ts';
import { quantile, report, round } from './report.ts';

const RUNS = 50;
const STEPS = 20_000;
const PANELS = 12;
const HOVERED_RUNS = 100;
const HOVERED_STEPS = 2000;
const VISITS = 5;

/** What can be asked for alone: the answer of the server, the page until its last pixel, the hover. */
const STAGES = ['server', 'opening', 'hover'] as const;

/**
 * How long a workspace takes at the server and to its last pixel, and how smooth a hover is, in a real
 * browser. Each stage is reported as soon as it is done.
 * @throws RangeError for a stage that does not exist
 */
export async function benchCharts(options: BenchOptions): Promise<void> {
  const isAsked = askedParts(options, 'charts', STAGES);
  const server = await TestServer.start();
  try {
    const wire = createWire(server.url, server.adminKey);
    if (isAsked('server') || isAsked('opening')) await fillWorkspace(wire);
    if (isAsked('server')) await benchServer(server);
    if (!isAsked('opening') && !isAsked('hover')) return;
    await inBrowser(async (visitor) => {
      const page = createChartPage(visitor, server);
      // The server's link signs in but once.
      await page.signIn();
      const meter = await createPageMeter(visitor.page);
      if (isAsked('opening')) {
        report({
          name: 'charts-opening',
          what: `${WORKSPACE} from the address to the last pixel, ${VISITS} visits; main thread, script and layout are processor time of the page until then; no graphics card, so canvases are drawn by the main thread too`,
          rows: [await measureOpening(visitor, server, meter)],
        });
      }
      if (!isAsked('hover')) return;
      await fillHover(wire);
      report({
        name: 'charts-hover',
        what: `the pointer moves once a frame over ${HOVERED_RUNS} lines of 1,000 buckets, ${FRAMES} frames: time from frame to frame, and processor time of the page in each (16.7 ms is a sixtieth of a second); no graphics card`,
        rows: await measureHover(visitor, server, page, meter),
      });
    });
  } finally {
    await server.dispose();
  }
}

const WORKSPACE = `${RUNS} runs × ${STEPS.toLocaleString('en')} points × ${PANELS} panels`;

async function inBrowser(work: (visitor: Visitor) => Promise<void>): Promise<void> {
  const visitor = await openVisitor();
  try {
    await work(visitor);
  } finally {
    await visitor.close();
  }
}

/** The workspace's panels in one request and, as a page does, in one for each. */
async function benchServer(server: TestServer): Promise<void> {
  const runs = Array.from({ length: RUNS }, (_, index) => `run-${index}`);
  const panels = Array.from({ length: PANELS }, (_, panel) => ({ y: [{ key: `m${panel}` }] }));
  const all = await measurePanels(server, 'workspace', 'all panels in one request', {
    runs,
    panels,
  });
  const each = [];
  for (const panel of panels.slice(0, 3)) {
    const what = `${panel.y[0]?.key} alone`;
    each.push(await measurePanels(server, 'workspace', what, { runs, panels: [panel] }));
  }
  report({
    name: 'charts-server',
    what: `${WORKSPACE} at the server, binary`,
    rows: [all, ...each],
  });
}

/** Sets up which runs are drawn; a reader's own workspace keeps it. */
async function showRuns(page: Page, address: string, choice: string): Promise<void> {
  await page.goto(address);
  await page.getByRole('button', { name: 'Which runs to show' }).click();
  const kept = page.waitForResponse((answer) => answer.request().method() === 'PUT');
  await page.getByRole('menuitem', { name: choice }).click();
  await kept;
}

/** From going to the address until every panel in sight has drawn all its points. */
async function measureOpening({ page }: Visitor, server: TestServer, meter: PageMeter) {
  const times: number[] = [];
  const costs: PageCost[] = [];
  // So high that all twelve panels are in sight.
  await page.setViewportSize({ width: 1440, height: 2600 });
  await showRuns(page, `${server.url}/admin/workspace`, 'Show the first 50');
  for (let visit = 0; visit < VISITS; visit += 1) {
    await page.goto('about:blank');
    const cost = await meter.during(async () => {
      await page.goto(`${server.url}/admin/workspace`, { waitUntil: 'commit' });
      times.push(await untilDrawn(page, PANELS, RUNS));
    });
    costs.push(cost);
  }
  return {
    'median ms': round(quantile(times, 0.5)),
    'longest ms': round(Math.max(...times)),
    'first ms': round(times[0] ?? Number.NaN),
    ...processorTime(costs, 1),
  };
}

/** Medians of the page's own work. @param pieces that each cost was for, such as frames */
const processorTime = (costs: readonly PageCost[], pieces: number) => ({
  'main thread ms': round(
    quantile(
      costs.map(({ mainMs }) => mainMs / pieces),
      0.5,
    ),
    2,
  ),
  'script ms': round(
    quantile(
      costs.map(({ scriptMs }) => scriptMs / pieces),
      0.5,
    ),
    2,
  ),
  'layout ms': round(
    quantile(
      costs.map(({ layoutMs }) => layoutMs / pieces),
      0.5,
    ),
    2,
  ),
});

/** The time from frame to frame, and that of the script's own work, while the pointer moves. */
async function measureHover(
  visitor: Visitor,
  server: TestServer,
  charts: ReturnType<typeof createChartPage>,
  meter: PageMeter,
) {
  const { page } = visitor;
  await page.setViewportSize({ width: 1440, height: 900 });
  await showRuns(page, `${server.url}/admin/hover`, 'Show all');
  const chart = await charts.chart('loss');
  await chart.waitForLines(HOVERED_RUNS);
  const draw = await page.evaluate(
    `Number(document.querySelector('[aria-roledescription="line chart"]').dataset.drawMs)`,
  );
  return [
    { what: `drawing ${HOVERED_RUNS} lines once`, 'median ms': Number(draw) },
    { what: 'the pointer rests', ...(await framesWhile(page, 'idle', meter)) },
    { what: 'the pointer moves', ...(await framesWhile(page, 'hover', meter)) },
  ];
}

const FRAMES = 180;
const SWEEPS = 3;

/** Moves the pointer within the page itself, once a frame, so that nothing but the page is measured. */
async function framesWhile(page: Page, what: 'idle' | 'hover', meter: PageMeter) {
  const frames: number[] = [];
  const costs: PageCost[] = [];
  for (let time = 0; time < SWEEPS; time += 1) {
    costs.push(
      await meter.during(async () => void frames.push(...(await sweep(page, what === 'hover')))),
    );
  }
  return {
    'median ms': round(quantile(frames, 0.5)),
    'p95 ms': round(quantile(frames, 0.95)),
    'longest ms': round(Math.max(...frames)),
    'over 17.5 ms': `${frames.filter((time) => time > 17.5).length} of ${frames.length}`,
    ...processorTime(costs, FRAMES),
  };
}

/** Milliseconds from frame to frame while the pointer crosses the chart once, or rests. */
async function sweep(page: Page, moves: boolean): Promise<readonly number[]> {
  return (await page.evaluate(`new Promise((resolve) => {
    const chart = document.querySelector('[aria-roledescription="line chart"]');
    const rect = chart.getBoundingClientRect();
    const [left, top, width, height] = chart.dataset.area.split(' ').map(Number);
    const times = [];
    const step = (now) => {
      times.push(now);
      if (times.length > ${FRAMES}) {
        resolve(times.slice(1).map((time, at) => time - times[at]));
        return;
      }
      const share = times.length / ${FRAMES};
      if (${moves}) chart.dispatchEvent(new PointerEvent('pointermove', {
        bubbles: true,
        clientX: rect.left + left + share * width,
        clientY: rect.top + top + (0.3 + 0.4 * Math.abs(Math.sin(share * 9))) * height,
      }));
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  })`)) as number[];
}

async function fillWorkspace(wire: Wire): Promise<void> {
  for (let index = 0; index < RUNS; index += 1) {
    const next = chance(index + 1);
    await drawRun(wire, {
      entity: 'admin',
      project: 'workspace',
      run: `run-${index}`,
      steps: STEPS,
      row: (step) =>
        Array.from(
          { length: PANELS },
          (_, panel) => `"m${panel}":${(Math.exp(-step / 4000) + next() / (2 + panel)).toFixed(5)}`,
        ).join(','),
    });
  }
}

async function fillHover(wire: Wire): Promise<void> {
  for (let index = 0; index < HOVERED_RUNS; index += 1) {
    const next = chance(index + 1);
    await drawRun(wire, {
      entity: 'admin',
      project: 'hover',
      run: `run-${index}`,
      steps: HOVERED_STEPS,
      row: (step) => `"loss":${(Math.exp(-step / 400) + next() / 9 + index / 100).toFixed(5)}`,
    });
  }
}
