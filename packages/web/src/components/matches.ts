export interface Match {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

const MOST_MATCHES = 1000;

/** Where a text holds another, whatever the case; matches never overlap. Empty for an empty search. */
export function findMatches(text: string, search: string): readonly Match[] {
  if (search === '') return [];
  const matches: Match[] = [];
  const pattern = new RegExp(search.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&'), 'giu');
  for (const match of text.matchAll(pattern)) {
    matches.push({ start: match.index, end: match.index + match[0].length });
    if (matches.length === MOST_MATCHES) break;
  }
  return matches;
}
