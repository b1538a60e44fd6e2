import { decodeKey, encodeKey } from '@runloom/model';
import type { BoundValue, ColumnQuery, ColumnStore } from '../../stores/columns/types.ts';
import type { Run, RunId } from '../runs/index.ts';
import { RowBinaryReader } from './row-binary.ts';
import { tablesOf } from './row-blocks.ts';
import { pointsOfRuns } from './scope.ts';
import type { Series, SeriesRequest, XAxis } from './types.ts';

/** Times are kept in microseconds and drawn in seconds. */
const MICROS = 1_000_000;

/**
 * Reads lines of a chart, each computed from every point in view: a series with no more points than
 * the chart has buckets is sent whole, any other as buckets of equal width over the span that all
 * lines of the request share, so that lines stay comparable bucket by bucket.
 *
 * The same request over the same data gives the same answer. Series without points are left out.
 */
export async function readSeries(
  columns: ColumnStore,
  request: SeriesRequest,
): Promise<readonly Series[]> {
  if (request.runs.length === 0 || request.keys.length === 0) return [];
  const source = sourceOf(request);
  if (request.runs.every((run) => lineCount(run, request) <= request.buckets)) {
    return inOrderAsked(await readPoints(columns, source), request);
  }
  const span =
    spanOfRange(request, source) ?? spanOfRuns(request) ?? (await readSpan(columns, source));
  const drawn = await readBuckets(columns, source, span, request.buckets);
  const wide = drawn.filter((series) => series.count > request.buckets);
  const whole = drawn.filter((series) => series.count <= request.buckets);
  if (whole.length === 0) return inOrderAsked(wide, request);
  const points = await readPoints(columns, narrowed(source, whole, drawn.length));
  return inOrderAsked([...points, ...wide], request);
}

/** No series of the run has more points than its stream has lines. */
function lineCount(run: Run, request: SeriesRequest): number {
  return request.stream === 'history' ? run.historyLineCount : run.eventsLineCount;
}

/** What to read from: the table, the rows in view, and where a point stands on the x axis. */
interface Source {
  readonly from: string;
  readonly where: string;
  readonly axis: XAxis;
  /** What series are told apart by: the columns, or the only value where one was asked for. */
  readonly run: string;
  readonly key: string;
  /** Int64: steps, or microseconds. */
  readonly x: string;
  /** Float64 in units of the axis, from an Int64. */
  readonly toUnits: (value: string) => string;
  readonly params: Readonly<Record<string, BoundValue>>;
}

function sourceOf(request: SeriesRequest): Source {
  const axis = axisOf(request);
  const params: Record<string, BoundValue> = {
    runs: request.runs.map((run) => run.id),
    keys: request.keys.map(encodeKey),
  };
  const conditions = ['run IN {runs:Array(UInt64)}', 'key IN {keys:Array(String)}'];
  const starts = request.runs.map(startMicros);
  const x = axisExpression(axis, starts.length);
  if (axis === 'relative' && starts.length === 1) params['start'] = starts[0] ?? 0n;
  if (axis === 'relative' && starts.length > 1) params['starts'] = starts;
  if (request.range !== null) {
    conditions.push(`${x} BETWEEN {from:Int64} AND {to:Int64}`);
    const scale = axis === 'step' ? 1 : MICROS;
    params['from'] = toInt64(Math.ceil(request.range.min * scale));
    params['to'] = toInt64(Math.floor(request.range.max * scale));
  }
  const merge = request.runs.some((run) => run.hasRewrites);
  const branched =
    request.stream === 'history' && request.runs.some((run) => run.lineage !== null)
      ? pointsOfRuns(request.runs)
      : null;
  if (branched === null && merge && request.stream === 'history') conditions.push('gone = 0');
  return {
    from: branched?.from ?? `${tablesOf(request.stream).points}${merge ? ' FINAL' : ''}`,
    where: conditions.join(' AND '),
    axis,
    // A constant costs nothing to group by, where a column takes a third of the time of the read.
    run: request.runs.length === 1 ? '{runs:Array(UInt64)}[1]' : 'run',
    key: request.keys.length === 1 ? '{keys:Array(String)}[1]' : 'key',
    x,
    toUnits: axis === 'step' ? (value) => `toFloat64(${value})` : (value) => `${value} / 1e6`,
    params: { ...params, ...branched?.params },
  };
}

