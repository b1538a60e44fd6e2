import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type CallPart,
  type CallQuery,
  type Calls,
  createCalls,
} from '../packages/server/src/domains/calls/index.ts';
import type { Project, ProjectId } from '../packages/server/src/domains/projects/index.ts';
import {
  type ColumnStore,
  createGroupCommitter,
  openColumnStore,
} from '../packages/server/src/stores/columns/index.ts';
import { askedParts, type BenchOptions } from './options.ts';
import { quantile, report, round } from './report.ts';

const LISTED_CALLS = 10_000_000;
const SEARCHED_CALLS = 1_000_000;
const OUTLINED_CALLS = 50_000;
const CALLS_PER_BATCH = 1000;
const REPEATS = 11;
const START = 1_750_000_000_000_000;

interface Room {
  readonly columns: ColumnStore;
  readonly calls: Calls;
}

/** The store of calls by itself: how fast it is written, listed, searched and outlined. */
export async function benchTraces(options: BenchOptions): Promise<void> {
  const isAsked = askedParts(options, 'traces', ['write', 'list', 'search', 'fresh', 'outline']);
  const scale = options.quick ? 0.01 : 1;
  const kept = options.keep;
  if (isAsked('write')) await inRoom((room) => benchWrite(room, options.seconds ?? 10 * scale));
  if (isAsked('outline')) await inRoom((room) => benchOutline(room, OUTLINED_CALLS * scale));
  if (isAsked('search'))
    await inRoom((room) => benchSearch(room, SEARCHED_CALLS * scale), kept && join(kept, 'search'));
  if (isAsked('fresh')) await inRoom((room) => benchFresh(room, SEARCHED_CALLS * scale));
  if (isAsked('list')) {
    const count = options.points ?? LISTED_CALLS * scale;
    await inRoom((room) => benchList(room, count), kept && join(kept, 'list'));
  }
}

/** @param kept a folder that stays, with what was stored in it */
async function inRoom(work: (room: Room) => Promise<void>, kept?: string): Promise<void> {
  const directory = kept ?? (await mkdtemp(join(tmpdir(), 'runloom-bench-calls-')));
  await mkdir(directory, { recursive: true });
  const columns = await openColumnStore({ kind: 'embedded', directory });
  let version = BigInt(Date.now()) * 1000n;
  try {
    const calls = createCalls({
      columns,
      committer: createGroupCommitter(columns),
      versions: () => {
        version += 1n;
        return version;
      },
      projects: { get: async (_actor, id) => ({ id }) as Project, trashedBefore: async () => [] },
    });
    await work({ columns, calls });
  } finally {
    await columns.close();
    if (kept === undefined) await rm(directory, { recursive: true, force: true });
  }
}

const PROJECT = 1 as ProjectId;
const WORDS =
  'the model answers with what it was asked about in the text of a page that users read';

/** About 1 kB of JSON, as the Python client sends of an op that calls a language model. */
function callOf(index: number): CallPart {
  const hex = (index * 2_654_435_761) % 4_294_967_296;
  const words = Array.from(
    { length: 40 },
    (_, at) => `${WORDS.split(' ')[(hex + at * 7) % 17]}${(hex >> (at % 16)) % 50}`,
  );
  return {
    id: `0197${index.toString(16).padStart(8, '0')}-7000-8000-${hex.toString(16).padStart(12, '0')}`,
    source: 'weave',
    traceId: `t-${Math.floor(index / 10)}`,
    parentId: index % 10 === 0 ? null : `p-${index}`,
    opName: `weave:///team/project/op/op${index % 20}:aBcDeFgH`,
    startedAt: START + index * 100,
    endedAt: START + index * 100 + (hex % 3_000_000),
    attributes:
      '{"weave":{"client_version":"0.54.0","source":"python-sdk","sys_version":"3.11","os_name":"Linux","python":{"type":"function"},"kind":"llm"}}',
    inputs: `{"question":"${words.join(' ')}","k":${hex % 100},"temperature":0.${hex % 10}}`,
    output: `{"answer":"${words.toReversed().join(' ')}","score":${(hex % 1000) / 1000}}`,
    summary: `{"usage":{"gpt-4o":{"prompt_tokens":${hex % 900},"completion_tokens":${hex % 90},"requests":1}},"status_counts":{"success":1,"error":0}}`,
    userId: '1',
  };
}

