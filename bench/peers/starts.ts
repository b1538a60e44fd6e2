import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { descendants, killProcesses } from '../../tests/support/process-tree.ts';
import { freePort, TestServer } from '../../tests/support/server.ts';
import { waitFor } from '../../tests/support/waiting.ts';
import { memoryOfTree } from '../processes.ts';
import { round } from '../report.ts';
import type { Sample, System } from './system.ts';
import { type Row, table } from './table.ts';
import type { Plan } from './workload.ts';

const START_MS = 240_000;
const IDLE_MS = 5000;

type Command = (port: number, folder: string) => readonly string[];

/** What a user types to see the first page, on no data. trackio's page comes from within Python. */
const COMMANDS: Readonly<Record<string, Command>> = {
  MLflow: (port, folder) => [
    ...['mlflow', 'server', '--port', String(port)],
    ...['--backend-store-uri', `sqlite:///${folder}/mlflow.db`],
    ...['--uvicorn-opts', '--timeout-worker-healthcheck 60'],
  ],
  Aim: (port, folder) => ['aim', 'up', '--port', String(port), '--repo', folder, '--yes'],
  TensorBoard: (port, folder) => ['tensorboard', '--port', String(port), '--logdir', folder],
};

/** Seconds from the command to the first page, and the memory of the whole process tree when idle. */
export async function benchStarts(
  systems: readonly System[],
  python: string,
  plan: Plan,
): Promise<Row[]> {
  const seconds = new Map<string, Sample[]>();
  const memory = new Map<string, Sample[]>();
  const notes: Row[] = [];
  for (let repeat = 0; repeat < plan.repeats; repeat += 1) {
    for (const { name } of systems) {
      if (name !== 'Runloom' && COMMANDS[name] === undefined) continue;
      try {
        const start = name === 'Runloom' ? await startOurs() : await startPeer(name, python);
        const add = (to: Map<string, Sample[]>, last: number): void => {
          to.set(name, [...(to.get(name) ?? []), { way: start.way, seconds: 0, count: 0, last }]);
        };
        add(seconds, round(start.seconds, 2));
        add(memory, Math.round(start.mebibytes));
      } catch (error) {
        const note = error instanceof Error ? error.message.slice(0, 200) : String(error);
        notes.push({ work: 'first page after start, s', system: name, note });
      }
    }
  }
  const rows = (work: string, samples: Map<string, Sample[]>): Row[] =>
    [...samples].flatMap(([name, own]) =>
      table(
        work,
        name,
        own,
        () => null,
        ({ last }) => last,
      ),
    );
  return [
    ...rows('first page after start, s', seconds),
    ...rows('idle memory, MiB', memory),
    ...notes,
  ];
}

interface Start {
  readonly way: string;
  readonly seconds: number;
  readonly mebibytes: number;
}

async function startOurs(): Promise<Start> {
  const server = await TestServer.prepare();
  try {
    const before = performance.now();
    server.launch();
    await untilPage(server.url);
    const seconds = (performance.now() - before) / 1000;
    await sleep(IDLE_MS);
    return { way: 'the server', seconds, mebibytes: memoryOf(server.pid) };
  } finally {
    await server.dispose();
  }
}

async function startPeer(name: string, python: string): Promise<Start> {
  const folder = await mkdtemp(join(tmpdir(), 'runloom-peer-'));
  const port = await freePort();
  const [command = '', ...args] = COMMANDS[name]?.(port, folder) ?? [];
  const env = { ...process.env, HOME: folder };
  const way = `${command} ${args[0]?.startsWith('-') === false ? args[0] : ''}`.trim();
  const program = join(dirname(python), command);
  if (command === 'aim') {
    await once(
      spawn(program, ['init', '--repo', folder, '--yes'], { env, stdio: 'ignore' }),
      'exit',
    );
  }
  const before = performance.now();
  const child = spawn(program, args, { cwd: folder, env, stdio: 'ignore' });
  const ended = once(child, 'exit');
  try {
    await untilPage(`http://127.0.0.1:${port}`);
    const seconds = (performance.now() - before) / 1000;
    await sleep(IDLE_MS);
    return { way, seconds, mebibytes: memoryOf(child.pid ?? 0) };
  } finally {
    if (child.pid !== undefined) killProcesses([child.pid, ...descendants(child.pid)]);
    await ended;
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function untilPage(url: string): Promise<void> {
  await waitFor(
    async () => {
      const answer = await fetch(`${url}/`, { headers: { accept: 'text/html' } }).catch(() => null);
      const text = await answer?.text();
      return answer?.status === 200 && text?.includes('<html') === true;
    },
    { until: 'the first page is served', timeoutMs: START_MS, intervalMs: 20 },
  );
}

function memoryOf(pid: number): number {
  return memoryOfTree(pid).reduce((sum, { pssMiB }) => sum + pssMiB, 0);
}
