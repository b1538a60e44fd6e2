import { compareCodePoints } from '../text-order.ts';

/**
 * The tags of a run as one text, in whatever order they were given: `a, b`; empty where there are none.
 * A tag that could be taken for several, or for a quoted one, stands in quotes, so that other sets have
 * other texts.
 */
export function tagSetText(tags: readonly string[]): string {
  return [...new Set(tags)]
    .sort(compareCodePoints)
    .map((tag) => (/[,"]|^\s|\s$|^$/.test(tag) ? JSON.stringify(tag) : tag))
    .join(', ');
}
