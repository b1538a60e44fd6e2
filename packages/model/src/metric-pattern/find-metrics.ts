import { compile, run } from './machine.ts';
import { parsePattern } from './syntax.ts';

/** Metrics that a pattern finds, with the same texts in its groups. */
export interface MetricMatch {
  /** What the pattern's groups found, e.g. `['layer1']`; empty for a pattern without groups. */
  readonly captures: readonly string[];
  /** In the order of the keys. */
  readonly keys: readonly string[];
}

/** Longer names are not looked at beyond this. */
const LONGEST_KEY = 500;
/** Panels, or choices within one, that the groups of a pattern may make. */
export const MOST_MATCHES = 200;

/**
 * The metrics whose names a pattern finds (anywhere, unless it says `^` or `$`), put together by what
 * its groups captured: each distinct capture is a chart of its own. Every pattern is matched in time
 * that grows with the length of the names alone.
 * @throws PatternError
 */
export function findMetrics(pattern: string, keys: readonly string[]): readonly MetricMatch[] {
  if (pattern.trim() === '') return [];
  const machine = compile(parsePattern(pattern));
  const found = new Map<string, { captures: readonly string[]; keys: string[] }>();
  for (const key of keys) {
    const groups = run(machine, key.slice(0, LONGEST_KEY));
    if (groups === null) continue;
    const captures = groups.slice(1).map((group) => group ?? '');
    const name = JSON.stringify(captures);
    const match = found.get(name) ?? { captures, keys: [] };
    match.keys.push(key);
    found.set(name, match);
  }
  return [...found.values()].slice(0, MOST_MATCHES);
}