async function benchWrite({ columns, calls }: Room, seconds: number): Promise<void> {
  const until = performance.now() + seconds * 1000;
  const started = performance.now();
  const taken: number[] = [];
  let next = 0;
  let jsonBytes = 0;
  const writer = async (): Promise<void> => {
    while (performance.now() < until) {
      const parts = Array.from({ length: CALLS_PER_BATCH }, (_, at) => callOf(next + at));
      next += CALLS_PER_BATCH;
      for (const part of parts) jsonBytes += JSON.stringify(part).length;
      const from = performance.now();
      await calls.write(PROJECT, parts);
      taken.push(performance.now() - from);
    }
  };
  await Promise.all([writer(), writer(), writer(), writer()]);
  const elapsed = (performance.now() - started) / 1000;
  const { count } = await calls.count(PROJECT, {});
  await columns.command({ sql: 'OPTIMIZE TABLE calls FINAL' });
  const [disk] = await columns.query<{ bytes: string; words: string }>({
    sql: `SELECT sum(bytes_on_disk) AS bytes, sum(secondary_indices_compressed_bytes) AS words
      FROM system.parts WHERE active AND table = 'calls'`,
  });
  report({
    name: 'traces-write',
    what: `whole calls of ${Math.round(jsonBytes / next)} bytes of JSON, 4 writers of ${CALLS_PER_BATCH} a batch, durable`,
    rows: [
      {
        calls: count,
        'calls a second': Math.round(count / elapsed),
        'batch ms (median)': round(quantile(taken, 0.5)),
        'batch ms (95 %)': round(quantile(taken, 0.95)),
        'disk bytes a call': round(Number(disk?.bytes ?? 0) / count),
        'of them indexes': round(Number(disk?.words ?? 0) / count),
        'of the JSON, %': round((100 * Number(disk?.bytes ?? 0)) / jsonBytes),
      },
    ],
  });
}

/** Rows that the engine makes itself, as many as nobody would send here: those that are not there yet. */
async function fill(columns: ColumnStore, count: number, words: number): Promise<void> {
  const [kept] = await columns.query<{ count: string }>({
    sql: 'SELECT count() AS count FROM calls',
  });
  const first = Number(kept?.count ?? 0);
  const text = (seed: number): string =>
    `arrayStringConcat(arrayMap(at -> concat('w', toString(toUInt64(pow(30000., (cityHash64(n, at, ${seed}) % 1000) / 1000)))), range(${words})), ' ')`;
  const step = words > 10 ? 50_000 : 500_000;
  for (let from = first; from < count; from += step) {
    await columns.command({
      sql: `INSERT INTO calls (project, started_at, id, version, fields, source, trace_id, parent_id, op_name,
          ended_at, usage, bytes, failed, inputs, output, attributes, summary)
        SELECT 1, ${START} + n * 1000, concat('0197', hex(n), '-7000-8000'), n + 1, 262143, 'weave',
          concat('t', toString(intDiv(n, 10))), if(n % 10 = 0, '', concat('p', toString(n))),
          concat('weave:///team/project/op/op', toString(n % 20), ':abc'),
          ${START} + n * 1000 + cityHash64(n) % 3000000, '[["gpt",10,2,0,0,1,12]]', 100, n % 50 = 0,
          concat('{"k":', toString(n % 1000), ',"q":"', ${text(1)}, '"}'), concat('{"a":"', ${text(2)}, '"}'),
          '{}', '{}'
        FROM (SELECT number AS n FROM numbers({from:UInt64}, {step:UInt64}))
        SETTINGS max_threads = 1, max_insert_threads = 1, max_block_size = 16384,
          min_insert_block_size_bytes = 67108864`,
      params: { from, step: Math.min(step, count - from) },
    });
  }
}

const equals = (name: string, value: string) => ({
  $eq: [{ $getField: name }, { $literal: value }],
});

async function benchList({ columns, calls }: Room, count: number): Promise<void> {
  await fill(columns, count, 2);
  const filter = { opNames: ['weave:///team/project/op/op3:abc'] };
  const query = { $expr: equals('summary.weave.status', 'success') };
  const newest = [{ field: 'started_at', direction: 'desc' as const }];
  const asked: Readonly<Record<string, CallQuery>> = {
    'newest first': { sort: newest },
    'oldest first': {},
    'of an op, newest first': { filter, sort: newest },
    'roots, newest first': { filter: { rootsOnly: true }, sort: newest },
    'of an op and a status, slowest first': {
      filter,
      query,
      sort: [{ field: 'summary.weave.latency_ms', direction: 'desc' }],
    },
    'inputs.k = 7, newest first': { query: { $expr: equals('inputs.k', '7') }, sort: newest },
    'inputs.k = 7, slowest first': {
      query: { $expr: equals('inputs.k', '7') },
      sort: [{ field: 'summary.weave.latency_ms', direction: 'desc' }],
    },
    'by inputs.k': { sort: [{ field: 'inputs.k', direction: 'desc' }] },
    'of an op and a status, by inputs.k': {
      filter,
      query,
      sort: [{ field: 'inputs.k', direction: 'desc' }],
    },
    'one trace': { filter: { traceIds: [`t${Math.floor(count / 25)}`] } },
  };
  const rows: Record<string, string | number>[] = [];
  if (!(await hasPathColumns(columns))) {
    for (const [what, one] of Object.entries(asked).filter(([name]) => name.includes('inputs.k'))) {
      const once = await time(() => firstPage(calls, one), 1);
      rows.push({ what: `${what}: before the path has columns`, ...once });
    }
    await fillPathColumns({ columns, calls });
  }
  for (const [what, one] of Object.entries(asked)) {
    rows.push({ what, ...(await time(() => firstPage(calls, one))) });
  }
  rows.push({ what: 'count of an op', ...(await time(() => calls.count(PROJECT, { filter }))) });
  report({
    name: 'traces-list',
    what: `first page of 100 of ${count.toLocaleString('en')} calls, ${REPEATS} times`,
    rows,
  });
}

