import { RunloomError } from '../../../platform/errors.ts';
import type { ColumnStore } from '../../../stores/columns/types.ts';
import type { Run } from '../../runs/index.ts';
import type { Stream } from '../types.ts';
import { readNativeColumns } from './native-columns.ts';
import { pointTable, readTogether } from './point-table.ts';
import { compareAt, numbersOf, type Words, wordsOf } from './words.ts';

/** Rows of one run that have all the keys asked for, in the order of their steps. */
export interface RunRows {
  readonly run: Run;
  readonly step: Float64Array;
  /** Microseconds; null when not asked for. */
  readonly time: Float64Array | null;
  /** A column for each key. */
  readonly values: readonly Float64Array[];
}

export interface RowWish {
  readonly stream: Stream;
  readonly keys: readonly string[];
  readonly withTime: boolean;
  /** Steps in view, ends included. */
  readonly steps: { readonly from: bigint; readonly to: bigint } | null;
}

/** Points that are read with one statement; of one run alone, and of several. */
const POINTS_PER_READ = 1_000_000;
const POINTS_PER_BATCH = 300_000;
/** Points of one key of one run that are held at once. */
const MAX_POINTS_OF_RUN = 16_000_000;

/**
 * Reads rows run by run, some runs at a time, so that not all of them are held at once. Runs without
 * such rows are left out.
 * @throws RunloomError('too_large') when a run has more points than can be held
 */
export async function* readRunRows(
  columns: ColumnStore,
  runs: readonly Run[],
  wish: RowWish,
): AsyncGenerator<RunRows> {
  const batches = readTogether(runs, wish.stream).flatMap((together) =>
    batchesOf(together, wish.stream),
  );
  const read = (batch: readonly Run[] | undefined): Promise<KeyPoints[]> =>
    Promise.all(
      (batch === undefined ? [] : wish.keys).map((key, index) =>
        readPoints(columns, batch ?? [], key, { ...wish, withTime: wish.withTime && index === 0 }),
      ),
    );
  let next = read(batches[0]);
  for (const [index, batch] of batches.entries()) {
    const [first, ...others] = await next;
    // The engine works on the next ones while these are looked at.
    next = read(batches[index + 1]);
    next.catch(() => {});
    if (first !== undefined) yield* join(batch, first, others);
  }
}

function batchesOf(runs: readonly Run[], stream: Stream): Run[][] {
  const batches: Run[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const run of [...runs].sort((a, b) => a.id - b.id)) {
    const lines = stream === 'history' ? run.historyLineCount : run.eventsLineCount;
    if (size + lines > POINTS_PER_BATCH) {
      batches.push([]);
      size = 0;
    }
    batches.at(-1)?.push(run);
    size += lines;
  }
  return batches;
}

/** Points of one key: where each run's begin, and their columns. */
interface KeyPoints {
  /** Of run i of the batch: from `starts[i]` to before `starts[i + 1]`. */
  readonly starts: Uint32Array;
  readonly step: Words;
  readonly source: Words | null;
  readonly time: Words | null;
  readonly value: Float64Array;
}

async function readPoints(
  columns: ColumnStore,
  batch: readonly Run[],
  key: string,
  { stream, withTime, steps }: RowWish,
): Promise<KeyPoints> {
  const table = pointTable(batch, stream, key, { withTime });
  const isBranched = table.source !== 'run';
  // Batches are in the order of ids, which are far less than 2^32 apart.
  const least = batch[0]?.id ?? 0;
  const place = batch.length === 1 ? '' : 'toUInt32(run - {least:UInt64}) AS place, ';
  const inView = steps === null ? '' : ' AND step BETWEEN {from:Int64} AND {to:Int64}';
  const select = (
    beyond: string,
  ): string => `SELECT ${place}${isBranched ? 'toInt64(source) AS rowSource, ' : ''}
      step, value${withTime ? ', toInt64(ts) AS time' : ''}
    FROM ${table.from} WHERE ${table.where}${inView}${beyond} ORDER BY ${table.order}`;
  const params = { ...table.params, ...steps, ...(place === '' ? {} : { least }) };
  const pages: ReturnType<typeof readNativeColumns>[] = [];
  const pageable = batch.length === 1 && !isBranched;
  let after: bigint | null = null;
  let read = 0;
  for (;;) {
    const beyond: string = after === null ? '' : ' AND step > {after:Int64}';
    const limit = pageable ? ' LIMIT {limit:UInt64}' : '';
    const page: (typeof pages)[number] = await columns.takeBytes(
      {
        sql: `${select(beyond)}${limit}`,
        params: {
          ...params,
          ...(after === null ? {} : { after }),
          ...(pageable ? { limit: POINTS_PER_READ } : {}),
        },
      },
      'Native',
      readNativeColumns,
    );
    pages.push(page);
    read += page.rowCount;
    if (read > MAX_POINTS_OF_RUN && batch.length === 1) throw tooMany(batch[0]?.name ?? '', key);
    if (!pageable || page.rowCount < POINTS_PER_READ) break;
    after = (page.columns['step'] as BigInt64Array).at(-1) ?? 0n;
  }
  const all = (name: string): unknown => joinPages(pages.map((page) => page.columns[name]));
  const word = (name: string): Words =>
    wordsOf((all(name) ?? new BigInt64Array()) as BigInt64Array);
  return {
    starts: startsOf(all('place') as Uint32Array | undefined, read, batch, least),
    step: word('step'),
    source: isBranched ? word('rowSource') : null,
    time: withTime ? word('time') : null,
    value: (all('value') ?? new Float64Array()) as Float64Array,
  };
}

