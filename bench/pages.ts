import type { Page } from 'playwright-core';
import { openVisitor, type Visitor } from '../tests/support/browser.ts';
import { makeRuns, sweepRuns } from '../tests/support/many-runs.ts';
import { createSender } from '../tests/support/sender.ts';
import { TestServer } from '../tests/support/server.ts';
import { createWire, type Wire } from '../tests/support/wire.ts';
import { quantile, report, round } from './report.ts';

const REPEATS = 15;

/** The workspace in a real browser: first paint with 1,000 runs, and how soon it answers with 10,000 listed and 50 drawn. */
export async function benchPages(): Promise<void> {
  const server = await TestServer.start();
  const visitor = await openVisitor();
  try {
    const wire = createWire(server.url, server.adminKey);
    await makeRuns(wire, { entity: 'admin', project: 'thousand' }, sweepRuns(1_000, 50));
    const many = sweepRuns(10_000, 0).toSpliced(9_940, 60, ...sweepRuns(10_000, 60).slice(9_940));
    await makeRuns(wire, { entity: 'admin', project: 'many' }, many);
    await signIn(server, visitor.page);
    report({
      name: 'pages-first-paint',
      what: `a workspace with 1,000 runs on the loopback, from the request of the page to the first line drawn, ${REPEATS} times, cache warm`,
      rows: [await measurePaint(server, visitor.page)],
    });
    report({
      name: 'pages-interaction',
      what: '10,000 runs listed and 50 drawn: from the event to the frame that shows it, by PerformanceObserver (event timing, 8 ms steps) and for scrolls by frames',
      rows: await measureInteraction(server, visitor.page),
    });
  } finally {
    await visitor.close();
    await server.dispose();
  }
}

const LIVE_MINUTES = Number(process.env['BENCH_LIVE_MINUTES'] ?? 10);
const LIVE_RUNS = 20;
const SAMPLE_MS = 15_000;

/** How the heap of a workspace that is left open grows while runs log. */
export async function benchLive(): Promise<void> {
  const server = await TestServer.start();
  const visitor = await openVisitor();
  try {
    const wire = createWire(server.url, server.adminKey);
    const runs = sweepRuns(LIVE_RUNS, 50).map((run) => ({ ...run, isRunning: true }));
    await makeRuns(wire, { entity: 'admin', project: 'live' }, runs);
    await signIn(server, visitor.page);
    await visitor.page.goto(`${server.url}/admin/live`);
    await firstLine(visitor.page);
    const samples = await watchHeap(visitor, wire);
    // The first minutes fill caches that are bounded; what counts is what is added after them.
    const settled = samples.filter(({ minutes }) => minutes >= LIVE_MINUTES * 0.3);
    const slope = slopeOf(settled);
    const points = samples.at(-1)?.points ?? 0;
    report({
      name: 'pages-live-memory',
      what: `JS heap after garbage collection of a workspace open for ${LIVE_MINUTES} min while ${LIVE_RUNS} runs log 5 metrics 4 times a second each; the line is fitted to the last 70 %, the hour is extrapolated from it`,
      rows: [
        {
          'start MB': round(samples[0]?.megabytes ?? 0),
          'end MB': round(samples.at(-1)?.megabytes ?? 0),
          'most MB': round(Math.max(...samples.map(({ megabytes }) => megabytes))),
          'MB/min (last 70 %)': round(slope, 3),
          'extrapolated MB/h': round(slope * 60),
          'points sent': points,
          'DOM nodes at the end': samples.at(-1)?.nodes ?? 0,
          'problems in the page': visitor.problems.length,
        },
      ],
    });
  } finally {
    await visitor.close();
    await server.dispose();
  }
}

async function signIn(server: TestServer, page: Page): Promise<void> {
  await page.goto(/http:\S+\/signin\?token=\S+/.exec(server.output)?.[0] ?? '');
  await page.waitForURL((url) => url.pathname !== '/signin');
}

const firstLine = (page: Page) =>
  page.locator('section canvas').first().waitFor({ timeout: 60_000 });

async function measurePaint(server: TestServer, page: Page) {
  const painted: number[] = [];
  const listed: number[] = [];
  for (let time = 0; time <= REPEATS; time += 1) {
    await page.goto('about:blank');
    const started = performance.now();
    await page.goto(`${server.url}/admin/thousand`, { waitUntil: 'commit' });
    await page.getByRole('table', { name: 'Runs' }).getByRole('link').first().waitFor();
    const rows = performance.now() - started;
    await firstLine(page);
    // The first visit fills the browser's cache.
    if (time > 0) {
      listed.push(rows);
      painted.push(performance.now() - started);
    }
  }
  return {
    'list of runs, median ms': round(quantile(listed, 0.5)),
    'first chart, median ms': round(quantile(painted, 0.5)),
    'first chart, p95 ms': round(quantile(painted, 0.95)),
  };
}

