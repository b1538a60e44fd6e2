import { createReadStream, readFileSync } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { descendants } from '../tests/support/process-tree.ts';
import { TestServer } from '../tests/support/server.ts';
import { createByteReader } from './byte-reader.ts';
import type { BenchOptions } from './options.ts';
import { processorSecondsOfTree } from './processes.ts';
import { quantile, report, round } from './report.ts';

const ROWS = 1_000_000;
const REPEATS = 3;
const PAGE = 10_000;
const PAGES = 20;
const EDITS = 5;
const PROJECT = 'admin/bench';

/**
 * A dataset of a million rows over HTTP: read in from a file, streamed as files, read in pages as clients
 * do, and edited by a row. Beside each time stand the processor time of server and engine and, of
 * edits, the bytes that went to the disk.
 */
export async function benchDatasets(options: BenchOptions): Promise<void> {
  const rows = options.points ?? (options.quick ? ROWS / 50 : ROWS);
  const folder = await mkdtemp(join(tmpdir(), 'runloom-bench-'));
  const server = await TestServer.start();
  try {
    const file = join(folder, 'rows.jsonl');
    const bytes = await writeRows(file, rows);
    const base = `/api/v1/projects/${PROJECT}`;
    await send(server, 'PUT', base, '{}');
    const read = await metered(server, () =>
      upload(server, `${base}/datasets/rows/import?format=jsonl`, file),
    );
    const results = [ratesOf('import of JSON lines', rows, [read])];
    for (const format of ['jsonl', 'csv', 'parquet'] as const) {
      const path = `${base}/datasets/rows/versions/latest/export?format=${format}`;
      const turns = format === 'jsonl' ? REPEATS : 1;
      results.push(ratesOf(`export as ${format}`, rows, await repeated(server, turns, path)));
    }
    const digest = await tableOf(server, base);
    const pages = Math.min(PAGES, Math.ceil(rows / PAGE));
    const asked = Array.from({ length: pages }, (_, page) => ({
      project_id: PROJECT,
      digest,
      limit: PAGE,
      offset: page * PAGE,
    }));
    results.push(
      ratesOf(`table/query in pages of ${PAGE}`, pages * PAGE, [
        await metered(server, () => readPages(server, asked)),
      ]),
    );
    report({
      name: 'datasets',
      what: `a dataset of ${rows} rows (${round(bytes / 1e6, 0)} MB of JSON lines), over HTTP`,
      rows: results,
    });
    report({
      name: 'dataset-edits',
      what: `one cell of one row changed, ${rows} rows, ${EDITS} times`,
      rows: await edits(server, base, rows),
    });
  } finally {
    await server.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Metered {
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly writtenBytes: number;
}

async function metered(server: TestServer, act: () => Promise<unknown>): Promise<Metered> {
  const [from, used, written] = [
    performance.now(),
    processorSecondsOfTree(server.pid),
    writtenBytesOf(server.pid),
  ];
  await act();
  return {
    seconds: (performance.now() - from) / 1_000,
    processorSeconds: processorSecondsOfTree(server.pid) - used,
    writtenBytes: writtenBytesOf(server.pid) - written,
  };
}

/** What a process and everything below it sent to the disk. Linux only. */
const writtenBytesOf = (pid: number): number =>
  [pid, ...descendants(pid)].reduce((sum, each) => {
    const io = readFileSync(`/proc/${each}/io`, 'utf8');
    return sum + Number(/^write_bytes: (\d+)/m.exec(io)?.[1] ?? 0);
  }, 0);

function ratesOf(what: string, rows: number, taken: readonly Metered[]) {
  const seconds = quantile(
    taken.map((one) => one.seconds),
    0.5,
  );
  const used = quantile(
    taken.map(({ processorSeconds }) => processorSeconds),
    0.5,
  );
  return {
    done: what,
    'rows/s': round(rows / seconds, 0),
    'rows per processor second': round(rows / used, 0),
    seconds: round(seconds, 2),
  };
}

async function repeated(server: TestServer, turns: number, path: string): Promise<Metered[]> {
  const taken: Metered[] = [];
  const reader = createByteReader(server.url, server.adminKey);
  for (let turn = 0; turn < turns; turn += 1) {
    taken.push(await metered(server, () => reader.read(path)));
  }
  reader.close();
  return taken;
}

async function readPages(server: TestServer, asked: readonly object[]): Promise<void> {
  const reader = createByteReader(server.url, server.adminKey);
  for (const page of asked) await reader.read('/traces/table/query', JSON.stringify(page));
  reader.close();
}

async function edits(server: TestServer, base: string, rows: number) {
  const taken: Metered[] = [];
  for (let turn = 0; turn < EDITS; turn += 1) {
    const index = Math.floor(((turn + 0.5) / EDITS) * rows);
    const body = JSON.stringify({
      base: 'latest',
      cells: [{ index, set: { question: JSON.stringify(`changed ${turn}`) } }],
    });
    const path = `${base}/datasets/rows/versions`;
    taken.push(await metered(server, () => send(server, 'POST', path, body)));
  }
  return taken.map((one, turn) => ({
    edit: turn + 1,
    ms: round(one.seconds * 1_000, 0),
    'processor ms': round(one.processorSeconds * 1_000, 0),
    'kB written': round(one.writtenBytes / 1_000, 0),
  }));
}

async function writeRows(path: string, rows: number): Promise<number> {
  const file = await open(path, 'w');
  let bytes = 0;
  for (let from = 0; from < rows; from += 10_000) {
    const some = Array.from({ length: Math.min(10_000, rows - from) }, (_, at) =>
      JSON.stringify({
        id: from + at,
        question: `What does the handbook say of case ${from + at}, and where does it say so?`,
        expected: `by form ${(from + at) % 97}`,
        weight: (from + at) / 7,
      }),
    );
    const text = `${some.join('\n')}\n`;
    bytes += text.length;
    await file.write(text);
  }
  await file.close();
  return bytes;
}

function upload(server: TestServer, path: string, file: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      `${server.url}${path}`,
      {
        method: 'POST',
        headers: {
          authorization: `Bearer ${server.adminKey}`,
          'content-type': 'application/octet-stream',
        },
      },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        answer.once('end', () =>
          answer.statusCode === 200 ? resolve(text) : reject(new Error(`${path}: ${text}`)),
        );
      },
    );
    outgoing.once('error', reject);
    createReadStream(file).pipe(outgoing);
  });
}

async function send(
  server: TestServer,
  method: string,
  path: string,
  body?: string,
): Promise<string> {
  const answer = await fetch(`${server.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${server.adminKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text}`);
  return text;
}

async function tableOf(server: TestServer, base: string): Promise<string> {
  const text = await send(server, 'GET', `${base}/weave-objects/object/rows/versions/latest`);
  const digest = /\/table\/([^"]+)/.exec(text)?.[1];
  if (digest === undefined) throw new Error(`The dataset has no table: ${text}`);
  return digest;
}
