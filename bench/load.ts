/**
 * The load generator of the ingest benchmark, in a process of its own: `load.ts <JSON of LoadPlan>`.
 * Bodies are built beforehand; between two requests only the digits of steps and times change in
 * place, so that as little processor time as possible is taken from the server. Prints a LoadResult.
 */
import { Agent, request } from 'node:http';
import { streamPath } from '../tests/support/wire.ts';

export interface LoadPlan {
  readonly url: string;
  readonly key: string;
  readonly project: string;
  readonly runs: readonly string[];
  readonly keysPerRow: number;
  readonly rowsPerRequest: number;
  readonly seconds: number;
}

export interface LoadResult {
  readonly rows: number;
  readonly requests: number;
  readonly bytes: number;
  readonly seconds: number;
  /** Milliseconds from the first byte sent to the acknowledgement, one a request. */
  readonly latenciesMs: readonly number[];
  /** Answers other than 200, by status. */
  readonly refusals: Readonly<Record<string, number>>;
  readonly processorSeconds: number;
}

/** Steps and run times start here, so that they always have as many digits. */
const FIRST_STEP = 10_000_000;
const FIRST_RUNTIME_MS = 10_000_000;

/** Rows of a request as they stand on the wire, and where in them the changing digits are. */
interface Batch {
  readonly content: Buffer;
  readonly steps: readonly number[];
  readonly times: readonly number[];
  readonly runtimes: readonly number[];
}

async function sendLoad(plan: LoadPlan): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: plan.runs.length });
  const batches = plan.runs.map(() => [buildBatch(plan), buildBatch(plan)]);
  const latenciesMs: number[] = [];
  const refusals: Record<string, number> = {};
  let rows = 0;
  let bytes = 0;
  const processorAtStart = process.cpuUsage();
  const startedAt = performance.now();
  const endAt = startedAt + plan.seconds * 1000;

  await Promise.all(
    plan.runs.map(async (run, index) => {
      const own = batches[index] ?? [];
      const path = streamPath({ entity: 'admin', project: plan.project, run });
      for (let sent = 0; performance.now() < endAt; ) {
        const batch = own[(sent / plan.rowsPerRequest) % own.length];
        if (batch === undefined) return;
        setDigits(batch, FIRST_STEP + sent, sent);
        const before = performance.now();
        const status = await post(plan, agent, path, sent, batch.content);
        if (status !== 200) {
          refusals[status] = (refusals[status] ?? 0) + 1;
          continue;
        }
        latenciesMs.push(performance.now() - before);
        sent += plan.rowsPerRequest;
        rows += plan.rowsPerRequest;
        bytes += batch.content.length;
      }
    }),
  );

  const seconds = (performance.now() - startedAt) / 1000;
  const processor = process.cpuUsage(processorAtStart);
  agent.destroy();
  return {
    rows,
    requests: latenciesMs.length,
    bytes,
    seconds,
    latenciesMs,
    refusals,
    processorSeconds: (processor.user + processor.system) / 1e6,
  };
}

/** Rows as the client writes them: keys in an order of their own in each, full-length numbers. */
function buildBatch(plan: LoadPlan): Batch {
  const values = Array.from({ length: plan.keysPerRow }, () => Math.random());
  const lines = Array.from({ length: plan.rowsPerRequest }, () => {
    const fields = values.map((value, index) => {
      const next = value + (Math.random() - 0.5) / 100;
      values[index] = next;
      return `"${METRIC_NAMES[index % METRIC_NAMES.length]}_${index}":${next}`;
    });
    fields.push(`"_step":${FIRST_STEP}`, '"_timestamp":1700000000.000000', '"_runtime":10000.000');
    shuffle(fields);
    return `{${fields.join(',')}}`;
  });
  const text = JSON.stringify(lines).slice(1, -1);
  const positions = (marker: string): number[] => {
    const found: number[] = [];
    for (let at = text.indexOf(marker); at !== -1; at = text.indexOf(marker, at + 1)) {
      found.push(at + marker.length);
    }
    return found;
  };
  return {
    content: Buffer.from(text, 'latin1'),
    steps: positions('_step\\":'),
    times: positions('_timestamp\\":'),
    runtimes: positions('_runtime\\":'),
  };
}

const METRIC_NAMES = [
  'train/loss',
  'train/accuracy',
  'val/loss',
  'optimizer/learning_rate',
  'grad',
];

function setDigits(batch: Batch, firstStep: number, sent: number): void {
  const { content, steps, times, runtimes } = batch;
  const nowMs = 1_700_000_000_000 + sent;
  for (const [row, at] of steps.entries()) content.write(String(firstStep + row), at, 'latin1');
  for (const [row, at] of times.entries()) {
    const ms = String(nowMs + row);
    content.write(`${ms.slice(0, 10)}.${ms.slice(10)}`, at, 'latin1');
  }
  for (const [row, at] of runtimes.entries()) {
    const ms = String(FIRST_RUNTIME_MS + sent + row);
    content.write(`${ms.slice(0, 5)}.${ms.slice(5)}`, at, 'latin1');
  }
}

function post(
  plan: LoadPlan,
  agent: Agent,
  path: string,
  offset: number,
  content: Buffer,
): Promise<number> {
  const head = `{"files":{"wandb-history.jsonl":{"offset":${offset},"content":[`;
  const tail = ']}}}';
  return new Promise((resolve, reject) => {
    const outgoing = request(
      plan.url + path,
      {
        agent,
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from(`api:${plan.key}`).toString('base64')}`,
          'content-type': 'application/json',
          'content-length': head.length + content.length + tail.length,
        },
      },
      (answer) => {
        answer.resume();
        answer.once('end', () => resolve(answer.statusCode ?? 0));
      },
    );
    outgoing.once('error', reject);
    outgoing.write(head);
    outgoing.write(content);
    outgoing.end(tail);
  });
}

function shuffle(values: unknown[]): void {
  for (let index = values.length - 1; index > 0; index -= 1) {
    const other = Math.floor(Math.random() * (index + 1));
    [values[index], values[other]] = [values[other], values[index]];
  }
}

if (import.meta.main) {
  const result = await sendLoad(JSON.parse(process.argv[2] ?? '') as LoadPlan);
  process.stdout.write(JSON.stringify(result));
}
