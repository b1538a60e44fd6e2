import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestServer } from '../tests/support/server.ts';
import { waitFor } from '../tests/support/waiting.ts';
import { quantile, report, round } from './report.ts';

const REPEATS = 5;

/** Milliseconds from `npm start` to the first page, on a built tree. */
export async function benchStart(): Promise<void> {
  const kept = await mkdtemp(join(tmpdir(), 'runloom-bench-'));
  try {
    const first: number[] = [];
    for (let repeat = 0; repeat < REPEATS; repeat += 1) first.push(await timeStart());
    const again: number[] = [];
    for (let repeat = 0; repeat <= REPEATS; repeat += 1) again.push(await timeStart(kept));
    report({
      name: 'start',
      what: `npm start to the first page (GET / answers 200 with HTML), ${REPEATS} times`,
      rows: [
        { start: 'on no data', ...summary(first) },
        { start: 'on the data of the last', ...summary(again.slice(1)) },
      ],
    });
  } finally {
    await rm(kept, { recursive: true, force: true });
  }
}

function summary(times: readonly number[]): Record<string, number> {
  return {
    'median ms': round(quantile(times, 0.5), 0),
    'slowest ms': round(Math.max(...times), 0),
  };
}

async function timeStart(dataDirectory?: string): Promise<number> {
  const server = await TestServer.prepare({
    command: ['npm', 'start'],
    ...(dataDirectory === undefined ? {} : { dataDirectory }),
  });
  const startedAt = performance.now();
  server.launch();
  await waitFor(
    async () => {
      const answer = await fetch(server.url, { headers: { accept: 'text/html' } });
      return (await answer.text()).includes('<html') && answer.status === 200;
    },
    { until: 'the first page is served', intervalMs: 10 },
  );
  const took = performance.now() - startedAt;
  await server.dispose();
  return took;
}
