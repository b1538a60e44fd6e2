import { bucketOf, type Grid, type LineBuckets } from '@runloom/model';
import type { BoundValue, ColumnStore } from '../../../stores/columns/types.ts';
import type { Run } from '../../runs/index.ts';
import { type NativeColumns, readNativeColumns } from './native-columns.ts';
import { pointTable, readTogether, timedPoints } from './point-table.ts';
import { startMicros } from './start.ts';
import type { Axis, PanelPlan, RunLine, Span } from './types.ts';

/**
 * Cells (runs × buckets) of one statement: a cell's number then fits into 16 bits, and the engine finds
 * it in an array in place of a hash table, which takes half the time.
 */
const CELLS_PER_READ = 2 ** 16;
/** From here on two halves of a line are read side by side. */
const HALVED_FROM = 200_000;

/** A line of buckets; `isSettled` is false where points must be put into order first. */
export interface BucketLine {
  readonly line: Extract<RunLine, { kind: 'buckets' }>;
  readonly count: number;
  readonly isSettled: boolean;
}

/** Statements that give the buckets of one metric of some runs; each may run beside the others. */
export function bucketReads(
  columns: ColumnStore,
  runs: readonly Run[],
  key: string,
  plan: PanelPlan & { readonly axis: Exclude<Axis, { kind: 'measure' }> },
  span: Span,
  grid: Grid,
): (() => Promise<readonly BucketLine[]>)[] {
  const first = bucketOf(span.min, grid.width);
  const last = bucketOf(span.max, grid.width);
  const runsPerRead = Math.max(1, Math.floor(CELLS_PER_READ / (last - first + 1)));
  return readTogether(runs, plan.stream).flatMap((together) => {
    const reads: (() => Promise<readonly BucketLine[]>)[] = [];
    for (let from = 0; from < together.length; from += runsPerRead) {
      const batch = together.slice(from, from + runsPerRead);
      const read = (part: Span): Promise<readonly BucketLine[]> =>
        readBuckets(columns, batch, key, plan, part, grid);
      reads.push(
        isWorthHalving(batch, plan, first, last)
          ? () => inHalves(read, span, grid)
          : () => read(span),
      );
    }
    return reads;
  });
}

/** By step a half is a stretch of the table; by time each half would read all of it. */
function isWorthHalving(
  [run, ...others]: readonly Run[],
  { axis, stream }: PanelPlan,
  first: number,
  last: number,
): boolean {
  if (run === undefined || others.length > 0 || axis.kind !== 'step' || last - first < 2)
    return false;
  return stream === 'history' && run.historyLineCount >= HALVED_FROM;
}

async function inHalves(
  read: (part: Span) => Promise<readonly BucketLine[]>,
  span: Span,
  { width }: Grid,
): Promise<readonly BucketLine[]> {
  const middle = Math.floor((bucketOf(span.min, width) + bucketOf(span.max, width)) / 2) * width;
  const [[left], [right]] = await Promise.all([
    read({ min: span.min, max: middle - 1 }),
    read({ min: middle, max: span.max }),
  ]);
  if (left === undefined || right === undefined) return [left ?? right ?? []].flat();
  const buckets = joined(left.line.buckets, right.line.buckets);
  return [{ ...left, line: { ...left.line, buckets }, count: left.count + right.count }];
}

function joined(a: LineBuckets, b: LineBuckets): LineBuckets {
  const names = Object.keys(a) as (keyof LineBuckets)[];
  return Object.fromEntries(
    names.map((name) => {
      const [left, right] = [a[name], b[name]];
      if (left === null || right === null) return [name, null];
      const column = new Float64Array(left.length + right.length);
      column.set(left);
      column.set(right, left.length);
      return [name, column];
    }),
  ) as unknown as LineBuckets;
}

type PositionPlan = PanelPlan & { readonly axis: Exclude<Axis, { kind: 'measure' }> };

/**
 * Reads as if all numbers were finite, and then the lines once more in which some are not: a sum of
 * numbers is finite only when each of them is.
 */
async function readBuckets(
  columns: ColumnStore,
  runs: readonly Run[],
  key: string,
  plan: PositionPlan,
  span: Span,
  grid: Grid,
): Promise<readonly BucketLine[]> {
  const lines = await readCells(columns, runs, key, plan, span, grid, FINITE);
  const doubtful = lines.filter(({ isExact }) => !isExact).map(({ line }) => line.run);
  if (doubtful.length === 0) return lines;
  const exact = await readCells(columns, doubtful, key, plan, span, grid, ANY);
  const byRun = new Map(exact.map((one) => [one.line.run, one]));
  return lines.map((one) => byRun.get(one.line.run) ?? one);
}

/** Aggregates over the points of a bucket, which stand in the order of their steps. */
interface Aggregates {
  readonly counts: string;
  readonly sum: string;
  readonly columns: Readonly<Record<string, string>>;
}

/** For numbers of which all are finite. */
const FINITE: Aggregates = {
  counts: '',
  sum: 'sum(value)',
  columns: { min: 'min(value)', max: 'max(value)', first: 'any(value)', last: 'anyLast(value)' },
};

