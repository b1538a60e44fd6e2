import { type Random, shuffle } from '../random.ts';
import { type BinnedColumn, MOST_CATEGORIES } from './bins.ts';

/** A regression tree over binned columns. Nodes are numbered; the root is 0. */
export interface Tree {
  /** Column that a node asks for; −1 for a leaf. */
  readonly column: Int16Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** Mean of the target in the node. */
  readonly value: Float64Array;
  /** Bins that go left, one byte each, for every node that asks. */
  readonly goesLeft: readonly (Uint8Array | null)[];
}

export interface TreeOptions {
  /** Columns that are tried at a node, drawn by chance. */
  readonly tries: number;
  /** Rows that a leaf has at least. */
  readonly leafRows: number;
}

/**
 * Grows a tree (CART, Breiman et al. 1984): each node is split where the squared error falls most.
 * Categories are first sorted by the mean of the target in the node, which finds the best of all
 * splits into two sets (Fisher 1958).
 * @param rows indices, repeated as often as they were drawn; put into another order
 */
export function growTree(
  columns: readonly BinnedColumn[],
  target: Float64Array,
  rows: Int32Array,
  options: TreeOptions,
  random: Random,
): Tree {
  const most = 2 * rows.length + 1;
  const column = new Int16Array(most).fill(-1);
  const left = new Int32Array(most);
  const right = new Int32Array(most);
  const value = new Float64Array(most);
  const goesLeft: (Uint8Array | null)[] = [];
  const candidates = Int32Array.from(columns.keys());
  const search = createSplitSearch(columns, target);
  const spare = new Int32Array(rows.length);
  let count = 1;
  const waiting: { node: number; from: number; to: number }[] = [
    { node: 0, from: 0, to: rows.length },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, from, to } = next;
    let sum = 0;
    for (let at = from; at < to; at += 1) sum += target[rows[at] as number] as number;
    value[node] = sum / (to - from);
    goesLeft[node] = null;
    if (to - from < 2 * options.leafRows) continue;
    shuffle(candidates, candidates.length, random);
    let best: Split | null = null;
    let tried = 0;
    for (const index of candidates) {
      // Columns that are alike in all rows of the node don't count as tried, or nothing would split.
      if (tried >= options.tries) break;
      const split = search(index, rows, from, to, sum, options.leafRows);
      if (split === 'constant') continue;
      tried += 1;
      if (split !== null && (best === null || split.gain > best.gain)) best = split;
    }
    if (best === null) continue;
    const middle = partition(rows, spare, from, to, columns[best.column]?.bins, best.goesLeft);
    column[node] = best.column;
    goesLeft[node] = best.goesLeft;
    left[node] = count;
    right[node] = count + 1;
    waiting.push({ node: count, from, to: middle }, { node: count + 1, from: middle, to });
    count += 2;
  }
  return {
    column: column.slice(0, count),
    left: left.slice(0, count),
    right: right.slice(0, count),
    value: value.slice(0, count),
    goesLeft,
  };
}

/**
 * What the tree says of a row.
 * @param swapped the column that is read from the row `other` instead; −1 for none
 * @param asked takes the columns that were asked for, each once
 */
export function predict(
  tree: Tree,
  columns: readonly BinnedColumn[],
  row: number,
  swapped: number,
  other: number,
  asked: number[] | null,
): number {
  let node = 0;
  for (;;) {
    const column = tree.column[node] as number;
    if (column < 0) return tree.value[node] as number;
    if (asked !== null && !asked.includes(column)) asked.push(column);
    const bin = columns[column]?.bins[column === swapped ? other : row] as number;
    node = (tree.goesLeft[node]?.[bin] === 1 ? tree.left[node] : tree.right[node]) as number;
  }
}

interface Split {
  readonly column: number;
  /** By how much the squared error falls. */
  readonly gain: number;
  readonly goesLeft: Uint8Array;
}

type SplitSearch = (
  column: number,
  rows: Int32Array,
  from: number,
  to: number,
  sum: number,
  leafRows: number,
) => Split | 'constant' | null;

