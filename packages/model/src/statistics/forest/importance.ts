import { describeNumbers } from '../describe.ts';
import { NORMAL_975 } from '../normal.ts';
import { createRandom, type Random, shuffle } from '../random.ts';
import { type BinnedColumn, binColumn, type ForestColumn } from './bins.ts';
import { growTree, predict, type TreeOptions } from './tree.ts';

export interface ForestOptions {
  /** The same seed gives the same figures. */
  readonly seed?: number;
  readonly trees?: number;
  /** Half samples that the intervals come from. */
  readonly halves?: number;
  /** Trees of each. */
  readonly halfTrees?: number;
}

/** How much a column tells of the target. */
export interface Importance {
  /**
   * Half of that by which the forest's squared error on rows it did not see grows when the column is
   * shuffled, as a share of the target's variance. A shuffled value differs from the right one by two
   * draws, hence half: of independent columns that add up it is the share of the variance that comes
   * from this one (Gregorutti, Michel and Saint-Pierre 2017, "Correlation and variable importance in
   * random forests"). About 0 for what tells nothing, or less by chance.
   */
  readonly share: number;
  /** Ends of the 95 % interval. */
  readonly low: number;
  readonly high: number;
}

export interface ForestImportance {
  /** In the order of the columns. */
  readonly columns: readonly Importance[];
  /** Share of the variance that the forest explains of rows it did not see (out of bag); may be negative. */
  readonly explained: number;
}

const DEFAULTS: Required<ForestOptions> = { seed: 1, trees: 200, halves: 20, halfTrees: 30 };

/**
 * Permutation importance by a random forest for regression (Breiman 2001, "Random forests", section
 * 10): each tree grows on a bootstrap sample and is judged on the rows that were not drawn, before
 * and after one column of them is shuffled.
 *
 * Intervals are share ± 1.96 standard errors by the delete-half jackknife (Shao and Wu 1989; for
 * importance of forests: Ishwaran and Lu 2019): the whole is repeated on random halves of the rows,
 * and the variance of their figures is that of the whole's. They say how far
 * other runs of the same kind might move the figure. A half's own forest is smaller, so they are
 * rather too wide than too narrow: of 40 samples of 60 and of 200 rows they held the mean figure in
 * 95 to 100 of 100.
 * @param target a number for each row, not all equal
 * @throws RangeError where there are fewer than 4 rows, or the target does not vary
 */
export function forestImportance(
  columns: readonly ForestColumn[],
  target: Float64Array,
  options: ForestOptions = {},
): ForestImportance {
  const { seed, trees, halves, halfTrees } = { ...DEFAULTS, ...options };
  const binned = columns.map(binColumn);
  const all = Int32Array.from(target.keys());
  if (all.length < 4) throw new RangeError('A forest needs four rows or more.');
  const random = createRandom(seed);
  const growth: TreeOptions = {
    // A third of the columns, as Breiman's own program takes for regression.
    tries: Math.ceil(columns.length / 3),
    // Halves grow by the same rule as the whole, or their figures could not be compared.
    leafRows: all.length >= 200 ? 5 : all.length >= 40 ? 3 : 1,
  };
  const whole = measure(binned, target, all, trees, growth, random);
  if (whole === null) throw new RangeError('The target does not vary.');
  const parts: Float64Array[] = [];
  const drawn = Int32Array.from(all);
  for (let half = 0; half < halves; half += 1) {
    shuffle(drawn, drawn.length, random);
    const rows = drawn.slice(0, drawn.length >> 1);
    const part = measure(binned, target, rows, halfTrees, growth, random);
    if (part !== null) parts.push(part.shares);
  }
  return {
    explained: whole.explained,
    columns: [...whole.shares].map((share, at) => {
      const own = Float64Array.from(parts, (shares) => shares[at] as number);
      const margin = NORMAL_975 * describeNumbers(own, own.length).stdSample;
      return { share, low: share - margin, high: share + margin };
    }),
  };
}

interface Measured {
  readonly shares: Float64Array;
  readonly explained: number;
}

/** Grows a forest on some rows and shuffles each column. Null where the target does not vary there. */
function measure(
  columns: readonly BinnedColumn[],
  target: Float64Array,
  rows: Int32Array,
  treeCount: number,
  options: TreeOptions,
  random: Random,
): Measured | null {
  const variance = varianceOf(target, rows);
  if (!(variance > 0)) return null;
  const growth = new Float64Array(columns.length);
  const guesses = new Float64Array(target.length);
  const guessCounts = new Int32Array(target.length);
  const bag = new Int32Array(rows.length);
  const timesDrawn = new Int32Array(target.length);
  let judged = 0;
  for (let index = 0; index < treeCount; index += 1) {
    timesDrawn.fill(0);
    for (let at = 0; at < bag.length; at += 1) {
      const row = rows[Math.floor(random() * rows.length)] as number;
      bag[at] = row;
      timesDrawn[row] = (timesDrawn[row] as number) + 1;
    }
    const tree = growTree(columns, target, bag, options, random);
    const outside = rows.filter((row) => timesDrawn[row] === 0);
    if (outside.length === 0) continue;
    judged += 1;
    // One order serves all columns: each is looked at by itself.
    const mixed = Int32Array.from(outside);
    shuffle(mixed, mixed.length, random);
    for (let at = 0; at < outside.length; at += 1) {
      const row = outside[at] as number;
      const wanted = target[row] as number;
      const asked: number[] = [];
      const guess = predict(tree, columns, row, -1, row, asked);
      guesses[row] = (guesses[row] as number) + guess;
      guessCounts[row] = (guessCounts[row] as number) + 1;
      const error = (guess - wanted) ** 2;
      // A column that the row's way through the tree does not ask for changes nothing.
      for (const column of asked) {
        const shuffled = predict(tree, columns, row, column, mixed[at] as number, null);
        growth[column] =
          (growth[column] as number) + ((shuffled - wanted) ** 2 - error) / outside.length;
      }
    }
  }
  let [error, guessed] = [0, 0];
  for (const row of rows) {
    const count = guessCounts[row] as number;
    if (count === 0) continue;
    guessed += 1;
    error += ((guesses[row] as number) / count - (target[row] as number)) ** 2;
  }
  return {
    shares: growth.map((sum) => sum / Math.max(1, judged) / (2 * variance)),
    explained: 1 - error / Math.max(1, guessed) / variance,
  };
}

function varianceOf(target: Float64Array, rows: Int32Array): number {
  let sum = 0;
  for (const row of rows) sum += target[row] as number;
  const mean = sum / rows.length;
  let squares = 0;
  for (const row of rows) squares += ((target[row] as number) - mean) ** 2;
  return squares / rows.length;
}
