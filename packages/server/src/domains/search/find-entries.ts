import type { SearchKind, SearchMatch } from '@runloom/model';
import type { EntryStore } from './entry-store.ts';
import { compareMatches, matchOf } from './ranking.ts';
import type { Reach } from './reach.ts';
import type { EntryRow } from './tables.ts';
import { type Asked, kindToken, nameToken } from './tokens.ts';

/** So many of the newest entries of a kind are looked at one by one before the index is asked. */
const WINDOW = { sqlite: 1_000, postgres: 5_000 } as const;
/** Titles that begin with the text, read in their order. */
const MOST_TITLES = 300;
/** Of what the index names, the newest. */
const MOST_NAMED = 200;

export interface FoundEntry {
  readonly row: EntryRow;
  readonly match: SearchMatch;
  readonly order: number;
}

/**
 * Finds the best entries of one kind, in steps that each cost little whatever is asked: a common word
 * is found among the newest entries, a rare one in the index. A step is taken only when those before
 * it have not found enough that is better than anything it could find.
 */
export function createEntryFinder(entries: EntryStore, engine: 'sqlite' | 'postgres') {
  return async function find(
    kind: SearchKind,
    asked: Asked,
    reach: Reach,
    limit: number,
  ): Promise<readonly FoundEntry[]> {
    const found = new Map<number, FoundEntry>();
    const take = (rows: readonly EntryRow[], otherwise: SearchMatch | null): void => {
      for (const row of rows) {
        const match = matchOf(row, asked) ?? otherwise;
        if (match !== null) found.set(row.id, { row, match, order: row.id });
      }
    };
    const has = (...matches: readonly SearchMatch[]): boolean => {
      let count = 0;
      for (const { match } of found.values()) if (matches.includes(match)) count += 1;
      return count >= limit;
    };
    const { folded } = asked;
    const named = { tokens: [kindToken(kind)], beginnings: [], oneOf: reach.tokens };
    const inReach = reach.projects;

    take(await entries.amongNewest(kind, asked, inReach, WINDOW[engine]), null);
    const exact = { ...named, tokens: [...named.tokens, nameToken(folded)] };
    take(await entries.index.find(exact, inReach, MOST_NAMED), null);
    take(await entries.byTitle(kind, folded, inReach, reach.owners, MOST_TITLES), null);
    if (!has('exact', 'prefix') && asked.words.length > 0 && folded.length > 1) {
      const words = { ...named, beginnings: asked.wordTokens.beginnings };
      if (!has('exact', 'prefix', 'words')) {
        take(await entries.index.find(words, inReach, MOST_NAMED), 'words');
      }
    }
    if (asked.pieceTokens.length > 0 && !has('exact', 'prefix', 'words', 'part')) {
      const pieces = { ...named, tokens: [...named.tokens, ...asked.pieceTokens] };
      take(await entries.index.find(pieces, inReach, MOST_NAMED), null);
    }
    return [...found.values()].sort(compareMatches);
  };
}
