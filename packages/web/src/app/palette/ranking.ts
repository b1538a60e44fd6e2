/** Something that can be chosen in the command palette. */
export interface Candidate {
  readonly label: string;
  /** Further words it is found by. */
  readonly keywords?: string;
}

/**
 * Candidates that hold every word of the search, best first: at the start of the label, then at the
 * start of a word, then anywhere. Equal ones stay in their order.
 */
export function rank<T extends Candidate>(
  candidates: readonly T[],
  search: string,
  limit: number,
): readonly T[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return candidates.slice(0, limit);
  const scored: { candidate: T; score: number }[] = [];
  for (const candidate of candidates) {
    const score = scoreOf(candidate, words);
    if (score > 0) scored.push({ candidate, score });
  }
  scored.sort((a, b) => b.score - a.score);
  return scored.slice(0, limit).map(({ candidate }) => candidate);
}

function scoreOf(candidate: Candidate, words: readonly string[]): number {
  const label = candidate.label.toLowerCase();
  const keywords = candidate.keywords?.toLowerCase() ?? '';
  let score = 0;
  for (const word of words) {
    const at = label.indexOf(word);
    if (at === 0) score += 8;
    else if (at > 0) score += /[\s/_.-]/.test(label.charAt(at - 1)) ? 4 : 2;
    else if (keywords.includes(word)) score += 1;
    else return 0;
  }
  return score;
}
