import { Agent, request } from 'node:http';
import { RunList } from '@runloom/model';
import { createApi } from '../../tests/support/api.ts';
import { TestServer } from '../../tests/support/server.ts';
import { createWire, streamPath } from '../../tests/support/wire.ts';
import { settledBytesOf } from './disk.ts';
import type { Filled, Sample, System } from './system.ts';
import {
  accuracyOf,
  keyName,
  metricValue,
  optimizerOf,
  type Plan,
  pointsOf,
  type Size,
} from './workload.ts';

const ENTITY = 'admin';
const MAKERS = 8;
const PAGE = 50;
/** The client fills its requests up to 10 MiB; so many rows of 20 metrics come near. */
const ROWS_OF_10_MIB = 12_500;

/** Runloom: the server in a process of its own, spoken to over HTTP as the `wandb` client does. */
export function ours(plan: Plan, version: string): System {
  return {
    name: 'Runloom',
    version,
    async ingest() {
      const server = await TestServer.start();
      try {
        const { ingest, longIngest } = plan;
        const samples = [
          await send(server, 'short', ingest, 1000 / ingest.keys),
          await send(server, 'long', longIngest, 1000),
          await send(server, 'large', longIngest, ROWS_OF_10_MIB),
        ];
        const bytes = await settledBytesOf(server.dataDirectory);
        return { samples, disk: { bytes, points: pointsOf(ingest) + 2 * pointsOf(longIngest) } };
      } finally {
        await server.dispose();
      }
    },
    async fillChart(steps) {
      const server = await TestServer.start();
      await send(server, 'chart', { runs: 1, steps, keys: 1 }, 10_000);
      return {
        read: async () => [
          await readSeries(server, `1,000 buckets of all points`, steps),
          ...(steps <= 100_000 ? [await readRows(server)] : []),
        ],
        close: () => server.dispose(),
      };
    },
    fillSearch: (runs) => fillSearch(runs),
  };
}

/** Rows to all runs at once, each request acknowledged as durable before the run's next; then all read back. */
async function send(
  server: TestServer,
  project: string,
  size: Size,
  rowsPerRequest: number,
): Promise<Sample> {
  const wire = createWire(server.url, server.adminKey);
  const bodies: { path: string; content: Buffer[] }[] = [];
  for (let run = 0; run < size.runs; run += 1) {
    const address = { entity: ENTITY, project, run: `run-${run}` };
    await wire.createRun(address);
    const content: Buffer[] = [];
    for (let first = 0; first < size.steps; first += rowsPerRequest) {
      content.push(body(run, first, Math.min(size.steps, first + rowsPerRequest), size.keys));
    }
    bodies.push({ path: streamPath(address), content });
  }
  const agent = new Agent({ keepAlive: true, maxSockets: size.runs });
  const before = performance.now();
  await Promise.all(
    bodies.map(async ({ path, content }) => {
      for (const each of content) await post(server, agent, path, each);
    }),
  );
  const seconds = (performance.now() - before) / 1000;
  agent.destroy();
  const found = await readBack(server, project, size);
  return { way: `file_stream, ${rowsPerRequest} rows a request`, seconds, ...found, size };
}

function body(run: number, first: number, end: number, keys: number): Buffer {
  const lines: string[] = [];
  for (let step = first; step < end; step += 1) {
    const fields = Array.from(
      { length: keys },
      (_, key) => `"${keyName(key)}":${metricValue(run, key, step)}`,
    );
    lines.push(
      `{${fields.join(',')},"_step":${step},"_timestamp":${1.7e9 + step},"_runtime":${step}}`,
    );
  }
  const files = { 'wandb-history.jsonl': { offset: first, content: lines } };
  return Buffer.from(JSON.stringify({ files }), 'latin1');
}

