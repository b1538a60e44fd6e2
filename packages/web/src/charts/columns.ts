/** Index of the first value that is at least `at`, in ascending values; their length when none is. */
export function firstAtLeast(values: Float64Array, at: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the value next to `at` in ascending values; −1 when there is none. */
export function nearestIndex(values: Float64Array, at: number): number {
  const after = firstAtLeast(values, at);
  if (after === values.length) return values.length - 1;
  if (after === 0) return 0;
  const before = after - 1;
  return at - (values[before] ?? 0) <= (values[after] ?? 0) - at ? before : after;
}

/** Indices to draw for a range of x: those within, and one on each side so that lines reach the edge. */
export function indicesInView(
  x: Float64Array,
  range: { readonly min: number; readonly max: number },
): { readonly from: number; readonly to: number } {
  const from = Math.max(0, firstAtLeast(x, range.min) - 1);
  let to = firstAtLeast(x, range.max);
  // Several points may stand at the right edge.
  while (to < x.length && (x[to] ?? 0) <= range.max) to += 1;
  return { from, to: Math.min(x.length, to + 1) };
}
