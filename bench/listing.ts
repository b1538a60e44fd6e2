import { join } from 'node:path';
import { Client } from 'pg';
import {
  type MetadataConfig,
  openMetadataStore,
} from '../packages/server/src/stores/metadata/index.ts';
import { type Answer, type Api, createApi } from '../tests/support/api.ts';
import { startPostgres } from '../tests/support/postgres.ts';
import { TestServer } from '../tests/support/server.ts';
import { createWire, type Wire } from '../tests/support/wire.ts';
import { askedParts, type BenchOptions } from './options.ts';
import { quantile, report, round } from './report.ts';

const RUNS = 100_000;
const QUICK_RUNS = 5000;
const RUNS_PER_INSERT = 1000;
const REPEATS = 20;
const QUICK_REPEATS = 5;
const PAGE = 50;
const ENGINES = ['SQLite', 'PostgreSQL'] as const;

interface Size {
  readonly runs: number;
  readonly repeats: number;
  /** How long runs are made. */
  readonly seconds: number;
}

type Rows = Record<string, string | number>[];

/** How long the first page of 100,000 runs takes, and how fast runs are made. */
export async function benchListing(options: BenchOptions): Promise<void> {
  const isAsked = askedParts(options, 'listing', ENGINES);
  const size: Size = options.quick
    ? { runs: QUICK_RUNS, repeats: QUICK_REPEATS, seconds: 3 }
    : { runs: RUNS, repeats: REPEATS, seconds: 10 };
  const created: Rows = [];
  const listed: Rows = [];
  const postgres = isAsked('PostgreSQL') ? await startPostgres() : null;
  try {
    for (const engine of ENGINES.filter(isAsked)) {
      const url =
        engine === 'PostgreSQL' && postgres !== null ? await postgres.createDatabase() : null;
      const server = await TestServer.start({
        env: url === null ? {} : { RUNLOOM_DATABASE_URL: url },
      });
      try {
        const wire = createWire(server.url, server.adminKey);
        created.push({ engine, ...(await createRuns(wire, size.seconds)) });
        const store: MetadataConfig =
          url === null
            ? { kind: 'sqlite', file: join(server.dataDirectory, 'metadata.sqlite') }
            : { kind: 'postgres', url };
        listed.push(...(await listRuns(server, engine, store, size)));
      } finally {
        await server.dispose();
      }
    }
  } finally {
    await postgres?.stop();
  }
  report({
    name: 'runs-created',
    what: `runs made one after the other by 8 clients at once for ${size.seconds} s, each with its config (upsertBucket)`,
    rows: created,
  });
  report({
    name: 'listing',
    what: `the first ${PAGE} of ${size.runs.toLocaleString('en')} runs with their count, by /api/v1, ${size.repeats} times each, whole round trip`,
    rows: listed,
  });
}

async function createRuns(wire: Wire, seconds: number): Promise<Record<string, string | number>> {
  const latencies: number[] = [];
  const until = performance.now() + seconds * 1000;
  const client = async (number: number): Promise<void> => {
    for (let index = 0; performance.now() < until; index += 1) {
      const before = performance.now();
      await wire.createRun({ entity: 'admin', project: 'made', run: `run-${number}-${index}` });
      latencies.push(performance.now() - before);
    }
  };
  await Promise.all(Array.from({ length: 8 }, (_, number) => client(number)));
  return {
    'runs/s': round(latencies.length / seconds),
    'median ms': round(quantile(latencies, 0.5)),
    'p99 ms': round(quantile(latencies, 0.99)),
  };
}

/** Filters that hold for many, some and few runs, on the value that is sorted by and on others. */
const QUESTIONS: readonly (readonly [name: string, filter: object, order: string])[] = [
  ['all, newest first', {}, '-created_at'],
  ['all by a summary value', {}, '-summary_metrics.acc'],
  ['half by it', { 'summary_metrics.acc': { $gt: 0.5 } }, '-summary_metrics.acc'],
  ['half by another', { 'summary_metrics.loss': { $lt: 0.5 } }, '-summary_metrics.acc'],
  ['1 % by another', { 'summary_metrics.loss': { $lt: 0.01 } }, '+summary_metrics.acc'],
  ['half, against the order', { 'summary_metrics.acc': { $gt: 0.5 } }, '-summary_metrics.mirror'],
  [
    'config, tag, state and value',
    {
      $and: [
        { 'config.optimizer.value': { $in: ['adam', 'sgd'] } },
        { tags: 'baseline' },
        { state: 'failed' },
        { 'summary_metrics.loss': { $lt: 0.5 } },
      ],
    },
    '-summary_metrics.acc',
  ],
  [
    'not, or',
    { $or: [{ state: { $ne: 'finished' } }, { tags: { $nin: ['baseline'] } }] },
    '+summary_metrics.loss',
  ],
  ['a pattern in names', { display_name: { $regex: 'run-.*77$' } }, '-summary_metrics.acc'],
];

