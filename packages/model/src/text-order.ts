/**
 * By code points, as texts in UTF-8 are ordered by their bytes: negative when the left comes first.
 * JavaScript compares halves of surrogate pairs, which stand before U+E000 to U+FFFF.
 */
export function compareCodePoints(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at += 1) {
    if (left.charCodeAt(at) === right.charCodeAt(at)) continue;
    // Second halves tell only together with the first ones, if those begin a pair.
    const from = at > 0 && isHighSurrogate(left.charCodeAt(at - 1)) ? at - 1 : at;
    return (
      codePoint(left, from) - codePoint(right, from) || codePoint(left, at) - codePoint(right, at)
    );
  }
  return left.length - right.length;
}

const codePoint = (text: string, at: number): number => text.codePointAt(at) ?? 0;

const isHighSurrogate = (code: number): boolean => code >= 0xd800 && code < 0xdc00;

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
