import { setTimeout as delay } from 'node:timers/promises';
import { openVisitor, type Visitor } from '../tests/support/browser.ts';
import { makeRuns, sweepRuns } from '../tests/support/many-runs.ts';
import { createSender } from '../tests/support/sender.ts';
import { TestServer } from '../tests/support/server.ts';
import { signInTo } from '../tests/support/signed-in.ts';
import { createWire, type Wire } from '../tests/support/wire.ts';
import type { BenchOptions } from './options.ts';
import { untilDrawn } from './page-meter.ts';
import { report, round } from './report.ts';

const SECONDS = 1200;
const RUNS = 20;
/** What a client sends in an hour: a request every 15 s, here with 4 rows for each of them. */
const REQUESTS_AN_HOUR = 240;
const ROWS_A_REQUEST = 60;
const METRICS = 5;
/** Runs that are begun in the hour. */
const NEW_RUNS = 60;
const FIRST_STEP = 50;
const SAMPLES = 60;

const ADDRESS = { entity: 'admin', project: 'live' };

/** How the heap of a workspace grows that is left open for an hour's events, in less time. */
export async function benchLive({ seconds = SECONDS }: BenchOptions): Promise<void> {
  const server = await TestServer.start();
  const visitor = await openVisitor();
  try {
    const wire = createWire(server.url, server.adminKey);
    const runs = sweepRuns(RUNS, FIRST_STEP).map((run) => ({ ...run, isRunning: true }));
    await makeRuns(wire, ADDRESS, runs);
    await signInTo(server, visitor.page);
    await visitor.page.goto(`${server.url}/admin/live`);
    await untilDrawn(visitor.page, 1, 1);
    const load = startLoad(wire, seconds);
    const samples = await watchHeap(visitor, seconds, load.sent);
    await load.done;
    // The first part fills caches that are bounded; what counts is what is added after them.
    const settled = samples.slice(Math.floor(samples.length * 0.3));
    const at = (share: number) => samples[Math.round(share * (samples.length - 1))];
    report({
      name: 'workspace-live',
      what: `JS heap after garbage collection of a workspace that is open for ${seconds} s, in which come what ${RUNS} runs with ${METRICS} metrics send in an hour (${REQUESTS_AN_HOUR} requests of ${ROWS_A_REQUEST} rows each) and ${NEW_RUNS} new runs; the slope is fitted to the last 70 %`,
      rows: [
        {
          ...Object.fromEntries(
            [0, 0.25, 0.5, 0.75, 1].map((share) => [
              `MB after ${share * 100} %`,
              round(at(share)?.megabytes ?? Number.NaN, 2),
            ]),
          ),
          'most MB': round(Math.max(...samples.map(({ megabytes }) => megabytes)), 2),
          'slope, MB for the hour of events': round(slopeOf(settled) * samples.length, 2),
          'requests sent': load.sent(),
          'DOM nodes, 30 % and end': `${at(0.3)?.nodes} and ${at(1)?.nodes}`,
          'listeners, 30 % and end': `${at(0.3)?.listeners} and ${at(1)?.listeners}`,
          'problems in the page': visitor.problems.length,
        },
      ],
    });
  } finally {
    await visitor.close();
    await server.dispose();
  }
}

/** All runs send at an even pace, so that an hour of requests takes the seconds given; new ones begin meanwhile. */
function startLoad(wire: Wire, seconds: number) {
  let sent = 0;
  const pauseMs = (seconds * 1000) / REQUESTS_AN_HOUR;
  const send = async (index: number): Promise<void> => {
    const run = `run${String(index).padStart(6, '0')}`;
    const sender = createSender(wire, { ...ADDRESS, run }, FIRST_STEP);
    await delay((index / RUNS) * pauseMs);
    for (let request = 0; request < REQUESTS_AN_HOUR; request += 1) {
      const began = performance.now();
      const first = FIRST_STEP + request * ROWS_A_REQUEST;
      await sender.send(
        Array.from({ length: ROWS_A_REQUEST }, (_, at) => rowAt(first + at, index)),
      );
      sent += 1;
      await delay(Math.max(0, pauseMs - (performance.now() - began)));
    }
  };
  const begin = async (): Promise<void> => {
    for (const run of sweepRuns(RUNS + NEW_RUNS, FIRST_STEP).slice(RUNS)) {
      await delay((seconds * 1000) / NEW_RUNS);
      await makeRuns(wire, ADDRESS, [run]);
    }
  };
  const all = Array.from({ length: RUNS }, (_, index) => send(index));
  return { sent: () => sent, done: Promise.all([...all, begin()]) };
}

interface HeapSample {
  readonly megabytes: number;
  readonly nodes: number;
  readonly listeners: number;
}

/** Samples until the load has lasted its seconds and all its requests are sent. */
async function watchHeap(
  visitor: Visitor,
  seconds: number,
  sent: () => number,
): Promise<readonly HeapSample[]> {
  const debug = await visitor.page.context().newCDPSession(visitor.page);
  await debug.send('HeapProfiler.enable');
  const samples: HeapSample[] = [];
  while (samples.length < SAMPLES || sent() < RUNS * REQUESTS_AN_HOUR) {
    // Twice: what the first one finalizes the second one frees.
    await debug.send('HeapProfiler.collectGarbage');
    await debug.send('HeapProfiler.collectGarbage');
    const { usedSize } = await debug.send('Runtime.getHeapUsage');
    const { nodes, jsEventListeners } = await debug.send('Memory.getDOMCounters');
    samples.push({ megabytes: usedSize / 2 ** 20, nodes, listeners: jsEventListeners });
    await delay((seconds * 1000) / SAMPLES);
  }
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

/** Of the least squares line, megabytes from one sample to the next. */
function slopeOf(samples: readonly HeapSample[]): number {
  const x = (samples.length - 1) / 2;
  const y = samples.reduce((sum, { megabytes }) => sum + megabytes, 0) / samples.length;
  let over = 0;
  let under = 0;
  for (const [at, { megabytes }] of samples.entries()) {
    over += (at - x) * (megabytes - y);
    under += (at - x) ** 2;
  }
  return under === 0 ? 0 : over / under;
}
