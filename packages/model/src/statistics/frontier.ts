/** Whether less or more of a value is better. */
export type Goal = 'minimize' | 'maximize';

/**
 * The Pareto frontier: indices of the points that no other point beats in one value without being
 * worse in the other, in the order of x. Of equal points all are on it.
 */
export function frontierOf(
  x: Float64Array,
  y: Float64Array,
  goals: { readonly x: Goal; readonly y: Goal },
): readonly number[] {
  const signX = goals.x === 'minimize' ? 1 : -1;
  const signY = goals.y === 'minimize' ? 1 : -1;
  const costX = (at: number) => signX * (x[at] as number);
  const costY = (at: number) => signY * (y[at] as number);
  const order = [...x.keys()].sort((a, b) => costX(a) - costX(b) || costY(a) - costY(b));
  const found: number[] = [];
  let best = Number.POSITIVE_INFINITY;
  let last: number | null = null;
  for (const at of order) {
    const isEqual = last !== null && costX(at) === costX(last) && costY(at) === costY(last);
    if (costY(at) < best || isEqual) {
      found.push(at);
      best = costY(at);
      last = at;
    }
  }
  return found.sort((a, b) => (x[a] as number) - (x[b] as number));
}
