/** Position in a sorted list of the first number that is not below another; the list's length when all are. */
export function positionOf(numbers: readonly number[], wanted: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The next or previous of sorted numbers, from any number, over the ends; null when there are none. */
export function step(numbers: readonly number[], from: number, by: 1 | -1): number | null {
  const at = positionOf(numbers, from);
  if (by === -1) return numbers.at(at - 1) ?? null;
  const next = numbers[at] === from ? at + 1 : at;
  return numbers[next % numbers.length] ?? null;
}