async function listRuns(
  server: TestServer,
  engine: string,
  store: MetadataConfig,
  size: Size,
): Promise<Rows> {
  const project = 'large';
  await createWire(server.url, server.adminKey).createRun({
    entity: 'admin',
    project,
    run: 'first',
  });
  await fillRuns(store, project, size.runs);
  const api = createApi(server.url, server.adminKey);
  // The server has closed the connections that were idle for so long; the pool finds out by using them.
  await Promise.allSettled(Array.from({ length: 16 }, () => api.send('GET', '/healthz')));
  const before = performance.now();
  // The first question waits until all runs are in the index.
  for (;;) {
    const answer = await get(api, project, { 'config.lr': 1 }, '+created_at');
    if (answer.status === 200) break;
    if (answer.status !== 503) throw new Error(`${answer.status}: ${answer.text}`);
  }
  const indexSeconds = round((performance.now() - before) / 1000);
  if (store.kind === 'postgres') await settle(store);
  const rows: Rows = [{ engine, list: `index of ${size.runs} runs, s`, 'median ms': indexSeconds }];
  for (const [list, filter, order] of QUESTIONS) {
    const times: number[] = [];
    let found = 0;
    for (let repeat = 0; repeat < size.repeats; repeat += 1) {
      const start = performance.now();
      found = await ask(api, project, filter, order);
      times.push(performance.now() - start);
    }
    rows.push({
      engine,
      list,
      found,
      'median ms': round(quantile(times, 0.5)),
      'slowest ms': round(Math.max(...times)),
    });
  }
  return rows;
}

async function ask(api: Api, project: string, filter: object, order: string): Promise<number> {
  const answer = await get(api, project, filter, order);
  if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text}`);
  return (JSON.parse(answer.text) as { totalCount: number }).totalCount;
}

function get(api: Api, project: string, filter: object, order: string): Promise<Answer> {
  const query = new URLSearchParams({
    filter: JSON.stringify(filter),
    order,
    limit: String(PAGE),
  });
  return api.send('GET', `/api/v1/projects/admin/${project}/runs?${query}`);
}

type RunTables = { runs: Record<string, string | number>; projects: { id: number; name: string } };

/** Writes runs into the store as they would be after their training, all at once. */
export async function fillRuns(
  config: MetadataConfig,
  projectName: string,
  count = RUNS,
): Promise<void> {
  const store = openMetadataStore(config);
  try {
    const db = store.db.withTables<RunTables>();
    const { id } = await db
      .selectFrom('projects')
      .select('id')
      .where('name', '=', projectName)
      .executeTakeFirstOrThrow();
    await db.transaction().execute(async (transaction) => {
      for (let first = 0; first < count; first += RUNS_PER_INSERT) {
        const size = Math.min(RUNS_PER_INSERT, count - first);
        const rows = Array.from({ length: size }, (_, index) => newRun(id, first + index));
        await transaction.insertInto('runs').values(rows).execute();
      }
    });
  } finally {
    await store.close();
  }
}

const OPTIMIZERS = ['adam', 'adamw', 'sgd', 'lion'];

function newRun(projectId: number, number: number): RunTables['runs'] {
  const acc = Math.random();
  const config = {
    lr: { value: 10 ** (-1 - 4 * Math.random()) },
    batch_size: { value: 2 ** (4 + (number % 5)) },
    optimizer: { value: OPTIMIZERS[number % OPTIMIZERS.length] },
    model: { value: { name: `net-${number % 7}`, layers: number % 24, dropout: Math.random() } },
    seed: { value: number },
    _wandb: { value: { cli_version: '0.31.0', t: { 1: [1, 2, 3] } } },
  };
  const summary: Record<string, unknown> = { acc, mirror: 1 - acc, loss: Math.random() };
  for (let key = 0; key < 12; key += 1) summary[`val/metric_${key}`] = Math.random();
  const time = Date.UTC(2026, 0, 1) + number * 1000;
  return {
    project_id: projectId,
    name: `r${number}`,
    display_name: `run-${number}`,
    state: number % 5 === 0 ? 'failed' : 'finished',
    created_at: time,
    updated_at: time + 500,
    heartbeat_at: time + 500,
    tags: JSON.stringify(number % 10 === 0 ? ['baseline', 'v2'] : ['v2']),
    config: JSON.stringify(config),
    summary: JSON.stringify({ ...summary, _step: 1000, _runtime: 12.5, _wandb: { runtime: 12 } }),
  };
}

/** What autovacuum does within its minute. */
async function settle(config: MetadataConfig): Promise<void> {
  if (config.kind !== 'postgres') return;
  const client = new Client({ connectionString: config.url });
  await client.connect();
  try {
    await client.query('vacuum analyze');
  } finally {
    await client.end();
  }
}