async function measureInteraction(server: TestServer, page: Page) {
  await page.goto(`${server.url}/admin/many`);
  await firstLine(page);
  await page.getByRole('button', { name: 'Which runs to show' }).click();
  await page.getByRole('menuitem', { name: 'Show the first 50' }).click();
  await page.getByText('50 of 10,000 shown').waitFor();
  await page.waitForLoadState('networkidle');
  await page.evaluate(`
    window.timings = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (entry.interactionId) window.timings.push([entry.name, entry.duration]);
    }).observe({ type: 'event', durationThreshold: 16, buffered: false });
  `);
  const acts: Readonly<Record<string, () => Promise<void>>> = {
    'eye of a run': async () => {
      await page
        .getByRole('table', { name: 'Runs' })
        .getByRole('button', { name: /^Show / })
        .nth(3)
        .click();
    },
    'a letter in the search of runs': () => page.getByLabel('Search runs').press('s'),
    'log scale': () => page.getByRole('button', { name: 'Log', exact: true }).click(),
    'closing a section': async () => {
      await page
        .getByRole('heading', { level: 2 })
        .getByRole('button', { name: /^train/ })
        .click();
    },
  };
  const rows: Record<string, string | number>[] = [];
  for (const [act, run] of Object.entries(acts)) {
    const durations: number[] = [];
    for (let time = 0; time < REPEATS; time += 1) {
      await page.evaluate('window.timings.length = 0');
      await run();
      await page.waitForTimeout(250);
      const seen = (await page.evaluate('window.timings')) as [string, number][];
      // What takes no more than a frame is not told of.
      durations.push(Math.max(16, ...seen.map(([, duration]) => duration)));
    }
    rows.push(summary(act, durations));
    await page.getByLabel('Search runs').fill('');
  }
  rows.push(summary('scrolling through 10,000 runs (frame)', await scrollFrames(page)));
  return rows;
}

const summary = (act: string, durations: readonly number[]) => ({
  act,
  'median ms': round(quantile(durations, 0.5)),
  'p95 ms': round(quantile(durations, 0.95)),
  'most ms': round(Math.max(...durations)),
});

/** Milliseconds between frames while the list scrolls by 600 px a frame. */
async function scrollFrames(page: Page): Promise<readonly number[]> {
  return (await page.evaluate(`new Promise((resolve) => {
    const scroller = document.querySelector('table[aria-label="Runs"]').parentElement;
    const frames = [];
    let last = performance.now();
    const step = (now) => {
      frames.push(now - last);
      last = now;
      scroller.scrollTop += 600;
      if (frames.length < 120) requestAnimationFrame(step);
      else resolve(frames.slice(1));
    };
    requestAnimationFrame(step);
  })`)) as number[];
}

interface HeapSample {
  readonly minutes: number;
  readonly megabytes: number;
  readonly nodes: number;
  readonly points: number;
}

async function watchHeap(visitor: Visitor, wire: Wire): Promise<readonly HeapSample[]> {
  const debug = await visitor.page.context().newCDPSession(visitor.page);
  await debug.send('HeapProfiler.enable');
  const samples: HeapSample[] = [];
  const started = performance.now();
  const until = started + LIVE_MINUTES * 60_000;
  let points = 0;
  const send = async (index: number): Promise<void> => {
    const run = `run${String(index).padStart(6, '0')}`;
    const address = { entity: 'admin', project: 'live', run };
    const sender = createSender(wire, address, 50);
    for (let step = 50; performance.now() < until; step += 4) {
      const rows = Array.from({ length: 4 }, (_, at) => rowAt(step + at, index));
      await sender.send(rows).catch(() => {});
      points += 20;
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  };
  const load = Promise.all(Array.from({ length: LIVE_RUNS }, (_, index) => send(index)));
  while (performance.now() < until) {
    await debug.send('HeapProfiler.collectGarbage');
    const { usedSize } = await debug.send('Runtime.getHeapUsage');
    const { nodes } = await debug.send('Memory.getDOMCounters');
    const minutes = (performance.now() - started) / 60_000;
    samples.push({ minutes, megabytes: usedSize / 2 ** 20, nodes, points });
    await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
  }
  await load;
  return samples;
}

function rowAt(step: number, index: number): { step: number; text: string } {
  const loss = 0.3 + 2 * Math.exp(-step / 400) + Math.sin(step / 7 + index) * 0.02;
  const row = {
    _step: step,
    _timestamp: 1.7e9 + step,
    'train/loss': loss,
    'train/lr': 0.1 / (1 + step),
    'val/loss': loss + 0.1,
    'val/accuracy': 1 - loss / 3,
    epoch: Math.floor(step / 10),
  };
  return { step, text: JSON.stringify(row) };
}

/** Of the least squares line, megabytes a minute. */
function slopeOf(samples: readonly HeapSample[]): number {
  const mean = (of: (sample: HeapSample) => number) =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / Math.max(1, samples.length);
  const x = mean(({ minutes }) => minutes);
  const y = mean(({ megabytes }) => megabytes);
  const over = samples.reduce((sum, one) => sum + (one.minutes - x) * (one.megabytes - y), 0);
  const under = samples.reduce((sum, one) => sum + (one.minutes - x) ** 2, 0);
  return under === 0 ? 0 : over / under;
}
