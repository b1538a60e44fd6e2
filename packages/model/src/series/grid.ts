/**
 * Buckets lie on whole multiples of a width, counted from 0: bucket b holds x from b × width to before
 * (b + 1) × width. Where they lie depends on the view and on nothing else: not on which lines are
 * drawn, and not on where the view begins.
 */
export interface Grid {
  readonly width: number;
}

/** Parts of a power of two that widths come in, so that about one in sixteen of the asked buckets is not used, or fewer. */
const PARTS = 16;

/**
 * The smallest width of the form m × 2^k (m from 16 to 31; whole for whole x) with which a view has at most so many
 * buckets. The same for each view of about the same size, so that lines of a view that grows or
 * moves meet on the same buckets.
 * @param span smallest and largest x in view
 * @param isWhole x are whole numbers: no bucket is narrower than 1
 * @returns null where the view is no finite stretch of numbers
 */
export function chooseGrid(
  span: { readonly min: number; readonly max: number },
  buckets: number,
  isWhole: boolean,
): Grid | null {
  const size = span.max - span.min;
  if (!(size >= 0) || size === Number.POSITIVE_INFINITY) return null;
  // A view that begins within a bucket reaches into one more.
  const target = Math.max(size / Math.max(1, buckets - 1), isWhole ? 1 : 0);
  if (target === 0) return { width: smallestWidth(span) };
  let power = Math.floor(Math.log2(target)) - 4;
  for (; ; power += 1) {
    for (let parts = PARTS; parts < 2 * PARTS; parts += 1) {
      const width = parts * 2 ** power;
      if (width < target || (isWhole && !Number.isInteger(width))) continue;
      if (
        width > 0 &&
        bucketOf(span.max, width) - bucketOf(span.min, width) < Math.max(buckets, 2)
      ) {
        return { width };
      }
    }
  }
}

/** For a view of one x: any width does that tells it from 0 and keeps its bucket exact. */
function smallestWidth({ min }: { readonly min: number }): number {
  return min === 0 ? 1 : 2 ** Math.max(-1000, Math.floor(Math.log2(Math.abs(min))) - 40);
}

/** The number of the bucket that x lies in. */
export function bucketOf(x: number, width: number): number {
  return Math.floor(x / width);
}

/** The next wider grid: two buckets of this one make one of it. */
export const coarser = ({ width }: Grid): Grid => ({ width: width * 2 });
