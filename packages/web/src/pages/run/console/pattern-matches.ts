import type { Match } from '../../../components/matches.ts';

const MOST_MATCHES = 1000;

/**
 * Where a pattern is found in a line, whatever the case. The server finds the lines by RE2's grammar;
 * what the browser's own reads otherwise, or not at all, is not marked.
 */
export function findPattern(text: string, pattern: string): readonly Match[] {
  let expression: RegExp;
  try {
    expression = new RegExp(pattern, 'giu');
  } catch {
    return [];
  }
  const matches: Match[] = [];
  for (const { index, 0: found } of text.matchAll(expression)) {
    if (found !== '') matches.push({ start: index, end: index + found.length });
    if (matches.length === MOST_MATCHES) break;
  }
  return matches;
}