/** Finds the best split of rows by one column from counts and sums by bin. */
function createSplitSearch(columns: readonly BinnedColumn[], target: Float64Array): SplitSearch {
  const counts = new Int32Array(MOST_CATEGORIES);
  const sums = new Float64Array(MOST_CATEGORIES);
  const means = new Float64Array(MOST_CATEGORIES);
  const present = new Int32Array(MOST_CATEGORIES);
  return (index, rows, from, to, sum, leafRows) => {
    const { bins, binCount, isCategory } = columns[index] as BinnedColumn;
    let presentCount = 0;
    for (let at = from; at < to; at += 1) {
      const row = rows[at] as number;
      const bin = bins[row] as number;
      if (counts[bin] === 0) {
        present[presentCount] = bin;
        presentCount += 1;
      }
      counts[bin] = (counts[bin] as number) + 1;
      sums[bin] = (sums[bin] as number) + (target[row] as number);
    }
    const found = present.subarray(0, presentCount);
    let best: Split | 'constant' | null = 'constant';
    if (presentCount > 1) {
      if (isCategory) {
        for (const bin of found) means[bin] = (sums[bin] as number) / (counts[bin] as number);
        found.sort((a, b) => (means[a] as number) - (means[b] as number) || a - b);
      } else sortBins(found, binCount, counts);
      const split = bestOf(found, counts, sums, sum, to - from, leafRows);
      best =
        split === null
          ? null
          : {
              column: index,
              gain: split.gain,
              goesLeft: leftSet(found, split.at, counts, binCount, isCategory),
            };
    }
    for (const bin of found) {
      counts[bin] = 0;
      sums[bin] = 0;
    }
    return best;
  };
}

/** Few bins of many are sorted, many are read off in their order. */
function sortBins(found: Int32Array, binCount: number, counts: Int32Array): void {
  if (found.length * 4 < binCount) {
    found.sort();
    return;
  }
  let at = 0;
  for (let bin = 0; bin < binCount; bin += 1) {
    if ((counts[bin] as number) === 0) continue;
    found[at] = bin;
    at += 1;
  }
}

/** Where the squared error falls most when bins up to there go left; null where it does not fall. */
function bestOf(
  found: Int32Array,
  counts: Int32Array,
  sums: Float64Array,
  sum: number,
  total: number,
  leafRows: number,
): { readonly at: number; readonly gain: number } | null {
  const whole = (sum * sum) / total;
  let [leftCount, leftSum, bestGain, bestAt] = [0, 0, 0, -1];
  for (let at = 0; at < found.length - 1; at += 1) {
    const bin = found[at] as number;
    leftCount += counts[bin] as number;
    leftSum += sums[bin] as number;
    const rightCount = total - leftCount;
    if (leftCount < leafRows) continue;
    if (rightCount < leafRows) break;
    const rightSum = sum - leftSum;
    const gain = (leftSum * leftSum) / leftCount + (rightSum * rightSum) / rightCount - whole;
    if (gain > bestGain) {
      bestGain = gain;
      bestAt = at;
    }
  }
  // Below that it is rounding.
  return bestAt < 0 || bestGain <= 1e-12 * Math.abs(whole) ? null : { at: bestAt, gain: bestGain };
}

/** Bins that no row of the node has go with their neighbours, or, of categories, with the larger side. */
function leftSet(
  present: Int32Array,
  lastLeft: number,
  counts: Int32Array,
  binCount: number,
  isCategory: boolean,
): Uint8Array {
  const goesLeft = new Uint8Array(binCount);
  if (!isCategory) return goesLeft.fill(1, 0, (present[lastLeft] as number) + 1);
  let [leftCount, total] = [0, 0];
  for (const [at, bin] of present.entries()) {
    total += counts[bin] as number;
    if (at <= lastLeft) leftCount += counts[bin] as number;
  }
  if (2 * leftCount > total) goesLeft.fill(1);
  for (const [at, bin] of present.entries()) goesLeft[bin] = at <= lastLeft ? 1 : 0;
  return goesLeft;
}

/** Puts rows that go left before the others; returns where those begin. */
function partition(
  rows: Int32Array,
  spare: Int32Array,
  from: number,
  to: number,
  bins: Uint8Array | undefined,
  goesLeft: Uint8Array,
): number {
  let [leftEnd, kept] = [from, 0];
  for (let at = from; at < to; at += 1) {
    const row = rows[at] as number;
    if (goesLeft[bins?.[row] as number] === 1) {
      rows[leftEnd] = row;
      leftEnd += 1;
    } else {
      spare[kept] = row;
      kept += 1;
    }
  }
  rows.set(spare.subarray(0, kept), leftEnd);
  return leftEnd;
}
