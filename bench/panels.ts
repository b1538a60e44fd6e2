import { decodePanels, PANELS_MEDIA_TYPE, type PanelsRequest } from '@runloom/model';
import { TestServer } from '../tests/support/server.ts';
import { createWire, type Wire } from '../tests/support/wire.ts';
import { askedParts, type BenchOptions } from './options.ts';
import { processorSecondsOfTree } from './processes.ts';
import { quantile, report, round } from './report.ts';

const LONG_STEPS = 1_000_000;
const STEPS = 20_000;
const GROUPED_STEPS = 1000;
/** A question is asked this often, less when it takes long. */
const REPEATS = 9;
const FEWEST_REPEATS = 3;
const MS_PER_QUESTION = 10_000;
/** Rows are sent by so many runs at once, about so many points in a request. */
const SENDERS = 4;
const POINTS_PER_REQUEST = 120_000;

/** What can be asked for alone; each has its project. */
const PARTS = ['single', 'workspace', 'groups'] as const;
type Part = (typeof PARTS)[number];

/** How long whole workspaces and groups of runs take, over HTTP, in the binary answer. */
export async function benchPanels(options: BenchOptions): Promise<void> {
  const isAsked = askedParts(options, 'panels', PARTS);
  const [runCount, panelCount, groupedRuns] = options.quick ? [5, 3, 100] : [50, 12, 1000];
  const server = await TestServer.start();
  try {
    const wire = createWire(server.url, server.adminKey);
    if (isAsked('single')) await fill(wire, 'single', ['long'], LONG_STEPS, ['loss']);
    const workspace = Array.from({ length: runCount }, (_, index) => `run-${index}`);
    const keys = Array.from({ length: panelCount }, (_, index) => `metric_${index}`);
    if (isAsked('workspace')) await fill(wire, 'workspace', workspace, STEPS, keys);
    const many = Array.from({ length: groupedRuns }, (_, index) => `run-${index}`);
    if (isAsked('groups')) await fill(wire, 'groups', many, GROUPED_STEPS, ['loss']);

    const panels = (panel: object = {}) => keys.map((key) => ({ y: [{ key }], ...panel }));
    const group = { grouping: { kind: 'allBut' as const, fields: ['config.seed'] } };
    const rows: Record<string, string | number>[] = [];
    const ask = async (project: Part, what: string, request: PanelsRequest): Promise<void> => {
      if (isAsked(project)) rows.push(await measurePanels(server, project, what, request));
    };
    await ask('single', `1 run × ${LONG_STEPS} steps, 1,000 buckets`, {
      runs: ['long'],
      panels: [{ y: [{ key: 'loss' }] }],
    });
    await ask(
      'workspace',
      `${runCount} runs × ${STEPS} steps × ${panelCount} panels, 1,000 buckets`,
      {
        runs: workspace,
        panels: panels(),
      },
    );
    await ask('workspace', '… 500 buckets', {
      runs: workspace,
      panels: panels({ buckets: 500 }),
    });
    await ask('workspace', '… min, max and last alone', {
      runs: workspace,
      panels: panels({ columns: ['min', 'max', 'last'] }),
    });
    await ask('workspace', '… by relative time', {
      runs: workspace,
      panels: panels({ x: 'relative' }),
    });
    await ask('workspace', '… smoothed (twema)', {
      runs: workspace,
      panels: panels({ smoothing: { kind: 'twema', weight: 0.9 } }),
    });
    await ask('workspace', '… smoothed (ema)', {
      runs: workspace,
      panels: panels({ smoothing: { kind: 'ema', weight: 0.9 } }),
    });
    await ask('workspace', '… an expression of two metrics', {
      runs: workspace,
      panels: panels().map((_, at) => ({
        y: [{ expression: `log(metric_${at}) - metric_${(at + 1) % panelCount}` }],
      })),
    });
    await ask('workspace', '… one group, windows', {
      runs: workspace,
      panels: panels({ group }),
    });
    await ask('groups', `mean and band over ${groupedRuns} runs × ${GROUPED_STEPS} steps`, {
      runs: many,
      panels: [{ y: [{ key: 'loss' }], group }],
    });
    await ask('groups', '… with median and quartiles', {
      runs: many,
      panels: [{ y: [{ key: 'loss' }], group: { ...group, columns: ['median', 'q25', 'q75'] } }],
    });
    await ask('groups', `… in 100 buckets (windows)`, {
      runs: many,
      panels: [{ y: [{ key: 'loss' }], buckets: 100, group }],
    });
    await ask('groups', `${groupedRuns} lines of ${GROUPED_STEPS} points`, {
      runs: many,
      panels: [{ y: [{ key: 'loss' }] }],
    });
    report({
      name: 'panels',
      what: `lines computed from every point, binary answer over HTTP, ${FEWEST_REPEATS} to ${REPEATS} requests each, one at a time; processor ms are those of server and engine together for one request`,
      rows,
    });
  } finally {
    await server.dispose();
  }
}

