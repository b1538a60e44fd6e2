import { createApi } from '../tests/support/api.ts';
import { TestServer } from '../tests/support/server.ts';
import { createWire, type Wire } from '../tests/support/wire.ts';
import { type ByteReader, createByteReader } from './byte-reader.ts';
import { askedParts, type BenchOptions } from './options.ts';
import { processorSecondsOfTree } from './processes.ts';
import { quantile, report, round } from './report.ts';

const ROWS = 500_000;
const ROWS_PER_REQUEST = 20_000;
const KEYS = 100_000;
const ROWS_OF_KEYS = 5;
const REPEATS = 11;

type Row = Record<string, string | number>;

/** How fast rows of a history are read, and how long it takes to list the keys of a run. */
export async function benchHistory(options: BenchOptions): Promise<void> {
  const isAsked = askedParts(options, 'history', ['rows', 'keys']);
  const server = await TestServer.start();
  try {
    const wire = createWire(server.url, server.adminKey);
    await fillRows(wire);
    const pages = [
      await scan(server, 'history, pages of 1,000 steps', 1000, PAGE),
      await scan(server, 'history, pages of 10,000 steps', 10_000, PAGE),
      await scan(server, 'history, pages of 50,000 steps', 50_000, PAGE),
      await scan(server, 'two keys, pages of 10,000 steps', 10_000, PAGE_OF_KEYS),
      await exportRows(server),
    ];
    report({
      name: 'history-rows',
      what: `${ROWS.toLocaleString('en')} rows of 7 values, read in order by one reader that throws the bytes away`,
      rows: pages,
    });
    if (!isAsked('keys')) return;
    await fillKeys(wire);
    report({
      name: 'history-keys',
      what: `types, counts, last values of all keys, ${REPEATS} requests`,
      rows: [
        await listKeys(wire, 'keys', `${KEYS.toLocaleString('en')} keys × ${ROWS_OF_KEYS} rows`),
        await listKeys(
          wire,
          'keys',
          `${KEYS.toLocaleString('en')} keys, a row more each time`,
          addRow,
        ),
        await listKeys(wire, 'rows', `6 keys × ${ROWS.toLocaleString('en')} rows`),
        await listKeys(wire, 'keys', `${KEYS.toLocaleString('en')} keys, run at rest`, null),
      ],
    });
  } finally {
    await server.dispose();
  }
}

const address = (run: string) => ({ entity: 'admin', project: 'history', run });

async function fillRows(wire: Wire): Promise<void> {
  await wire.createRun(address('rows'));
  for (let first = 0; first < ROWS; first += ROWS_PER_REQUEST) {
    const lines = Array.from({ length: ROWS_PER_REQUEST }, (_, at) => {
      const step = first + at;
      return `{"_step":${step},"_timestamp":${1.7e9 + step},"_runtime":${step},"loss":${1 / (step + 1)},"acc":${Math.sin(step)},"val/loss":${Math.cos(step)},"epoch":${Math.floor(step / 1000)}}`;
    });
    await expectOk(wire.postRows(address('rows'), first, lines));
  }
}

async function fillKeys(wire: Wire): Promise<void> {
  await wire.createRun(address('keys'));
  for (let step = 0; step < ROWS_OF_KEYS; step += 1) await addRowOfKeys(wire, 'keys', step);
}

async function addRowOfKeys(wire: Wire, run: string, step: number): Promise<void> {
  const members = Array.from(
    { length: KEYS },
    (_, key) => `"layer.${key % 1000}/weight_${key}":${Math.random()}`,
  );
  await expectOk(wire.postRows(address(run), step, [`{"_step":${step},${members.join(',')}}`]));
}

async function expectOk(pending: Promise<{ status: number; text: string }>): Promise<string> {
  const { status, text } = await pending;
  if (status !== 200 || text.includes('"errors"'))
    throw new Error(`${status} ${text.slice(0, 500)}`);
  return text;
}

/** As `scan_history` of the client asks. */
const PAGE = {
  query: `query HistoryPage($run: String!, $minStep: Int64!, $maxStep: Int64!, $pageSize: Int!) {
    project(name: "history", entityName: "admin") { run(name: $run) {
      history(minStep: $minStep, maxStep: $maxStep, samples: $pageSize) } } }`,
  variables: (from: number, size: number) => ({
    minStep: from,
    maxStep: from + size,
    pageSize: size,
  }),
};

