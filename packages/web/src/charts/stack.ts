import type { ChartLine } from './chart-line.ts';
import { firstAtLeast } from './columns.ts';

/** Lines laid one on the other: the area of each lies between `low` and `high`, at shared places. */
export interface StackedLines {
  readonly x: Float64Array;
  readonly areas: readonly {
    readonly line: ChartLine;
    readonly low: Float64Array;
    readonly high: Float64Array;
  }[];
}

/**
 * Stacks the lines, the first at the bottom. At an x that a line has no point at, it counts by the
 * straight line between its neighbours, as it would be drawn; before its first and after its last
 * point it counts for nothing. What is negative or not finite counts for nothing too.
 * @param inPercent areas are shares of their sum at each x
 */
export function stackLines(lines: readonly ChartLine[], inPercent: boolean): StackedLines {
  const x = mergedPlaces(lines);
  const heights = lines.map((line) => Float64Array.from(x, (at) => Math.max(0, valueAt(line, at))));
  const sums = new Float64Array(x.length);
  for (const column of heights) {
    for (let at = 0; at < x.length; at += 1) sums[at] = (sums[at] ?? 0) + (column[at] ?? 0);
  }
  const floor = new Float64Array(x.length);
  const areas = lines.map((line, index) => {
    const low = Float64Array.from(floor);
    const column = heights[index] ?? low;
    for (let at = 0; at < x.length; at += 1) {
      const sum = sums[at] ?? 0;
      const share = inPercent ? (sum > 0 ? ((column[at] ?? 0) / sum) * 100 : 0) : (column[at] ?? 0);
      floor[at] = (floor[at] ?? 0) + share;
    }
    return { line, low, high: Float64Array.from(floor) };
  });
  return { x, areas };
}

/**
 * The share of each line in the sum of all at an x, in percent, as areas in percent show it. NaN where
 * the sum is zero.
 */
export function sharesAt(lines: readonly ChartLine[]): (line: ChartLine, x: number) => number {
  const sums = new Map<number, number>();
  return (line, x) => {
    const sum =
      sums.get(x) ?? lines.reduce((total, one) => total + Math.max(0, valueAt(one, x)), 0);
    sums.set(x, sum);
    return sum > 0 ? (Math.max(0, valueAt(line, x)) / sum) * 100 : Number.NaN;
  };
}

/** More places than a screen has pixels would only cost time. */
const MOST_PLACES = 4000;

function mergedPlaces(lines: readonly ChartLine[]): Float64Array {
  const all = new Set<number>();
  for (const { x } of lines) for (const at of x) all.add(at);
  const sorted = Float64Array.from(all).sort();
  if (sorted.length <= MOST_PLACES) return sorted;
  const every = Math.ceil(sorted.length / MOST_PLACES);
  return sorted.filter((_, at) => at % every === 0 || at === sorted.length - 1);
}

function valueAt({ x, y }: ChartLine, at: number): number {
  const after = firstAtLeast(x, at);
  if (after === x.length || (after === 0 && x[0] !== at)) return 0;
  const next = y[after] ?? Number.NaN;
  const value = x[after] === at ? next : between(x, y, after, at);
  return Number.isFinite(value) ? value : 0;
}

function between(x: Float64Array, y: Float64Array, after: number, at: number): number {
  const [x0 = 0, x1 = 0] = [x[after - 1], x[after]];
  const [y0 = 0, y1 = 0] = [y[after - 1], y[after]];
  return y0 + ((y1 - y0) * (at - x0)) / (x1 - x0);
}
