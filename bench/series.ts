import type { SeriesRequest } from '@runloom/model';
import { type Answer, type Api, createApi } from '../tests/support/api.ts';
import { TestServer } from '../tests/support/server.ts';
import { createWire, type Wire } from '../tests/support/wire.ts';
import { quantile, report, round } from './report.ts';

const STEPS = 1_000_000;
const SPIKE_STEP = 654_321;
const RUNS = 50;
const STEPS_PER_RUN = 20_000;
const ROWS_PER_REQUEST = 20_000;
/** Requests by which one chart is measured. */
export const CHART_REPEATS = 50;

/** How long charts take to be computed from all their points. */
export async function benchSeries(): Promise<void> {
  const server = await TestServer.start();
  try {
    const wire = createWire(server.url, server.adminKey);
    const api = createApi(server.url, server.adminKey);
    await fillRun(wire, 'long', STEPS);
    const names = Array.from({ length: RUNS }, (_, index) => `short-${index}`);
    for (const name of names) await fillRun(wire, name, STEPS_PER_RUN);
    await expectSpike(api);

    const whole = { runs: ['long'], keys: ['loss'], buckets: 1000 };
    const rows = [
      await measureChart(api, `1 run × ${STEPS.toLocaleString('en')} steps, all`, () => whole),
      await measureChart(api, '… a random tenth of it', () => {
        const min = Math.floor(Math.random() * STEPS * 0.9);
        return { ...whole, range: { min, max: min + STEPS / 10 } };
      }),
      await measureChart(api, '… by relative time', () => ({ ...whole, x: 'relative' })),
      await measureChart(api, `${RUNS} runs × ${STEPS_PER_RUN.toLocaleString('en')} steps`, () => ({
        runs: names,
        keys: ['loss'],
        buckets: 1000,
      })),
    ];
    report({
      name: 'series',
      what: `1,000 buckets (min, max, first, last, mean, counts) over all points, ${CHART_REPEATS} requests each, one at a time`,
      rows,
    });
  } finally {
    await server.dispose();
  }
}

/** Round trips and the server's own time of one chart, asked for one at a time. */
export async function measureChart(
  api: Api,
  chart: string,
  request: () => SeriesRequest,
): Promise<Record<string, string | number>> {
  const roundTripsMs: number[] = [];
  const serverMs: number[] = [];
  let bytes = 0;
  for (let repeat = 0; repeat < CHART_REPEATS; repeat += 1) {
    const before = performance.now();
    const answer = await api.send('POST', '/api/v1/projects/admin/series/series', request());
    roundTripsMs.push(performance.now() - before);
    if (answer.status !== 200) throw new Error(`${chart}: ${answer.status} ${answer.text}`);
    const spent = serverTimeMs(answer);
    if (spent !== null) serverMs.push(spent);
    bytes = answer.text.length;
  }
  return {
    chart,
    'first ms': round(roundTripsMs[0] ?? Number.NaN),
    'median ms': round(quantile(roundTripsMs, 0.5)),
    'p95 ms': round(quantile(roundTripsMs, 0.95)),
    'at the server, median ms': serverMs.length === 0 ? 'not told' : round(quantile(serverMs, 0.5)),
    'at the server, p95 ms': serverMs.length === 0 ? 'not told' : round(quantile(serverMs, 0.95)),
    'answer kB': Math.round(bytes / 1000),
  };
}

/** Milliseconds that the server says it took (`Server-Timing: total;dur=…`). */
function serverTimeMs(answer: Answer): number | null {
  const told = /total;dur=([\d.]+)/.exec(answer.headers.get('server-timing') ?? '');
  return told === null ? null : Number(told[1]);
}

/** A benchmark of wrong answers is worth nothing: the one spike must be in the picture. */
async function expectSpike(api: Api): Promise<void> {
  const { series } = await api.series('admin', 'series', {
    runs: ['long'],
    keys: ['loss'],
    buckets: 1000,
  });
  const line = series[0];
  if (line?.kind !== 'buckets' || line.count !== STEPS || !line.max.includes(1000)) {
    throw new Error('The long series does not show all its points.');
  }
}

/** Logs a run of one metric. */
export async function fillRun(wire: Wire, run: string, steps: number): Promise<void> {
  const address = { entity: 'admin', project: 'series', run };
  await wire.createRun(address);
  let value = 1;
  for (let first = 0; first < steps; first += ROWS_PER_REQUEST) {
    const lines = Array.from({ length: Math.min(ROWS_PER_REQUEST, steps - first) }, (_, index) => {
      const step = first + index;
      value += (Math.random() - 0.5) / 100;
      const loss = run === 'long' && step === SPIKE_STEP ? 1000 : value;
      return `{"loss":${loss},"_step":${step},"_timestamp":${1.7e9 + step / 10},"_runtime":${step / 10}}`;
    });
    const answer = await wire.postRows(address, first, lines);
    if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text}`);
  }
}