function axisExpression(axis: XAxis, runCount: number): string {
  if (axis === 'step') return 'step';
  if (axis === 'wall') return 'ts';
  if (runCount === 1) return '(ts - {start:Int64})';
  return '(ts - transform(run, {runs:Array(UInt64)}, {starts:Array(Int64)}, toInt64(0)))';
}

/** A system sample has no step but its time. */
function axisOf(request: SeriesRequest): XAxis {
  return request.stream === 'system' && request.x === 'step' ? 'relative' : request.x;
}

/** Where relative time begins: the client's clock at its start, or ours when it told none. */
function startMicros(run: Run): bigint {
  return BigInt(Math.round((run.startedAt ?? run.createdAt / 1000) * MICROS));
}

/** What the buckets of a request lie on, ends included: steps, or microseconds. */
interface Span {
  readonly from: bigint;
  readonly to: bigint;
}

function spanOfRange(request: SeriesRequest, source: Source): Span | null {
  if (request.range === null) return null;
  return { from: source.params['from'] as bigint, to: source.params['to'] as bigint };
}

/** From what runs know of their history, so that the points need not be read twice; null when one knows too little. */
function spanOfRuns(request: SeriesRequest): Span | null {
  if (request.stream === 'system') return null;
  const axis = axisOf(request);
  let span: Span | null = null;
  for (const run of request.runs) {
    if (run.lineage !== null) return null;
    if (run.historyLineCount === 0) continue;
    const origin = axis === 'relative' ? startMicros(run) : 0n;
    const first = axis === 'step' ? run.firstStep : run.firstTime;
    const last = axis === 'step' ? run.lastStep : run.lastTime;
    if (first === null || last === null || isAtLimit(first) || isAtLimit(last)) return null;
    span = union(span, { from: BigInt(first) - origin, to: BigInt(last) - origin });
  }
  return span;
}

/** Ends further out are kept as the last whole number that is exact. */
const isAtLimit = (end: number): boolean => Math.abs(end) >= Number.MAX_SAFE_INTEGER;

function union(a: Span | null, b: Span): Span {
  if (a === null) return b;
  const from = b.from < a.from ? b : a;
  const to = b.to > a.to ? b : a;
  return { from: from.from, to: to.to };
}

async function readSpan(columns: ColumnStore, source: Source): Promise<Span> {
  const reader = await read(columns, {
    sql: `SELECT min(${source.x}), max(${source.x}) FROM ${source.from} WHERE ${source.where}`,
    params: source.params,
  });
  return { from: reader.int64(), to: reader.int64() };
}

/** The same source, for some of its series only. */
function narrowed(source: Source, wanted: readonly Series[], seriesCount: number): Source {
  if (wanted.length === seriesCount) return source;
  return {
    ...source,
    where: `${source.where} AND (run, key) IN (
      SELECT arrayJoin(arrayZip({pairRuns:Array(UInt64)}, {pairKeys:Array(String)})))`,
    params: {
      ...source.params,
      pairRuns: wanted.map((series) => series.runId),
      pairKeys: wanted.map((series) => encodeKey(series.key)),
    },
  };
}

async function readPoints(columns: ColumnStore, source: Source): Promise<Series[]> {
  const reader = await read(columns, {
    sql: `SELECT run, toString(key), groupArray(${source.toUnits('x')}), groupArray(value)
      FROM (SELECT run, key, ${source.x} AS x, step, value FROM ${source.from}
        WHERE ${source.where} ORDER BY run, key, x, step)
      GROUP BY run, key`,
    params: source.params,
  });
  const series: Series[] = [];
  while (!reader.done) {
    const head = { runId: Number(reader.uint64()) as RunId, key: decodeKey(reader.text()) };
    const [x, value] = sortedByFirst(reader.float64Array(), reader.float64Array());
    const notFinite = countNotFinite(value);
    series.push({ ...head, count: value.length, ...notFinite, kind: 'points', x, value });
  }
  return series;
}

