import { TestServer } from '../tests/support/server.ts';
import { createByteReader } from './byte-reader.ts';
import { fillEvaluations, PROJECT } from './evaluation-calls.ts';
import type { BenchOptions } from './options.ts';
import { processorSecondsOfTree } from './processes.ts';
import { quantile, report, round } from './report.ts';

const EXAMPLES = 10_000;
const REPEATS = 7;

/**
 * Evaluations of ten thousand examples side by side, over HTTP: what the page of a comparison asks for,
 * each answer with its bytes and the processor time of server and engine.
 */
export async function benchEvaluations(options: BenchOptions): Promise<void> {
  const examples = options.points ?? (options.quick ? EXAMPLES / 50 : EXAMPLES);
  const server = await TestServer.start();
  try {
    const { ids, rows } = await fillEvaluations(server, examples);
    const base = `/api/v1/projects/${PROJECT}/evaluations`;
    const digest = rows[7]?.split('/').at(-1) ?? '';
    const answers = [
      await measure(server, 'compare: metrics, differences, tests', `${base}/compare`, { ids }),
      await measure(server, 'outline of all examples', `${base}/examples`, { ids }),
      await measure(server, 'one example with its trials', `${base}/example`, { ids, digest }),
      await measure(server, 'compare of two, as the gate asks', `${base}/compare`, {
        ids: ids.slice(0, 2),
      }),
      await measure(server, 'one evaluation', `${base}/${ids[0]}`),
      await measure(server, 'list of all', base),
    ];
    await server.stop();
    await server.start();
    await server.ready();
    // As a browser opens the page: both at once, with nothing in memory.
    answers.push(
      await measure(
        server,
        'page after a restart: compare and outline without texts',
        [`${base}/compare`, `${base}/examples`],
        { ids, texts: false },
      ),
    );
    report({
      name: 'evaluations',
      what: `${ids.length} evaluations × ${examples} examples (4 calls each, 1 kB of inputs and output), over HTTP, medians of ${REPEATS}`,
      rows: answers,
    });
  } finally {
    await server.stop();
  }
}

async function measure(
  server: TestServer,
  what: string,
  paths: string | readonly string[],
  body?: unknown,
) {
  const taken: number[] = [];
  let bytes = 0;
  let firstUsed = 0;
  const reader = createByteReader(server.url, server.adminKey, [paths].flat().length);
  const before = processorSecondsOfTree(server.pid);
  for (let turn = 0; turn < REPEATS; turn += 1) {
    const from = performance.now();
    const text = body === undefined ? undefined : JSON.stringify(body);
    const answers = [paths].flat().map((path) => reader.read(path, text));
    bytes = (await Promise.all(answers)).reduce((sum, size) => sum + size, 0);
    taken.push(performance.now() - from);
    if (turn === 0) firstUsed = processorSecondsOfTree(server.pid) - before;
  }
  reader.close();
  const used = (processorSecondsOfTree(server.pid) - before) / REPEATS;
  return {
    asked: what,
    'first ms': round(taken[0] ?? 0, 0),
    'median ms': round(quantile(taken, 0.5), 0),
    'least ms': round(Math.min(...taken), 0),
    'first processor ms': round(firstUsed * 1000, 0),
    'processor ms': round(used * 1000, 0),
    'kB answered': round(bytes / 1000, 0),
  };
}
