import type { ChartLine } from './chart-line.ts';
import { firstAtLeast } from './columns.ts';
import type { StackedLines } from './stack.ts';

export interface Range {
  readonly min: number;
  readonly max: number;
}

export interface YRangeOptions {
  readonly isLog: boolean;
  /** Leave the lowest and highest 5 % of the values out of the scale; nothing is taken from the lines. */
  readonly ignoreOutliers: boolean;
  /** Lines that lie one on the other reach as high as their sum. */
  readonly stacked?: StackedLines | null;
}

const PADDING = 0.06;
/** Decades that a logarithmic axis shows at most: below that, values are rounding errors. */
const MOST_DECADES = 30;

/** First and last x of all lines; null when no line has a point. @param isLog only what is above zero */
export function xExtent(
  lines: readonly { readonly x: Float64Array }[],
  isLog = false,
): Range | null {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const { x } of lines) {
    const first = isLog ? firstAtLeast(x, Number.MIN_VALUE) : 0;
    if (first >= x.length) continue;
    min = Math.min(min, x[first] ?? min);
    max = Math.max(max, x[x.length - 1] ?? max);
  }
  return min <= max ? { min, max } : null;
}

/** A line that begins so near to zero is shown from zero on, as a share of its width. */
const NEAR_ZERO = 0.03;

/** The range of x that shows all lines: from zero on where they begin next to it, such as at step 1. */
export function wholeRange(
  lines: readonly { readonly x: Float64Array }[],
  isLog = false,
): Range | null {
  const extent = xExtent(lines, isLog);
  if (extent === null || isLog) return extent;
  const isNear = extent.min > 0 && extent.min < (extent.max - extent.min) * NEAR_ZERO;
  return isNear ? { min: 0, max: extent.max } : extent;
}

/** A range that is wide enough to draw: a single x gets room on both sides. */
export function drawableRange(range: Range | null, isLog = false): Range {
  if (range === null) return isLog ? { min: 1, max: 10 } : { min: 0, max: 1 };
  if (isLog) {
    const max = range.max > 0 ? range.max : 10;
    const min = range.min > 0 ? range.min : Math.min(1, max / 1000);
    return max > min ? { min, max } : { min: min / 2, max: max * 2 };
  }
  if (range.max > range.min) return range;
  const room = Math.max(0.5, Math.abs(range.min) * 1e-9);
  return { min: range.min - room, max: range.max + room };
}

/** Range of the y axis for what is drawn between two x, with some room. */
export function yRange(lines: readonly ChartLine[], x: Range, options: YRangeOptions): Range {
  if (options.stacked) return stackedRange(options.stacked, x, options.isLog);
  const values = options.ignoreOutliers ? middleOf(lines, x, options.isLog) : null;
  const extent = values ?? fullExtent(lines, x, options.isLog);
  if (extent === null) return options.isLog ? { min: 0.1, max: 10 } : { min: 0, max: 1 };
  return options.isLog ? padLog(extent) : padLinear(extent);
}

/** Areas stand on zero. */
function stackedRange({ x, areas }: StackedLines, range: Range, isLog: boolean): Range {
  const top = areas.at(-1)?.high ?? new Float64Array();
  let max = 0;
  let min = Number.POSITIVE_INFINITY;
  for (let at = 0; at < x.length; at += 1) {
    if ((x[at] ?? 0) < range.min || (x[at] ?? 0) > range.max) continue;
    max = Math.max(max, top[at] ?? 0);
    const first = areas[0]?.high[at] ?? 0;
    if (first > 0) min = Math.min(min, first);
  }
  if (max <= 0) return isLog ? { min: 0.1, max: 10 } : { min: 0, max: 1 };
  return isLog ? padLog({ min: Math.min(min, max), max }) : { min: 0, max: max * (1 + PADDING) };
}

function fullExtent(lines: readonly ChartLine[], x: Range, isLog: boolean): Range | null {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  forEachColumn(lines, x, (column, from, to) => {
    for (let index = from; index < to; index += 1) {
      const value = column[index] ?? Number.NaN;
      if (!Number.isFinite(value) || (isLog && value <= 0)) continue;
      if (value < min) min = value;
      if (value > max) max = value;
    }
  });
  return min <= max ? { min, max } : null;
}

function middleOf(lines: readonly ChartLine[], x: Range, isLog: boolean): Range | null {
  const values: number[] = [];
  forEachColumn(lines, x, (column, from, to) => {
    for (let index = from; index < to; index += 1) {
      const value = column[index] ?? Number.NaN;
      if (Number.isFinite(value) && !(isLog && value <= 0)) values.push(value);
    }
  });
  if (values.length < 20) return null;
  const sorted = Float64Array.from(values).sort();
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return { min: at(0.05), max: at(0.95) };
}

/** Each column that is drawn, with the indices within the range; the nearest ones when none is. */
function forEachColumn(
  lines: readonly ChartLine[],
  range: Range,
  see: (column: Float64Array, from: number, to: number) => void,
): void {
  const take = (x: Float64Array, columns: readonly Float64Array[]): void => {
    let from = firstAtLeast(x, range.min);
    let to = from;
    while (to < x.length && (x[to] ?? 0) <= range.max) to += 1;
    if (from === to) {
      // A line that only crosses the view, between two points.
      if (from === 0 || to === x.length) return;
      from -= 1;
      to += 1;
    }
    for (const column of columns) see(column, from, to);
  };
  for (const { x, y, original, band, samples = [] } of lines) {
    take(x, [y, ...(original ? [original] : []), ...(band ? [band.low, band.high] : [])]);
    for (const sample of samples) take(sample.x, [sample.y]);
  }
}

function padLinear({ min, max }: Range): Range {
  const span = max - min;
  if (!Number.isFinite(span)) return { min, max };
  if (span > Math.max(Math.abs(min), Math.abs(max)) * 1e-12) {
    const room = span * PADDING;
    // What is never negative gets an axis that says so; a line on zero still shows all its width.
    const bottom = min > 0 && min < room ? 0 : min === 0 ? -room / 3 : min - room;
    return { min: bottom, max: max + room };
  }
  const room = Math.abs(max) > 0 ? Math.abs(max) * 0.1 : 1;
  return { min: min - room, max: max + room };
}

function padLog({ min, max }: Range): Range {
  const floor = Math.max(min, max / 10 ** MOST_DECADES, Number.MIN_VALUE * 1e15);
  const room = Math.max(Math.log10(max / floor) * PADDING, 0.05);
  return { min: floor / 10 ** room, max: max * 10 ** room };
}