async function readBuckets(
  columns: ColumnStore,
  source: Source,
  span: Span,
  buckets: number,
): Promise<Series[]> {
  const count = BigInt(buckets);
  const width = (span.to - span.from + count) / count;
  // The difference of two Int64 may pass 2^63, so it is taken in unsigned arithmetic. What lies
  // before the span (rows that no one was told of yet) joins the first bucket.
  const reader = await read(columns, {
    sql: `SELECT runId, toString(keyName), groupArray(toUInt32(least(bucket, 4294967295))), groupArray(${source.toUnits('lastX')}),
        groupArray(low), groupArray(high), groupArray(opening), groupArray(closing),
        groupArray(mean), groupArray(points), groupArray(nans), groupArray(infinities)
      FROM (SELECT ${source.run} AS runId, ${source.key} AS keyName,
          intDiv(toUInt64(greatest(${source.x}, {origin:Int64})) - toUInt64({origin:Int64}),
            {width:UInt64}) AS bucket,
          max(${source.x}) AS lastX,
          minIf(value, isFinite(value)) AS low,
          maxIf(value, isFinite(value)) AS high,
          argMinIf(value, step, isFinite(value)) AS opening,
          argMaxIf(value, step, isFinite(value)) AS closing,
          avgIf(value, isFinite(value)) AS mean,
          toUInt32(count()) AS points,
          toUInt32(countIf(isNaN(value))) AS nans,
          toUInt32(countIf(isInfinite(value))) AS infinities
        FROM ${source.from} WHERE ${source.where}
        GROUP BY runId, keyName, bucket ORDER BY runId, keyName, bucket)
      GROUP BY runId, keyName`,
    params: { ...source.params, origin: span.from, width },
  });
  const series: Series[] = [];
  while (!reader.done) series.push(readBucketSeries(reader));
  return series;
}

function readBucketSeries(reader: RowBinaryReader): Series {
  const runId = Number(reader.uint64()) as RunId;
  const key = decodeKey(reader.text());
  const order = ascending(reader.uint32Array());
  const float = (): Float64Array => permute(reader.float64Array(), order, Float64Array);
  const uint = (): Uint32Array => permute(reader.uint32Array(), order, Uint32Array);
  const x = float();
  const values = { min: float(), max: float(), first: float(), last: float(), mean: float() };
  const counts = uint();
  const nans = uint();
  const infinities = uint();
  for (let at = 0; at < counts.length; at += 1) {
    const finite = (counts[at] ?? 0) - (nans[at] ?? 0) - (infinities[at] ?? 0);
    if (finite === 0) for (const column of Object.values(values)) column[at] = Number.NaN;
  }
  return {
    runId,
    key,
    count: sum(counts),
    nanCount: sum(nans),
    infinityCount: sum(infinities),
    kind: 'buckets',
    x,
    ...values,
    counts,
    nans,
  };
}

async function read(columns: ColumnStore, query: ColumnQuery): Promise<RowBinaryReader> {
  return new RowBinaryReader(await columns.queryBytes(query, 'RowBinary'));
}

/** The engine does not promise the order of groupArray; null when it kept it. */
function ascending(values: ArrayLike<number>): Uint32Array | null {
  let sorted = true;
  for (let at = 1; at < values.length && sorted; at += 1) {
    sorted = (values[at - 1] ?? 0) <= (values[at] ?? 0);
  }
  if (sorted) return null;
  const order = Uint32Array.from({ length: values.length }, (_, at) => at);
  return order.sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0) || a - b);
}

function permute<T extends Float64Array | Uint32Array>(
  values: T,
  order: Uint32Array | null,
  make: new (length: number) => T,
): T {
  if (order === null) return values;
  const permuted = new make(values.length);
  for (let at = 0; at < order.length; at += 1) permuted[at] = values[order[at] ?? 0] ?? 0;
  return permuted;
}

function sortedByFirst(x: Float64Array, value: Float64Array): [Float64Array, Float64Array] {
  const order = ascending(x);
  return [permute(x, order, Float64Array), permute(value, order, Float64Array)];
}

function countNotFinite(values: Float64Array): { nanCount: number; infinityCount: number } {
  let nanCount = 0;
  let infinityCount = 0;
  for (const value of values) {
    if (Number.isNaN(value)) nanCount += 1;
    else if (!Number.isFinite(value)) infinityCount += 1;
  }
  return { nanCount, infinityCount };
}

function sum(values: Uint32Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** Nearest 64-bit integer of a range's end. */
function toInt64(value: number): bigint {
  const limit = 2 ** 63;
  if (Number.isNaN(value)) return 0n;
  if (value >= limit) return 2n ** 63n - 1n;
  return value <= -limit ? -(2n ** 63n) : BigInt(value);
}

function inOrderAsked(series: readonly Series[], request: SeriesRequest): readonly Series[] {
  const runOrder = new Map(request.runs.map((run, at) => [run.id, at]));
  const keyOrder = new Map(request.keys.map((key, at) => [key, at]));
  const rank = (one: Series): number =>
    (keyOrder.get(one.key) ?? 0) * request.runs.length + (runOrder.get(one.runId) ?? 0);
  return [...series].sort((a, b) => rank(a) - rank(b));
}