async function hasPathColumns(columns: ColumnStore): Promise<boolean> {
  const found = await columns.query({
    sql: `SELECT name FROM system.columns
      WHERE database = currentDatabase() AND table = 'calls' AND startsWith(name, 'at_') LIMIT 1`,
  });
  return found.length > 0;
}

/** As the server does every ten seconds; paths of small stores are never slow, and get none. */
async function fillPathColumns({ columns, calls }: Room): Promise<void> {
  await calls.settle();
  const unfinished = "SELECT 1 AS one FROM system.mutations WHERE table = 'calls' AND NOT is_done";
  while ((await columns.query({ sql: `${unfinished} LIMIT 1` })).length > 0) await sleep(100);
  await calls.settle();
}

async function benchSearch({ columns, calls }: Room, count: number): Promise<void> {
  await fill(columns, count, 50);
  const newest = [{ field: 'started_at', direction: 'desc' as const }];
  const rows = [];
  for (const text of ['w29000', 'w123', 'w12 w700', 'w5 w6 w7', 'nowhere']) {
    const found = await calls.count(PROJECT, { text });
    rows.push({
      text,
      calls: found.count,
      ...(await time(() => firstPage(calls, { text, sort: newest }))),
    });
  }
  report({
    name: 'traces-search',
    what: `full text of ${count.toLocaleString('en')} calls of 100 words, first page of 100, newest first, ${REPEATS} times`,
    rows,
  });
}

/** While parts are as they were inserted, most of them without an index of words. */
async function benchFresh({ columns, calls }: Room, count: number): Promise<void> {
  let next = 0;
  const writer = async (): Promise<void> => {
    while (next < count) {
      const from = next;
      next += CALLS_PER_BATCH;
      const parts = Array.from({ length: CALLS_PER_BATCH }, (_, at) => callOf(from + at));
      await calls.write(PROJECT, parts);
    }
  };
  await Promise.all([writer(), writer(), writer(), writer()]);
  const newest = [{ field: 'started_at', direction: 'desc' as const }];
  const rows: Record<string, string | number>[] = [];
  for (const text of ['nowhere', 'model3', 'asked17 users4']) {
    const taken = await time(() => firstPage(calls, { text, sort: newest }), 1);
    rows.push({ text, ms: taken['ms (best)'] ?? 0, parts: await countParts(columns) });
  }
  await columns.command({ sql: 'OPTIMIZE TABLE calls FINAL' });
  const merged = await time(() => firstPage(calls, { text: 'nowhere', sort: newest }));
  rows.push({ text: 'nowhere', ms: merged['ms (median)'] ?? 0, parts: await countParts(columns) });
  report({
    name: 'traces-fresh',
    what: `full text of ${count.toLocaleString('en')} calls of 1 kB right after they were written by 4 writers, and merged`,
    rows,
  });
}

/** How many there are, and how many calls stand in parts that have no index of words yet. */
async function countParts(columns: ColumnStore): Promise<string> {
  const [found] = await columns.query<{ parts: string; plain: string }>({
    sql: `SELECT count() AS parts, sumIf(rows, secondary_indices_compressed_bytes = 0) AS plain
      FROM system.parts WHERE active AND table = 'calls'`,
  });
  return `${found?.parts}, ${found?.plain} calls without an index`;
}

async function benchOutline({ calls }: Room, count: number): Promise<void> {
  for (let from = 0; from < count; from += CALLS_PER_BATCH) {
    const parts = Array.from({ length: CALLS_PER_BATCH }, (_, at) => {
      const part = callOf(from + at);
      const parentId = from + at === 0 ? null : callOf(Math.floor((from + at) / 3)).id;
      return { ...part, traceId: 'one', parentId };
    });
    await calls.write(PROJECT, parts);
  }
  report({
    name: 'traces-outline',
    what: `a trace of ${count.toLocaleString('en')} calls without payloads, ${REPEATS} times`,
    rows: [await time(() => calls.outline(PROJECT, 'one'))],
  });
}

async function firstPage(calls: Calls, query: CallQuery): Promise<void> {
  const columns = ['op_name', 'summary'];
  for await (const page of calls.query(PROJECT, { columns, ...query, limit: 100 })) {
    if (page.length > 100) throw new Error('A page has at most what was asked for.');
  }
}

async function time(
  work: () => Promise<unknown>,
  repeats = REPEATS,
): Promise<Record<string, number>> {
  const taken: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    const from = performance.now();
    await work();
    taken.push(performance.now() - from);
  }
  return {
    'ms (median)': round(quantile(taken, 0.5)),
    'ms (best)': round(Math.min(...taken)),
    'ms (95 %)': round(quantile(taken, 0.95)),
  };
}