const PAGE_OF_KEYS = {
  query: `query SampledHistoryPage($run: String!, $spec: JSONString!) {
    project(name: "history", entityName: "admin") { run(name: $run) {
      sampledHistory(specs: [$spec]) } } }`,
  variables: (from: number, size: number) => ({
    spec: JSON.stringify({
      keys: ['_step', 'loss', 'acc', '_step'],
      minStep: from,
      maxStep: from + size - 1,
      samples: size,
    }),
  }),
};

/**
 * Reads all pages twice: once with the client's own work, to see that every row is there, and once with
 * a reader that throws bytes away, which is timed. Both must be answered with as many bytes.
 */
async function scan(
  server: TestServer,
  how: string,
  size: number,
  page: typeof PAGE | typeof PAGE_OF_KEYS,
): Promise<Row> {
  const wire = createWire(server.url, server.adminKey);
  const pages = Array.from({ length: Math.ceil(ROWS / size) }, (_, at) => ({
    run: 'rows',
    ...page.variables(at * size, size),
  }));
  const sizes: number[] = [];
  let rowCount = 0;
  for (const variables of pages) {
    const text = await expectOk(wire.graphql(page.query, variables));
    sizes.push(Buffer.byteLength(text));
    rowCount += text.split('_step').length - 1;
  }
  if (rowCount !== ROWS) throw new Error(`${how}: ${rowCount} rows of ${ROWS}.`);
  return timed(server, how, sizes, (reader, at) =>
    reader.read(
      '/graphql',
      JSON.stringify({ query: page.query, variables: pages[at], operationName: '' }),
    ),
  );
}

const EXPORT_PATH = '/api/v1/runs/admin/history/rows/history';

async function exportRows(server: TestServer): Promise<Row> {
  const { text } = await createApi(server.url, server.adminKey).send('GET', EXPORT_PATH);
  if (text.split('\n').length - 1 !== ROWS) throw new Error('Rows are missing from the export.');
  return timed(server, 'export of all rows', [Buffer.byteLength(text)], (reader) =>
    reader.read(EXPORT_PATH),
  );
}

/** @param sizes bytes of each answer, as they were read before */
async function timed(
  server: TestServer,
  how: string,
  sizes: readonly number[],
  read: (reader: ByteReader, at: number) => Promise<number>,
): Promise<Row> {
  const reader = createByteReader(server.url, server.adminKey);
  const times: number[] = [];
  const processorAtStart = processorSecondsOfTree(server.pid);
  for (const [at, size] of sizes.entries()) {
    const before = performance.now();
    const got = await read(reader, at);
    times.push(performance.now() - before);
    if (got !== size) throw new Error(`${how}: answer ${at} had ${size} bytes, and now ${got}.`);
  }
  reader.close();
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  return rates(how, times, bytes, processorSecondsOfTree(server.pid) - processorAtStart);
}

function rates(
  how: string,
  times: readonly number[],
  bytes: number,
  processorSeconds: number,
): Row {
  const seconds = times.reduce((sum, time) => sum + time, 0) / 1000;
  return {
    how,
    requests: times.length,
    'median ms': round(quantile(times, 0.5)),
    'rows/s': Math.round(ROWS / seconds),
    'processor s per 1 M rows': round((processorSeconds / ROWS) * 1e6, 2),
    'MB/s': round(bytes / 1e6 / seconds),
  };
}

/** Changes a run before a request. */
type Change = (wire: Wire, run: string, repeat: number) => Promise<void>;

async function heartbeat(wire: Wire, run: string): Promise<void> {
  await expectOk(wire.post(address(run), {}));
}

async function addRow(wire: Wire, run: string, repeat: number): Promise<void> {
  await addRowOfKeys(wire, run, ROWS_OF_KEYS + repeat);
}

/** @param change what happens to the run before each request */
async function listKeys(
  wire: Wire,
  run: string,
  what: string,
  change: Change | null = heartbeat,
): Promise<Row> {
  const times: number[] = [];
  let bytes = 0;
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    await change?.(wire, run, repeat);
    const before = performance.now();
    const text = await expectOk(
      wire.graphql(
        `query RunHistoryKeys($run: String!) { project(name: "history", entityName: "admin") {
          run(name: $run) { historyKeys } } }`,
        { run },
      ),
    );
    times.push(performance.now() - before);
    bytes = text.length;
  }
  return {
    what,
    'first ms': round(times[0] ?? 0),
    'median ms': round(quantile(times, 0.5)),
    'slowest ms': round(Math.max(...times)),
    'answer kB': Math.round(bytes / 1000),
  };
}
