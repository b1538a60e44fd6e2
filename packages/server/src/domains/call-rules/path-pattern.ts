/** Any number of names, none among them. */
const ANY_NUMBER = '**';
const ANY_ONE = '*';

const MAX_PARTS = 64;

/** `inputs.messages.*.content`, split. Null when it says nothing or too much. */
export function parsePathPattern(path: string): readonly string[] | null {
  const parts = path.split('.');
  if (parts.length > MAX_PARTS || parts.some((part) => part === '')) return null;
  return parts;
}

/** Whether a path is what the pattern means, in whole. Takes time in proportion to both lengths. */
export function matchesPath(pattern: readonly string[], path: readonly string[]): boolean {
  // Which beginnings of the pattern the path so far may be.
  let open = closure(pattern, new Set([0]));
  for (const name of path) {
    const next = new Set<number>();
    for (const at of open) {
      const part = pattern[at];
      if (part === ANY_NUMBER) next.add(at);
      else if (part === ANY_ONE || part === name) next.add(at + 1);
    }
    if (next.size === 0) return false;
    open = closure(pattern, next);
  }
  return open.has(pattern.length);
}

function closure(pattern: readonly string[], open: Set<number>): Set<number> {
  for (const at of open) if (pattern[at] === ANY_NUMBER) open.add(at + 1);
  return open;
}
