/** px; a million lines stay below the height at which browsers give up (Firefox: 17.8 million px). */
export const LINE_HEIGHT = 17;
/** Lines that the scroll bar reaches at once; the window moves along a longer log by itself. */
export const MOST_LINES = 1_000_000;
const SHIFT = MOST_LINES / 2;
/** How near to an end of the window it moves on. */
const MARGIN = 2000;

/** First line of the window that holds the end of a log. */
export function lastBase(count: number): number {
  return count <= MOST_LINES ? 0 : Math.ceil((count - MOST_LINES) / SHIFT) * SHIFT;
}

/** First line of a window that holds a line with room on both sides. */
export function baseAround(line: number, count: number): number {
  const base = Math.round((line - MOST_LINES / 2) / SHIFT) * SHIFT;
  return Math.min(Math.max(0, base), lastBase(count));
}

/** Where the window should begin once these lines are in view. */
export function movedBase(base: number, first: number, last: number, count: number): number {
  if (last > base + MOST_LINES - MARGIN && base < lastBase(count)) return base + SHIFT;
  if (first < base + MARGIN && base > 0) return Math.max(0, base - SHIFT);
  return base;
}

/** How many lines a window shows. */
export function windowSize(base: number, count: number): number {
  return Math.max(0, Math.min(count - base, MOST_LINES));
}
