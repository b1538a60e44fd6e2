import type { SmoothingLine } from './types.ts';

/** Beyond this many standard deviations a point's weight is below the rounding of the middle's. */
const REACH_IN_SIGMAS = 8.5;

/**
 * Weighted mean of the points before and after, by a normal distribution over the distance in x.
 * An entry that stands for n points weighs n and lies in the middle of them.
 * @param sigma standard deviation, in units of x
 */
export function smoothGaussian(line: SmoothingLine, sigma: number): Float64Array {
  const { x, y } = line;
  if (!(sigma > 0)) return Float64Array.from(y);
  const smoothed = new Float64Array(y.length);
  const centres = centresOf(line);
  const weights = weightsOf(line);
  const reach = REACH_IN_SIGMAS * sigma;
  const kernel = evenKernel(line, centres, sigma);
  let from = 0;
  for (let index = 0; index < y.length; index += 1) {
    const value = y[index] ?? Number.NaN;
    if (!Number.isFinite(value)) {
      smoothed[index] = value;
      continue;
    }
    const at = x[index] ?? 0;
    while (from < index && at - (centres[from] ?? 0) > reach) from += 1;
    let sum = 0;
    let total = 0;
    for (let other = from; other < y.length; other += 1) {
      const distance = (centres[other] ?? 0) - at;
      if (distance > reach) break;
      const points = weights[other] ?? 0;
      if (points === 0) continue;
      const share =
        points *
        (kernel === null
          ? Math.exp(-0.5 * (distance / sigma) ** 2)
          : (kernel[Math.abs(other - index)] ?? 0));
      sum += share * (y[other] ?? 0);
      total += share;
    }
    // A bucket wider than the kernel reaches has no centre in reach: it speaks for itself.
    smoothed[index] = total > 0 ? sum / total : value;
  }
  return smoothed;
}

/**
 * Mean of `points` points around each point: ⌊points / 2⌋ before it, the others from it on; fewer
 * at the ends. Entries that stand for several points count with them, in part at the box's edges.
 */
export function smoothRunningAverage(line: SmoothingLine, points: number): Float64Array {
  const { y } = line;
  const size = Math.floor(points);
  if (!(size > 1)) return Float64Array.from(y);
  const smoothed = new Float64Array(y.length);
  const weights = weightsOf(line);
  const before = Math.floor(size / 2);
  const box = createBox(y, weights);
  let end = 0;
  for (let index = 0; index < y.length; index += 1) {
    const value = y[index] ?? Number.NaN;
    end += weights[index] ?? 0;
    // The entry's own point is the last of its points: the one in [end − 1, end).
    smoothed[index] = Number.isFinite(value)
      ? box.mean(end - 1 - before, end - 1 - before + size)
      : value;
  }
  return smoothed;
}

/** A window over the points laid end to end, that only moves forward. */
function createBox(y: ArrayLike<number>, weights: Float64Array) {
  let low = { entry: 0, start: 0 };
  return {
    mean(from: number, to: number): number {
      while (low.entry < weights.length && low.start + (weights[low.entry] ?? 0) <= from) {
        low = { entry: low.entry + 1, start: low.start + (weights[low.entry] ?? 0) };
      }
      let sum = 0;
      let total = 0;
      let start = low.start;
      for (let entry = low.entry; entry < weights.length && start < to; entry += 1) {
        const weight = weights[entry] ?? 0;
        const share = Math.min(start + weight, to) - Math.max(start, from);
        if (weight > 0 && share > 0) {
          sum += share * (y[entry] ?? 0);
          total += share;
        }
        start += weight;
      }
      return sum / total;
    },
  };
}

/** Points each entry brings along: none for a hole. */
function weightsOf({ y, counts }: SmoothingLine): Float64Array {
  const weights = new Float64Array(y.length);
  for (let index = 0; index < y.length; index += 1) {
    weights[index] = Number.isFinite(y[index]) ? (counts?.[index] ?? 1) : 0;
  }
  return weights;
}

/** Mean x of the points of each entry, were they at even distances up to its last. */
function centresOf({ x, counts }: SmoothingLine): Float64Array {
  const centres = new Float64Array(x.length);
  for (let index = 0; index < x.length; index += 1) {
    const at = x[index] ?? 0;
    const count = counts?.[index] ?? 1;
    const previous = x[index - 1];
    const width = previous === undefined ? 0 : at - previous;
    centres[index] = count > 1 ? at - (width / 2) * (1 - 1 / count) : at;
  }
  return centres;
}

/** Weights by distance in entries where all single points lie at one distance; else null. */
function evenKernel(
  { x, counts }: SmoothingLine,
  centres: Float64Array,
  sigma: number,
): Float64Array | null {
  if (x.length < 3) return null;
  const step = ((x[x.length - 1] ?? 0) - (x[0] ?? 0)) / (x.length - 1);
  if (!(step > 0)) return null;
  for (let index = 0; index < x.length; index += 1) {
    if ((counts?.[index] ?? 1) !== 1) return null;
    if (Math.abs((centres[index] ?? 0) - ((x[0] ?? 0) + index * step)) > step * 1e-9) return null;
  }
  return Float64Array.from({ length: x.length }, (_, apart) =>
    Math.exp(-0.5 * ((apart * step) / sigma) ** 2),
  );
}
