import { decodeKey, encodeKey } from '@runloom/model';
import type { ColumnQuery, ColumnStore } from '../../stores/columns/types.ts';
import type { Run, RunId } from '../runs/index.ts';
import { ownAxisSource, PARTS_OF_AXIS } from './own-axis.ts';
import { RowBinaryReader } from './row-binary.ts';
import { axisOf, type Source, sourceOf, startMicros } from './series-source.ts';
import type { Series, SeriesRequest } from './types.ts';

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
  const axis = ownAxisOf(request);
  const source = axis === null ? sourceOf(request) : await ownAxisSource(columns, request, axis);
  if (source === null) return [];
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

/** The key whose values are the axis; samples of the machine have none. */
function ownAxisOf({ stream, xKey }: SeriesRequest): string | null {
  return stream === 'history' ? (xKey ?? null) : null;
}

/** No series of the run has more points than its stream has lines. */
function lineCount(run: Run, request: SeriesRequest): number {
  return request.stream === 'history' ? run.historyLineCount : run.eventsLineCount;
}

/** What the buckets of a request lie on, ends included: steps, or microseconds. */
interface Span {
  readonly from: bigint;
  readonly to: bigint;
}

function spanOfRange(request: SeriesRequest, source: Source): Span | null {
  if (ownAxisOf(request) !== null) return { from: 0n, to: PARTS_OF_AXIS };
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
    sql: `SELECT run, toString(key), groupArray(x), groupArray(value)
      FROM (SELECT run, key, ${source.toUnits(source.place)} AS x, step, value FROM ${source.from}
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
          max(${source.place}) AS lastX,
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

function inOrderAsked(series: readonly Series[], request: SeriesRequest): readonly Series[] {
  const runOrder = new Map(request.runs.map((run, at) => [run.id, at]));
  const keyOrder = new Map(request.keys.map((key, at) => [key, at]));
  const rank = (one: Series): number =>
    (keyOrder.get(one.key) ?? 0) * request.runs.length + (runOrder.get(one.runId) ?? 0);
  return [...series].sort((a, b) => rank(a) - rank(b));
}
