/** By code points, as texts in UTF-8 are ordered by their bytes: negative when the left comes first. */
export function compareCodePoints(left: string, right: string): number {
  if (left === right) return 0;
  const [a, b] = [[...left], [...right]];
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    const difference = (a[at]?.codePointAt(0) ?? 0) - (b[at]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** How two values that can be ordered are compared. */
export type Ordering = 'gt' | 'gte' | 'lt' | 'lte';

/** @param order negative when the left is less, 0 when both are the same */
export function satisfies(order: number, comparison: Ordering): boolean {
  switch (comparison) {
    case 'gt':
      return order > 0;
    case 'gte':
      return order >= 0;
    case 'lt':
      return order < 0;
    case 'lte':
      return order <= 0;
  }
}
