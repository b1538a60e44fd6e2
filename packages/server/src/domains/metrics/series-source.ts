import { encodeKey } from '@runloom/model';
import type { BoundValue } from '../../stores/columns/types.ts';
import type { Run } from '../runs/index.ts';
import { tablesOf } from './row-blocks.ts';
import { pointsOfRuns, pointsWithTime } from './scope.ts';
import type { SeriesRequest, XAxis } from './types.ts';

/** Times are kept in microseconds and drawn in seconds. */
const MICROS = 1_000_000;

/** What to read from: the table, the rows in view, and where a point stands on the x axis. */
export interface Source {
  readonly from: string;
  readonly where: string;
  /** What series are told apart by: the columns, or the only value where one was asked for. */
  readonly run: string;
  readonly key: string;
  /** Int64 that buckets are counted by: steps, microseconds, or parts of a span. */
  readonly x: string;
  /** Where a point stands on the axis; the largest of them is told of each bucket. */
  readonly place: string;
  /** Float64 in units of the axis, from a place. */
  readonly toUnits: (place: string) => string;
  readonly params: Readonly<Record<string, BoundValue>>;
}

/** Where the points of a request stand, on the axis of steps or of time. */
export function sourceOf(request: SeriesRequest): Source {
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
      ? pointsOfRuns(request.runs, 'key IN {keys:Array(String)}', axis !== 'step')
      : null;
  if (branched === null && merge && request.stream === 'history') conditions.push('gone = 0');
  const plain =
    axis === 'step'
      ? `${tablesOf(request.stream).points}${merge ? ' FINAL' : ''}`
      : pointsWithTime(request.stream, merge, request.runs.length);
  return {
    from: branched?.from ?? plain,
    where: conditions.join(' AND '),
    // A constant costs nothing to group by, where a column takes a third of the time of the read.
    run: request.runs.length === 1 ? '{runs:Array(UInt64)}[1]' : 'run',
    key: request.keys.length === 1 ? '{keys:Array(String)}[1]' : 'key',
    x,
    place: x,
    toUnits: axis === 'step' ? (place) => `toFloat64(${place})` : (place) => `${place} / 1e6`,
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
export function axisOf(request: SeriesRequest): XAxis {
  return request.stream === 'system' && request.x === 'step' ? 'relative' : request.x;
}

/** Where relative time begins: the client's clock at its start, or ours when it told none. */
export function startMicros(run: Run): bigint {
  return BigInt(Math.round((run.startedAt ?? run.createdAt / 1000) * MICROS));
}

/** Nearest 64-bit integer of a range's end. */
function toInt64(value: number): bigint {
  const limit = 2 ** 63;
  if (Number.isNaN(value)) return 0n;
  if (value >= limit) return 2n ** 63n - 1n;
  return value <= -limit ? -(2n ** 63n) : BigInt(value);
}
