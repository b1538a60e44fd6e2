import { NORMAL_975 } from './normal.ts';

/** A correlation with its 95 % interval. */
export interface Correlation {
  readonly count: number;
  readonly r: number;
  /** NaN for fewer than four pairs. */
  readonly low: number;
  readonly high: number;
}

/**
 * Pearson's r. Interval by Fisher's z with the standard error 1 / √(n − 3).
 * @returns null where a column does not vary, or has fewer than two numbers
 */
export function pearson(x: Float64Array, y: Float64Array): Correlation | null {
  const r = correlate(x, y);
  return r === null ? null : withInterval(r, x.length, 1);
}

/**
 * Spearman's r: Pearson's of the ranks, equal numbers sharing the mean of their ranks. Interval by
 * Fisher's z with the standard error √((1 + r² / 2) / (n − 3)) (Bonett and Wright 2000, Psychometrika
 * 65: 23–28), which keeps its coverage up to |r| of about 0.95.
 */
export function spearman(x: Float64Array, y: Float64Array): Correlation | null {
  const r = correlate(ranksOf(x), ranksOf(y));
  return r === null ? null : withInterval(r, x.length, 1 + (r * r) / 2);
}

/** Ranks from 1; equal numbers share the mean of theirs. */
export function ranksOf(values: Float64Array): Float64Array {
  const order = Uint32Array.from(values.keys()).sort(
    (a, b) => (values[a] as number) - (values[b] as number),
  );
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to] as number] === values[order[from] as number]) {
      to += 1;
    }
    // The ranks from + 1 … to have this mean.
    for (let at = from; at < to; at += 1) ranks[order[at] as number] = (from + 1 + to) / 2;
    from = to;
  }
  return ranks;
}

function correlate(x: Float64Array, y: Float64Array): number | null {
  const count = x.length;
  if (count < 2) return null;
  let [sumX, sumY] = [0, 0];
  for (let at = 0; at < count; at += 1) {
    sumX += x[at] as number;
    sumY += y[at] as number;
  }
  const [meanX, meanY] = [sumX / count, sumY / count];
  let [xx, xy, yy] = [0, 0, 0];
  for (let at = 0; at < count; at += 1) {
    const dx = (x[at] as number) - meanX;
    const dy = (y[at] as number) - meanY;
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
  }
  if (!(xx > 0 && yy > 0)) return null;
  return Math.min(1, Math.max(-1, xy / Math.sqrt(xx) / Math.sqrt(yy)));
}

function withInterval(r: number, count: number, factor: number): Correlation {
  if (count < 4) return { count, r, low: Number.NaN, high: Number.NaN };
  const z = Math.atanh(r);
  const margin = NORMAL_975 * Math.sqrt(factor / (count - 3));
  return { count, r, low: Math.tanh(z - margin), high: Math.tanh(z + margin) };
}
