import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { descendants, killProcesses } from '../../tests/support/process-tree.ts';
import { freePort, TestServer } from '../../tests/support/server.ts';
import { waitFor } from '../../tests/support/waiting.ts';
import { bytesOf } from '../peers/disk.ts';
import { SPANS_A_TRACE } from './spans.ts';

const START_MS = 180_000;

/** A server that takes spans, and tells how many can be seen. */
export interface SpanServer {
  readonly url: string;
  /** What it takes there. */
  readonly what: 'spans' | 'calls';
  readonly headers: Readonly<Record<string, string>>;
  readonly pid: number;
  /** Spans that its own interface shows. */
  visible(): Promise<number>;
  bytesOnDisk(): Promise<number>;
  close(): Promise<void>;
}

export const startRunloom = (): Promise<SpanServer> => openRunloom('spans', '/otel/v1/traces');

/** Where clients of Weave send whole calls. */
export const startWeave = (): Promise<SpanServer> =>
  openRunloom('calls', '/traces/v2/admin/bench/calls/complete');

async function openRunloom(what: SpanServer['what'], address: string): Promise<SpanServer> {
  const server = await TestServer.start();
  const authorization = `Bearer ${server.adminKey}`;
  return {
    url: `${server.url}${address}`,
    what,
    headers: { authorization, project_id: 'admin/bench' },
    pid: server.pid,
    async visible() {
      const path = '/api/v1/projects/admin/bench/calls/count';
      const answer = await postJson(
        `${server.url}${path}`,
        { rootsOnly: false },
        { authorization },
      );
      return (answer as { count?: number }).count ?? 0;
    },
    bytesOnDisk: () => bytesOf(server.dataDirectory),
    close: () => server.dispose(),
  };
}

/** `phoenix serve` over SQLite, as its documentation starts it. @param bin of its Python environment */
export async function startPhoenix(bin: string): Promise<SpanServer> {
  const [port, grpcPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const peer = await startPeer(join(bin, 'phoenix'), ['serve'], `${url}/healthz`, (folder) => ({
    PHOENIX_WORKING_DIR: folder,
    PHOENIX_HOST: '127.0.0.1',
    PHOENIX_PORT: String(port),
    PHOENIX_GRPC_PORT: String(grpcPort),
    PHOENIX_TELEMETRY_ENABLED: 'false',
  }));
  return {
    ...peer,
    url: `${url}/v1/traces`,
    what: 'spans',
    headers: {},
    async visible() {
      const query = '{projects{edges{node{recordCount}}}}';
      const answer = (await postJson(`${url}/graphql`, { query })) as PhoenixAnswer;
      const counts = answer.data?.projects.edges.map(({ node }) => node.recordCount) ?? [];
      return counts.reduce((sum, count) => sum + count, 0);
    },
  };
}

interface PhoenixAnswer {
  readonly data?: {
    readonly projects: { readonly edges: readonly { node: { recordCount: number } }[] };
  };
}

/** `mlflow server` over SQLite, as its documentation starts it. @param bin of its Python environment */
export async function startMlflow(bin: string): Promise<SpanServer> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const args = ['server', '--host', '127.0.0.1', '--port', String(port)];
  const peer = await startPeer(join(bin, 'mlflow'), args, `${url}/health`, (folder) => ({
    MLFLOW_BACKEND_STORE_URI: `sqlite:///${folder}/mlflow.db`,
    MLFLOW_DEFAULT_ARTIFACT_ROOT: `${folder}/artifacts`,
    PATH: `${bin}:${process.env['PATH'] ?? ''}`,
  }));
  return {
    ...peer,
    url: `${url}/v1/traces`,
    what: 'spans',
    headers: { 'x-mlflow-experiment-id': '0' },
    async visible() {
      let traces = 0;
      let token: string | undefined;
      do {
        const page = (await postJson(`${url}/api/3.0/mlflow/traces/search`, {
          locations: [{ type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: '0' } }],
          max_results: 500,
          ...(token !== undefined && { page_token: token }),
        })) as { traces?: unknown[]; next_page_token?: string };
        traces += page.traces?.length ?? 0;
        token = page.next_page_token;
      } while (token !== undefined && token !== '');
      return traces * SPANS_A_TRACE;
    },
  };
}

async function startPeer(
  command: string,
  args: readonly string[],
  health: string,
  environment: (folder: string) => Readonly<Record<string, string>>,
): Promise<Pick<SpanServer, 'pid' | 'bytesOnDisk' | 'close'>> {
  const folder = await mkdtemp(join(tmpdir(), 'runloom-peer-'));
  const child = spawn(command, args, {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, ...environment(folder) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  child.stderr.on('data', (text: Buffer) => {
    output = (output + text.toString()).slice(-2_000);
  });
  const close = () => endPeer(child, folder);
  try {
    await waitFor(async () => (await fetch(health).catch(() => null))?.status === 200 || null, {
      until: `${command} answers`,
      timeoutMs: START_MS,
      intervalMs: 200,
    });
  } catch (error) {
    await close();
    throw new Error(`${command} did not start: ${output}`, { cause: error });
  }
  return { pid: child.pid ?? 0, bytesOnDisk: () => bytesOf(folder), close };
}

async function endPeer(child: ChildProcess, folder: string): Promise<void> {
  if (child.pid !== undefined && child.exitCode === null) {
    const ended = once(child, 'exit');
    killProcesses([child.pid, ...descendants(child.pid)]);
    await ended;
  }
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

async function postJson(
  url: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return answer.json();
}
