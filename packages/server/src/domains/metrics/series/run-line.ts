import {
  evaluateExpression,
  foldPoints,
  type Grid,
  isIdentity,
  type Reference,
  smooth,
} from '@runloom/model';
import type { Measure, RunNumbers } from './measure.ts';
import type { RunRows } from './row-read.ts';
import { startMicros } from './start.ts';
import type { Axis, LinePointColumns, PanelPlan, RunLine, Span } from './types.ts';

/** Times are kept in microseconds and drawn in seconds. */
const MICROS = 1_000_000;

/** All points of a run's line, in view or not, in the order of x. */
export interface WholeLine {
  readonly rows: RunRows;
  readonly points: LinePointColumns;
  readonly backwards: boolean;
}

/** Evaluates x and y for each row; rows without a finite place on the axis are left out. */
export function wholeLine(
  rows: RunRows,
  keys: readonly string[],
  y: Measure,
  axis: Axis,
  numbers: RunNumbers,
): WholeLine {
  const valuesOf = (measure: Measure): Float64Array => {
    if (measure.expression === null)
      return rows.values[keys.indexOf(measure.keys[0] ?? '')] ?? new Float64Array();
    return evaluateExpression(measure.expression, {
      length: rows.step.length,
      valuesOf: (reference) => referenceValues(reference, rows, keys, numbers),
    });
  };
  const value = valuesOf(y);
  const x = axis.kind === 'measure' ? valuesOf(axis.measure) : placesOf(rows, axis);
  return { rows, ...inOrder(x, value, rows.step) };
}

function referenceValues(
  reference: Reference,
  { step, time, values }: RunRows,
  keys: readonly string[],
  numbers: RunNumbers,
): Float64Array | number {
  if (reference.source !== 'metric') return numbers.numberOf(reference) ?? Number.NaN;
  if (reference.name === '_step') return step;
  if (reference.name === '_timestamp')
    return (time ?? new Float64Array()).map((one) => one / MICROS);
  return values[keys.indexOf(reference.name)] ?? new Float64Array(step.length).fill(Number.NaN);
}

function placesOf(
  { run, step, time }: RunRows,
  axis: Exclude<Axis, { kind: 'measure' }>,
): Float64Array {
  if (axis.kind === 'step') return step;
  const origin = axis.since === 'start' ? Number(startMicros(run)) : 0;
  return (time ?? new Float64Array()).map((one) => (one - origin) / MICROS);
}

function inOrder(
  x: Float64Array,
  value: Float64Array,
  step: Float64Array,
): { points: LinePointColumns; backwards: boolean } {
  let isPlain = true;
  let backwards = false;
  let before = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < x.length; at += 1) {
    const here = x[at] as number;
    if (!Number.isFinite(here)) {
      isPlain = false;
      continue;
    }
    if (here < before) backwards = true;
    before = here;
  }
  if (isPlain && !backwards) return { points: { x, value, step, smoothed: null }, backwards };
  const order = Uint32Array.from({ length: x.length }, (_, at) => at)
    .filter((at) => Number.isFinite(x[at]))
    .sort((a, b) => (x[a] as number) - (x[b] as number) || a - b);
  const pick = (values: Float64Array): Float64Array =>
    Float64Array.from(order, (at) => values[at] as number);
  return {
    points: { x: pick(x), value: pick(value), step: pick(step), smoothed: null },
    backwards,
  };
}

/** What is in view of a line: all its points when they are few, else buckets. Null when nothing is. */
export function lineInView(
  line: WholeLine,
  plan: PanelPlan,
  grid: Grid | null,
  rangeOfX: number,
): RunLine | null {
  const smoothed = isIdentity(plan.smoothing)
    ? null
    : smooth({ x: line.points.x, y: line.points.value }, plan.smoothing, rangeOfX);
  const points = cut({ ...line.points, smoothed }, plan.range);
  if (points.x.length === 0) return null;
  const head = { run: line.rows.run, backwards: line.backwards };
  if (points.x.length <= plan.buckets || grid === null) return { ...head, kind: 'points', points };
  const buckets = foldPoints(points, grid.width);
  return { ...head, kind: 'buckets', grid, buckets, firstX: points.x[0] as number };
}

/** The points in view. */
export function cut(points: LinePointColumns, range: Span | null): LinePointColumns {
  if (range === null) return points;
  const from = firstAt(points.x, (x) => x >= range.min);
  const to = firstAt(points.x, (x) => x > range.max);
  return {
    x: points.x.subarray(from, to),
    value: points.value.subarray(from, to),
    step: points.step.subarray(from, to),
    smoothed: points.smoothed?.subarray(from, to) ?? null,
  };
}

/** Index of the first x for which the condition holds, as it does for all after it. */
function firstAt(x: Float64Array, holds: (x: number) => boolean): number {
  let low = 0;
  let high = x.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(x[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}
