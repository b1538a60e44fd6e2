/**
 * The smoothings W&B's line plots offer, by the same formulas
 * (docs.wandb.ai, "Smooth line plots"), so that the numbers are the same.
 *
 * - `twema`: time-weighted exponential moving average. `weight` 0 to 1.
 * - `ema`: TensorBoard's exponential moving average with debias. `weight` 0 to 1.
 * - `gaussian`: kernel that looks to both sides. `sigma` in units of x.
 * - `average`: box of `points` points around each point.
 */
export type Smoothing =
  | { readonly kind: 'none' }
  | { readonly kind: 'twema'; readonly weight: number }
  | { readonly kind: 'ema'; readonly weight: number }
  | { readonly kind: 'gaussian'; readonly sigma: number }
  | { readonly kind: 'average'; readonly points: number };

/**
 * One line, in columns of the same length, x ascending. A y that is not finite is a hole: it stays
 * as it is in the result and has no influence on its neighbours.
 */
export interface SmoothingLine {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /**
   * Logged points each entry stands for: y is then the mean of a bucket and x its last point.
   * Absent: every entry is one point.
   */
  readonly counts?: ArrayLike<number> | undefined;
}
