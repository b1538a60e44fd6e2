/** All steps of the lists, each once, in order. */
export function unionOfSteps(lists: Iterable<readonly number[]>): readonly number[] {
  const all = new Set<number>();
  for (const steps of lists) for (const step of steps) all.add(step);
  return [...all].sort((a, b) => a - b);
}

/** Index of the last step at or before `step`; −1 when all come later. `steps` are in order. */
export function indexAtOrBefore(steps: readonly number[], step: number): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle] ?? 0) <= step) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** At most `count` of the steps, evenly spread, first and last among them. */
export function evenSteps(steps: readonly number[], count: number): readonly number[] {
  if (steps.length <= count) return steps;
  return Array.from(
    { length: count },
    (_, index) => steps[Math.round((index * (steps.length - 1)) / (count - 1))] ?? 0,
  );
}