/** Over those that are finite. */
const ANY: Aggregates = {
  counts: `, toUInt32(countIf(isNaN(value))) AS nans,
      toUInt32(countIf(isInfinite(value))) AS infinities`,
  sum: 'sumIf(value, isFinite(value))',
  columns: {
    min: 'minIf(value, isFinite(value))',
    max: 'maxIf(value, isFinite(value))',
    first: 'anyIf(value, isFinite(value))',
    last: 'anyLastIf(value, isFinite(value))',
  },
};

/** Whether the line was read as it is. */
interface ReadLine extends BucketLine {
  readonly isExact: boolean;
}

async function readCells(
  columns: ColumnStore,
  runs: readonly Run[],
  key: string,
  { stream, axis, columns: wanted }: PositionPlan,
  span: Span,
  grid: Grid,
  aggregates: Aggregates,
): Promise<readonly ReadLine[]> {
  const isTime = axis.kind === 'time';
  const table = isTime
    ? await timedPoints(columns, runs, stream, key)
    : pointTable(runs, stream, key, { withTime: false });
  const first = bucketOf(span.min, grid.width);
  const stride = bucketOf(span.max, grid.width) - first + 1;
  const place = placeExpression(axis, runs.length);
  const params: Record<string, BoundValue> = {
    ...table.params,
    ...(isTime
      ? { from: span.min, to: span.max, width: grid.width, first }
      : {
          from: toInt64(Math.ceil(span.min)),
          to: toInt64(Math.floor(span.max)),
          width: toInt64(grid.width),
          origin: toInt64(first * grid.width),
        }),
  };
  const starts = runs.map(startMicros);
  if (isTime && axis.since === 'start') {
    if (runs.length === 1) params['start'] = starts[0] ?? 0n;
    else params['starts'] = starts;
  }
  if (runs.length > 1) params['places'] = runs.map((_, at) => at * stride);
  const ofRun =
    runs.length === 1
      ? '0'
      : 'transform(run, {runs:Array(UInt64)}, {places:Array(UInt32)}, toUInt32(0))';
  const inView = isTime
    ? 'x BETWEEN {from:Float64} AND {to:Float64}'
    : 'x BETWEEN {from:Int64} AND {to:Int64}';
  const values = wanted.flatMap((name) => {
    const aggregate = aggregates.columns[name];
    return aggregate === undefined ? [] : [`, ${aggregate} AS ${name}Value`];
  });
  const sql = `SELECT toUInt16(${ofRun} + ${bucketExpression(isTime, stride * grid.width)}) AS cell,
      toFloat64(max(x)) AS lastX, toFloat64(min(x)) AS firstX,
      toUInt32(count()) AS points, ${aggregates.sum} AS total ${aggregates.counts} ${values.join('')}
      ${isTime ? ', min(step) AS firstStep, max(step) AS lastStep, toUInt8(round((deltaSum(x) - (anyLast(x) - any(x))) * 1e6) > 0) AS goesBack' : ''}
    FROM (SELECT run, ${place} AS x, step, value FROM ${table.from}
      WHERE ${table.where} AND ${inView} ORDER BY ${table.order})
    GROUP BY cell`;
  const answer = await columns.takeBytes(
    { sql, params, inOrder: true },
    'Native',
    readNativeColumns,
  );
  return split(answer.columns, answer.rowCount, { runs, stride, first, grid, isTime });
}

/** The number of a point's bucket from the first one on; `size` is how far all of them reach. */
function bucketExpression(isTime: boolean, size: number): string {
  if (isTime) return 'toInt64(floor(x / {width:Float64}) - {first:Float64})';
  // Numbers of 32 bits are divided four times faster.
  return size < 2 ** 32
    ? 'intDiv(toUInt32(x - {origin:Int64}), {width:UInt32})'
    : 'intDiv(x - {origin:Int64}, {width:Int64})';
}

/** Where a point stands: steps as they are, times in seconds. */
function placeExpression(axis: Exclude<Axis, { kind: 'measure' }>, runCount: number): string {
  if (axis.kind === 'step') return 'step';
  if (axis.since === 'epoch') return 'ts / 1e6';
  const start =
    runCount === 1
      ? '{start:Int64}'
      : 'transform(run, {runs:Array(UInt64)}, {starts:Array(Int64)}, toInt64(0))';
  return `(ts - ${start}) / 1e6`;
}

interface Layout {
  readonly runs: readonly Run[];
  readonly stride: number;
  readonly first: number;
  readonly grid: Grid;
  readonly isTime: boolean;
}

