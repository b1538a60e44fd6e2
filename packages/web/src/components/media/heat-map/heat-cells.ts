import type { Histogram } from '../media-value.ts';

/** Histograms by step, in order, with the range that all of them lie in. */
export interface HeatData {
  readonly columns: readonly (Histogram & { readonly step: number })[];
  readonly min: number;
  readonly max: number;
  /** The largest count of any bin. */
  readonly largest: number;
}

/** A bin of one step, as it was logged. */
export interface HeatCell {
  readonly step: number;
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Null when there is nothing to draw. */
export function heatData(columns: HeatData['columns']): HeatData | null {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let largest = 0;
  for (const { counts, edges } of columns) {
    min = Math.min(min, edges[0] ?? min);
    max = Math.max(max, edges.at(-1) ?? max);
    for (const count of counts) largest = Math.max(largest, count);
  }
  if (!(min <= max)) return null;
  // All values were the same: the one bin still has a height.
  return min === max
    ? { columns, min: min - 0.5, max: max + 0.5, largest }
    : { columns, min, max, largest };
}

/** The bin at a place of the map, 0 to 1 from the left and from the bottom; null where none was logged. */
export function cellAt(data: HeatData, across: number, up: number): HeatCell | null {
  const { columns, min, max } = data;
  const column = columns[Math.min(columns.length - 1, Math.floor(across * columns.length))];
  if (column === undefined || across < 0 || across > 1) return null;
  const value = min + up * (max - min);
  const { counts, edges, step } = column;
  let low = 0;
  let high = counts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle + 1] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  const from = edges[low];
  const to = edges[low + 1];
  const count = counts[low];
  if (from === undefined || to === undefined || count === undefined || value < from) return null;
  return { step, from, to, count };
}
