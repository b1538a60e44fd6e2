/** A column of what may explain the target: numbers, or codes of categories from 0. */
export interface ForestColumn {
  readonly kind: 'number' | 'category';
  readonly values: Float64Array;
}

/** A column as trees read it: the bin of each row. Bins of numbers are in order. */
export interface BinnedColumn {
  readonly isCategory: boolean;
  readonly bins: Uint8Array;
  readonly binCount: number;
}

export const MOST_CATEGORIES = 255;
/** Enough for what a few thousand runs can tell; each further one costs time. */
const MOST_BINS = 64;

/**
 * Numbers are put into as many bins as there are different ones, at most 64 of about equal counts:
 * trees split between bins. Categories beyond 255 share the last bin.
 */
export function binColumn({ kind, values }: ForestColumn): BinnedColumn {
  return kind === 'category' ? binCategories(values) : binNumbers(values);
}

function binCategories(codes: Float64Array): BinnedColumn {
  let binCount = 1;
  const bins = Uint8Array.from(codes, (code) => {
    const bin = Math.min(MOST_CATEGORIES - 1, code);
    binCount = Math.max(binCount, bin + 1);
    return bin;
  });
  return { isCategory: true, bins, binCount };
}

function binNumbers(values: Float64Array): BinnedColumn {
  const sorted = values.toSorted();
  const distinct = sorted.filter((value, at) => at === 0 || value !== sorted[at - 1]);
  const edges =
    distinct.length <= MOST_BINS
      ? distinct
      : Float64Array.from(
          { length: MOST_BINS },
          (_, bin) => sorted[Math.floor((bin * sorted.length) / MOST_BINS)] as number,
        ).filter((value, at, all) => at === 0 || value !== all[at - 1]);
  return {
    isCategory: false,
    bins: Uint8Array.from(values, (value) => lastAtMost(edges, value)),
    binCount: edges.length,
  };
}

/** Index of the last edge that is not above the value; 0 below all. */
function lastAtMost(edges: Float64Array, value: number): number {
  let [low, high] = [0, edges.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((edges[middle] as number) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