/** Takes the cells apart into the lines of the runs. */
function split(
  columns: NativeColumns,
  rowCount: number,
  { runs, stride, first, grid, isTime }: Layout,
): ReadLine[] {
  if (rowCount === 0) return [];
  const sorted = sortByCell(columns, rowCount);
  const cells = (sorted['cell'] ?? new Uint16Array()) as Uint16Array;
  const whole = toBuckets(sorted, rowCount, { runs, stride, first, grid, isTime });
  const firstX = (sorted['firstX'] ?? new Float64Array()) as Float64Array;
  const totals = (sorted['total'] ?? new Float64Array()) as Float64Array;
  const lines: ReadLine[] = [];
  for (let from = 0, to = 0; from < rowCount; from = to) {
    const place = Math.floor((cells[from] as number) / stride);
    const end = (place + 1) * stride;
    while (to < rowCount && (cells[to] as number) < end) to += 1;
    const run = runs[place];
    if (run === undefined) {
      throw new RangeError('The engine told of a run that was not asked for.');
    }
    const pick = (values: Float64Array): Float64Array => values.subarray(from, to);
    const buckets: LineBuckets = {
      bucket: pick(whole.bucket),
      x: pick(whole.x),
      min: pick(whole.min),
      max: pick(whole.max),
      first: pick(whole.first),
      last: pick(whole.last),
      mean: pick(whole.mean),
      counts: pick(whole.counts),
      nans: pick(whole.nans),
      infinities: pick(whole.infinities),
      smoothed: null,
    };
    let count = 0;
    let isExact = true;
    for (let at = from; at < to; at += 1) {
      count += whole.counts[at] as number;
      if (!Number.isFinite(totals[at])) isExact = false;
    }
    lines.push({
      line: { kind: 'buckets', run, backwards: false, grid, buckets, firstX: firstX[from] ?? 0 },
      count,
      isExact,
      isSettled: !isTime || isForward(sorted, from, to),
    });
  }
  return lines;
}

/** All cells in the columns that lines have, as doubles; lines are stretches of them. */
function toBuckets(columns: NativeColumns, rowCount: number, layout: Layout): LineBuckets {
  const { first, stride } = layout;
  const cells = (columns['cell'] ?? new Uint16Array()) as Uint16Array;
  // One for all that was not asked for: nothing is written into it.
  const zeros = new Float64Array(columns['nans'] === undefined ? rowCount : 0);
  const doubles = (name: string): Float64Array => {
    const column = columns[name];
    return column === undefined ? zeros : new Float64Array(column as Uint32Array);
  };
  const counts = doubles('points');
  const nans = doubles('nans');
  const infinities = doubles('infinities');
  const totals = (columns['total'] ?? new Float64Array(rowCount)) as Float64Array;
  const bucket = new Float64Array(rowCount);
  const mean = new Float64Array(rowCount);
  const empty: number[] = [];
  for (let at = 0; at < rowCount; at += 1) {
    bucket[at] = first + ((cells[at] as number) % stride);
    const finite = (counts[at] as number) - (nans[at] as number) - (infinities[at] as number);
    if (finite === 0) empty.push(at);
    mean[at] = (totals[at] as number) / finite;
  }
  const unasked = new Float64Array(rowCount).fill(Number.NaN);
  const values = (name: string): Float64Array => {
    const column = columns[`${name}Value`] as Float64Array | undefined;
    if (column === undefined) return unasked;
    for (const at of empty) column[at] = Number.NaN;
    return column;
  };
  return {
    bucket,
    x: columns['lastX'] as Float64Array,
    min: values('min'),
    max: values('max'),
    first: values('first'),
    last: values('last'),
    mean,
    counts,
    nans,
    infinities,
    smoothed: null,
  };
}

/** The engine does not promise an order of what it put together, though it mostly keeps that of the cells. */
function sortByCell(columns: NativeColumns, rowCount: number): NativeColumns {
  const cells = (columns['cell'] ?? new Uint16Array()) as Uint16Array;
  let isSorted = true;
  for (let at = 1; at < rowCount && isSorted; at += 1) {
    isSorted = (cells[at - 1] as number) < (cells[at] as number);
  }
  if (isSorted) return columns;
  const order = Uint32Array.from({ length: rowCount }, (_, at) => at);
  order.sort((a, b) => (cells[a] as number) - (cells[b] as number));
  return Object.fromEntries(
    Object.entries(columns).map(([name, values]) => {
      const moved = values.slice();
      for (let at = 0; at < rowCount; at += 1) moved[at] = values[order[at] as number] as never;
      return [name, moved];
    }),
  );
}

/** Whether later steps have later times, in each bucket and from bucket to bucket. */
function isForward(columns: NativeColumns, from: number, to: number): boolean {
  const firstStep = columns['firstStep'] as BigInt64Array;
  const lastStep = columns['lastStep'] as BigInt64Array;
  const goesBack = columns['goesBack'] as Uint8Array;
  for (let at = from; at < to; at += 1) {
    if (goesBack[at] === 1) return false;
    if (at > from && (lastStep[at - 1] as bigint) >= (firstStep[at] as bigint)) return false;
  }
  return true;
}

/** The nearest 64-bit integer. */
export function toInt64(value: number): bigint {
  const limit = 2 ** 63;
  if (Number.isNaN(value)) return 0n;
  if (value >= limit) return 2n ** 63n - 1n;
  return value <= -limit ? -(2n ** 63n) : BigInt(value);
}