function post(server: TestServer, agent: Agent, path: string, content: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      server.url + path,
      {
        agent,
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from(`api:${server.adminKey}`).toString('base64')}`,
          'content-type': 'application/json',
          'content-length': content.length,
        },
      },
      (answer) => {
        answer.resume();
        answer.once('end', () => {
          if (answer.statusCode === 200) resolve();
          else reject(new Error(`file_stream answered ${answer.statusCode}`));
        });
      },
    );
    outgoing.once('error', reject);
    outgoing.end(content);
  });
}

async function readBack(
  server: TestServer,
  project: string,
  { runs, keys }: Size,
): Promise<{ count: number; last: number }> {
  const api = createApi(server.url, server.adminKey);
  let count = 0;
  let last = 0;
  for (let run = 0; run < runs; run += 1) {
    const { series } = await api.series(ENTITY, project, {
      runs: [`run-${run}`],
      keys: Array.from({ length: keys }, (_, key) => keyName(key)),
      buckets: 10,
    });
    for (const line of series) {
      count += line.count;
      last += (line.kind === 'points' ? line.value : line.last).at(-1) ?? Number.NaN;
    }
  }
  return { count, last };
}

async function readSeries(server: TestServer, way: string, steps: number): Promise<Sample> {
  const api = createApi(server.url, server.adminKey);
  const before = performance.now();
  const answer = await api.send('POST', `/api/v1/projects/${ENTITY}/chart/series`, {
    runs: ['run-0'],
    keys: [keyName(0)],
    buckets: 1000,
  });
  const { series } = JSON.parse(answer.text) as {
    series: { count: number; last?: number[]; value?: number[] }[];
  };
  const seconds = (performance.now() - before) / 1000;
  const line = series[0];
  const last = (line?.last ?? line?.value)?.at(-1) ?? Number.NaN;
  return { way, seconds, count: line?.count ?? 0, last, size: { runs: 1, steps, keys: 1 } };
}

/** The exact rows, as the export gives them. */
async function readRows(server: TestServer): Promise<Sample> {
  const api = createApi(server.url, server.adminKey);
  const before = performance.now();
  const answer = await api.send('GET', `/api/v1/runs/${ENTITY}/chart/run-0/history`);
  const rows = answer.text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, number>);
  const seconds = (performance.now() - before) / 1000;
  return {
    way: 'all points, as whole rows',
    seconds,
    count: rows.length,
    last: rows.at(-1)?.[keyName(0)] ?? Number.NaN,
  };
}

const UPSERT = `mutation UpsertBucket($name: String, $project: String, $entity: String, $config: JSONString) {
  upsertBucket(input: {name: $name, modelName: $project, entityName: $entity, config: $config}) { bucket { id } }
}`;

async function fillSearch(runs: number): Promise<Filled> {
  const server = await TestServer.start();
  const wire = createWire(server.url, server.adminKey);
  const project = 'search';
  const make = async (run: number): Promise<void> => {
    const name = `run-${run}`;
    const config = JSON.stringify({ optimizer: { value: optimizerOf(run) } });
    await wire.graphql(UPSERT, { entity: ENTITY, project, name, config });
    const acc = accuracyOf(run);
    const answer = await wire.post(
      { entity: ENTITY, project, run: name },
      {
        files: {
          'wandb-history.jsonl': { offset: 0, content: [JSON.stringify({ acc, _step: 0 })] },
          'wandb-summary.json': { offset: 0, content: [JSON.stringify({ acc, _step: 0 })] },
        },
      },
    );
    if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text}`);
  };
  // The first makes the project; after it, several at once.
  await make(0);
  await Promise.all(
    Array.from({ length: MAKERS }, async (_, maker) => {
      for (let run = 1 + maker; run < runs; run += MAKERS) await make(run);
    }),
  );
  const api = createApi(server.url, server.adminKey);
  const query = new URLSearchParams({
    filter: JSON.stringify({
      $and: [{ 'summary_metrics.acc': { $gt: 0.5 } }, { 'config.optimizer.value': 'adam' }],
    }),
    order: '-summary_metrics.acc',
    limit: String(PAGE),
  });
  return {
    async read() {
      const before = performance.now();
      const answer = await api.send('GET', `/api/v1/projects/${ENTITY}/${project}/runs?${query}`);
      const page = RunList.parse(JSON.parse(answer.text));
      const seconds = (performance.now() - before) / 1000;
      const last = Number(page.runs[0]?.summary['acc']);
      return [{ way: `runs, ${PAGE} a page`, seconds, count: page.runs.length, last }];
    },
    close: () => server.dispose(),
  };
}
