import { openVisitor, type Visitor } from '../tests/support/browser.ts';
import { chance, drawRun } from '../tests/support/chart-data.ts';
import { createChartPage } from '../tests/support/chart-page.ts';
import { TestServer } from '../tests/support/server.ts';
import { createWire, type Wire } from '../tests/support/wire.ts';
import type { BenchOptions } from './options.ts';
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
type Stage = (typeof STAGES)[number];

/**
 * How long a workspace takes at the server and to its last pixel, and how smooth a hover is, in a real
 * browser. Each stage is reported as soon as it is done.
 * @throws RangeError for a stage that does not exist
 */
export async function benchCharts({ only }: BenchOptions): Promise<void> {
  const unknown = only.find((name) => !(STAGES as readonly string[]).includes(name));
  if (unknown !== undefined) {
    throw new RangeError(`charts has no stage "${unknown}", only ${STAGES.join(', ')}.`);
  }
  const isAsked = (stage: Stage): boolean => only.length === 0 || only.includes(stage);
  const server = await TestServer.start();
  try {
    const wire = createWire(server.url, server.adminKey);
    if (isAsked('server') || isAsked('opening')) await fillWorkspace(wire);
    if (isAsked('server')) await benchServer(server);
    if (isAsked('opening')) {
      await inBrowser(async (visitor) => {
        await createChartPage(visitor, server).signIn();
        report({
          name: 'charts-opening',
          what: `${WORKSPACE} from the address to the last pixel, ${VISITS} visits; software rendering`,
          rows: [await measureOpening(visitor, server)],
        });
      });
    }
    if (!isAsked('hover')) return;
    await fillHover(wire);
    await inBrowser(async (visitor) => {
      const page = createChartPage(visitor, server);
      await page.signIn();
      report({
        name: 'charts-hover',
        what: `frames while the pointer moves over ${HOVERED_RUNS} lines of 1,000 buckets (requestAnimationFrame); software rendering`,
        rows: await measureHover(visitor, server, page),
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
async function showRuns({ page }: Visitor, address: string, choice: string): Promise<void> {
  await page.goto(address);
  await page.getByRole('button', { name: 'Which runs to show' }).click();
  const kept = page.waitForResponse((answer) => answer.request().method() === 'PUT');
  await page.getByRole('menuitem', { name: choice }).click();
  await kept;
}

/** From going to the address until every panel in sight has drawn all its points. */
async function measureOpening(visitor: Visitor, server: TestServer) {
  const { page } = visitor;
  const times: number[] = [];
  // So high that all twelve panels are in sight.
  await page.setViewportSize({ width: 1440, height: 2600 });
  await showRuns(visitor, `${server.url}/admin/workspace`, 'Show the first 50');
  for (let visit = 0; visit < VISITS; visit += 1) {
    await page.goto('about:blank');
    await page.goto(`${server.url}/admin/workspace`);
    // The page's own clock begins with the navigation.
    const drawnAt = await page.evaluate(`new Promise((resolve) => {
      const look = () => {
        const charts = [...document.querySelectorAll('[aria-roledescription="line chart"]')];
        const isDone = charts.length === ${PANELS} && charts.every((chart) => chart.dataset.lines === '${RUNS}');
        if (isDone) resolve(performance.now());
        else requestAnimationFrame(look);
      };
      look();
    })`);
    times.push(Number(drawnAt));
  }
  return {
    what: 'workspace, address to last pixel',
    'median ms': round(quantile(times, 0.5)),
    'p95 ms': round(quantile(times, 0.95)),
    'longest ms': round(Math.max(...times)),
    'first ms': round(times[0] ?? Number.NaN),
  };
}

/** The time from frame to frame, and that of the script's own work, while the pointer moves. */
async function measureHover(
  visitor: Visitor,
  server: TestServer,
  charts: ReturnType<typeof createChartPage>,
) {
  const { page } = visitor;
  await page.setViewportSize({ width: 1440, height: 900 });
  await showRuns(visitor, `${server.url}/admin/hover`, 'Show all');
  const chart = await charts.chart('loss');
  await chart.waitForLines(HOVERED_RUNS);
  const draw = await page.evaluate(
    `Number(document.querySelector('[aria-roledescription="line chart"]').dataset.drawMs)`,
  );
  const idle = await framesWhile(visitor, 'idle');
  const hover = await framesWhile(visitor, 'hover');
  return [
    { what: `drawing ${HOVERED_RUNS} lines`, 'median ms': Number(draw) },
    { what: 'frame to frame, pointer rests', ...idle },
    { what: 'frame to frame, pointer moves', ...hover },
  ];
}

const FRAMES = 180;

/** Moves the pointer within the page itself, once a frame, so that nothing but the page is measured. */
async function framesWhile({ page }: Visitor, what: 'idle' | 'hover') {
  const frames = (await page.evaluate(`new Promise((resolve) => {
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
      if (${what === 'hover'}) chart.dispatchEvent(new PointerEvent('pointermove', {
        bubbles: true,
        clientX: rect.left + left + share * width,
        clientY: rect.top + top + (0.3 + 0.4 * Math.abs(Math.sin(share * 9))) * height,
      }));
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  })`)) as number[];
  return {
    'median ms': round(quantile(frames, 0.5)),
    'p95 ms': round(quantile(frames, 0.95)),
    'longest ms': round(Math.max(...frames)),
    'over 17.5 ms': `${frames.filter((time) => time > 17.5).length} of ${frames.length}`,
  };
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