const tooMany = (run: string, key: string): RunloomError =>
  new RunloomError(
    'too_large',
    `The run ${run} has more than ${MAX_POINTS_OF_RUN.toLocaleString('en')} points of ${JSON.stringify(key)}. Smoothing, expressions and metrics as x take all of them together: draw a range of steps, or the metric alone.`,
  );

function joinPages(pages: readonly unknown[]): unknown {
  if (pages.length === 1) return pages[0];
  const parts = pages.filter((page) => page !== undefined) as (Float64Array | BigInt64Array)[];
  const [first] = parts;
  if (first === undefined) return undefined;
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const bytes = new Uint8Array(length * first.BYTES_PER_ELEMENT);
  let at = 0;
  for (const part of parts) {
    bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
    at += part.byteLength;
  }
  return first instanceof Float64Array
    ? new Float64Array(bytes.buffer)
    : new BigInt64Array(bytes.buffer);
}

/** Where the points of each run begin: they stand one run after the other, each point telling how far its run's id is from the least. */
function startsOf(
  places: Uint32Array | undefined,
  rowCount: number,
  batch: readonly Run[],
  least: number,
): Uint32Array {
  const starts = new Uint32Array(batch.length + 1).fill(rowCount);
  if (places === undefined) {
    starts[0] = 0;
    return starts;
  }
  let next = 0;
  let before = -1;
  for (let at = 0; at < rowCount; at += 1) {
    const place = places[at] as number;
    if (place === before) continue;
    before = place;
    for (; next < batch.length && (batch[next] as Run).id - least <= place; next += 1) {
      starts[next] = at;
    }
  }
  return starts;
}

function* join(
  batch: readonly Run[],
  first: KeyPoints,
  others: readonly KeyPoints[],
): Generator<RunRows> {
  const all = [first, ...others];
  let step: Float64Array = new Float64Array();
  let stepsFrom = 0;
  for (const [index, run] of batch.entries()) {
    const from = all.map(({ starts }) => starts[index] as number);
    const to = all.map(({ starts }) => starts[index + 1] as number);
    if (from.some((start, at) => start === to[at])) continue;
    const start = from[0] as number;
    const end = to[0] as number;
    if (
      others.every((other, at) =>
        areAligned(first, start, end, other, from[at + 1] as number, to[at + 1] as number),
      )
    ) {
      // Runs that logged at the same steps share them.
      if (!areSame(first.step, stepsFrom, stepsFrom + step.length, start, end)) {
        step = numbersOf(first.step, start, end);
        stepsFrom = start;
      }
      yield {
        run,
        step,
        time: first.time === null ? null : numbersOf(first.time, start, end),
        values: all.map(({ value }, at) => value.subarray(from[at], to[at])),
      };
      continue;
    }
    const rows = meet(all, from, to);
    if (rows[0]?.length === 0) continue;
    const pick = (values: Float64Array, offset: number, at: Uint32Array): Float64Array =>
      Float64Array.from(at, (row) => values[row - offset] as number);
    const own = rows[0] as Uint32Array;
    yield {
      run,
      step: pick(numbersOf(first.step, start, end), start, own),
      time: first.time === null ? null : pick(numbersOf(first.time, start, end), start, own),
      values: all.map(({ value }, at) => pick(value, 0, rows[at] as Uint32Array)),
    };
  }
}

/** Whether two stretches hold the same. */
function areSame(words: Words, from: number, to: number, otherFrom: number, otherTo: number) {
  if (to - from !== otherTo - otherFrom) return false;
  for (let at = 0; at < to - from; at += 1) {
    if (compareAt(words, from + at, words, otherFrom + at) !== 0) return false;
  }
  return true;
}

/** Whether both keys stand in the same rows, as those of one `log` call do. */
function areAligned(
  a: KeyPoints,
  from: number,
  to: number,
  b: KeyPoints,
  otherFrom: number,
  otherTo: number,
): boolean {
  if (to - from !== otherTo - otherFrom) return false;
  for (let at = 0; at < to - from; at += 1) {
    if (compareRows(a, from + at, b, otherFrom + at) !== 0) return false;
  }
  return true;
}

function compareRows(a: KeyPoints, at: number, b: KeyPoints, bt: number): number {
  const steps = compareAt(a.step, at, b.step, bt);
  if (steps !== 0 || a.source === null || b.source === null) return steps;
  return compareAt(a.source, at, b.source, bt);
}

/** Indices, for each key, of the rows that have all of them. */
function meet(
  all: readonly KeyPoints[],
  from: readonly number[],
  to: readonly number[],
): Uint32Array[] {
  const shortest = Math.min(...from.map((start, key) => (to[key] as number) - start));
  const rows = all.map(() => new Uint32Array(shortest));
  const at = [...from];
  let count = 0;
  const first = all[0] as KeyPoints;
  outer: for (; (at[0] as number) < (to[0] as number); at[0] = (at[0] as number) + 1) {
    for (let key = 1; key < all.length; key += 1) {
      const other = all[key] as KeyPoints;
      let here = at[key] as number;
      while (here < (to[key] as number) && compareRows(other, here, first, at[0] as number) < 0)
        here += 1;
      at[key] = here;
      if (here === to[key]) break outer;
      if (compareRows(other, here, first, at[0] as number) !== 0) continue outer;
    }
    for (let key = 0; key < all.length; key += 1)
      (rows[key] as Uint32Array)[count] = at[key] as number;
    count += 1;
  }
  return rows.map((row) => row.subarray(0, count));
}