/** Round trips and processor time of one request, asked for again and again. */
export async function measurePanels(
  server: TestServer,
  project: string,
  what: string,
  request: PanelsRequest,
): Promise<Record<string, string | number>> {
  const tripMs: number[] = [];
  const processorAtStart = processorSecondsOfTree(server.pid);
  let bytes = 0;
  const startedAt = performance.now();
  const isEnough = (): boolean =>
    tripMs.length >= REPEATS ||
    (tripMs.length >= FEWEST_REPEATS && performance.now() - startedAt > MS_PER_QUESTION);
  while (!isEnough()) {
    const before = performance.now();
    const answer = await fetch(`${server.url}/api/v1/projects/admin/${project}/panels`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${server.adminKey}`,
        accept: PANELS_MEDIA_TYPE,
        'content-type': 'application/json',
      },
      body: JSON.stringify(request),
    });
    const content = new Uint8Array(await answer.arrayBuffer());
    tripMs.push(performance.now() - before);
    if (answer.status !== 200) throw new Error(`${what}: ${answer.status}`);
    bytes = content.byteLength;
    for (const panel of decodePanels(content)) {
      if (panel.error !== null || panel.lines.length === 0) {
        throw new Error(`${what}: ${JSON.stringify(panel).slice(0, 300)}`);
      }
    }
  }
  return {
    what,
    'first ms': round(tripMs[0] ?? Number.NaN),
    'median ms': round(quantile(tripMs, 0.5)),
    'p95 ms': round(quantile(tripMs, 0.95)),
    'processor ms': round(
      ((processorSecondsOfTree(server.pid) - processorAtStart) * 1000) / tripMs.length,
      0,
    ),
    'answer kB': Math.round(bytes / 1000),
  };
}

/** Rows of all runs by turns, as runs that train side by side send them. */
async function fill(
  wire: Wire,
  project: string,
  runs: readonly string[],
  steps: number,
  keys: readonly string[],
): Promise<void> {
  const rowsPerRequest = Math.min(steps, Math.floor(POINTS_PER_REQUEST / keys.length));
  const send = async (run: string, first: number): Promise<void> => {
    if (first === 0) await wire.createRun({ entity: 'admin', project, run });
    const lines = Array.from({ length: Math.min(rowsPerRequest, steps - first) }, (_, index) => {
      const step = first + index;
      const values = keys.map(
        (key) => `"${key}":${1 + Math.sin(step / 500) / 2 + Math.random() / 10}`,
      );
      return `{${values.join(',')},"_step":${step},"_timestamp":${1.7e9 + step / 10},"_runtime":${step / 10}}`;
    });
    const answer = await wire.postRows({ entity: 'admin', project, run }, first, lines);
    if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text}`);
  };
  for (let first = 0; first < steps; first += rowsPerRequest) {
    const waiting = runs.values();
    const sender = async (): Promise<void> => {
      for (const run of waiting) await send(run, first);
    };
    await Promise.all(Array.from({ length: SENDERS }, sender));
  }
}
