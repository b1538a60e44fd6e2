import { setTimeout as delay } from 'node:timers/promises';
import { TestServer } from '../tests/support/server.ts';
import { createWire } from '../tests/support/wire.ts';
import { memoryOfTree } from './processes.ts';
import { report, round } from './report.ts';

const IDLE_MS = 15_000;

/** Memory of everything that `npm start` leaves running, idle. */
export async function benchMemory(): Promise<void> {
  const server = await TestServer.start({ command: ['npm', 'start'] });
  try {
    await delay(IDLE_MS);
    const fresh = measure(server.pid, 'fresh');
    await ingestSome(server);
    await delay(2 * IDLE_MS);
    const used = measure(server.pid, 'after 2 M points');
    report({
      name: 'memory',
      what: `idle process tree of npm start, ${IDLE_MS / 1000} s after the last request (${(2 * IDLE_MS) / 1000} s after ingest)`,
      rows: [...fresh, ...used],
    });
  } finally {
    await server.dispose();
  }
}

function measure(pid: number, state: string): Record<string, string | number>[] {
  const processes = memoryOfTree(pid);
  const sum = (field: 'rssMiB' | 'pssMiB'): number =>
    processes.reduce((total, each) => total + each[field], 0);
  return [
    ...processes.map(({ command, rssMiB, pssMiB }) => ({
      state,
      process: command.slice(0, 70),
      'RSS MiB': round(rssMiB),
      'PSS MiB': round(pssMiB),
    })),
    { state, process: 'all', 'RSS MiB': round(sum('rssMiB')), 'PSS MiB': round(sum('pssMiB')) },
  ];
}

async function ingestSome(server: TestServer): Promise<void> {
  const wire = createWire(server.url, server.adminKey);
  const address = { entity: 'admin', project: 'memory', run: 'some' };
  await wire.createRun(address);
  for (let first = 0; first < 100_000; first += 5000) {
    const lines = Array.from({ length: 5000 }, (_, index) => {
      const values = Array.from({ length: 20 }, (_, key) => `"key_${key}":${Math.random()}`);
      return `{"_step":${first + index},${values.join(',')}}`;
    });
    const answer = await wire.postRows(address, first, lines);
    if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text}`);
  }
}
