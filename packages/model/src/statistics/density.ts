import { describeNumbers, sortedQuantile } from './describe.ts';

/** How densely numbers lie at a place; the area under all of it is 1 over the whole line. */
export interface DensityPlace {
  readonly at: number;
  readonly density: number;
}

/**
 * Gaussian kernel density from the smallest to the largest number, with Silverman's rule of thumb
 * for the width: 0.9 min(s, IQR / 1.34) n^(−1/5) (Silverman 1986, eq. 3.31).
 * @param sorted finite numbers, ascending
 * @param places how many, 2 or more
 * @returns empty where the numbers have no spread
 */
export function densityOf(sorted: Float64Array, places: number): readonly DensityPlace[] {
  const { length } = sorted;
  const width = bandwidthOf(sorted);
  if (!(width > 0)) return [];
  const min = sorted[0] as number;
  const max = sorted[length - 1] as number;
  const scale = 1 / (length * width * Math.sqrt(2 * Math.PI));
  return Array.from({ length: places }, (_, index) => {
    const at = min + ((max - min) * index) / (places - 1);
    let sum = 0;
    for (const value of sorted) sum += Math.exp(-0.5 * ((at - value) / width) ** 2);
    return { at, density: sum * scale };
  });
}

function bandwidthOf(sorted: Float64Array): number {
  const { length } = sorted;
  if (length < 2) return 0;
  const { stdSample } = describeNumbers(sorted, length);
  const range = sortedQuantile(sorted, length, 0.75) - sortedQuantile(sorted, length, 0.25);
  // Half of the numbers may be equal while the others are not.
  const spread = range > 0 ? Math.min(stdSample, range / 1.34) : stdSample;
  return 0.9 * spread * length ** -0.2;
}
