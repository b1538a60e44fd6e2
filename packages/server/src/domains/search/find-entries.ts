import type { SearchKind, SearchMatch } from '@runloom/model';
import type { EntryStore } from './entry-store.ts';
import { compareMatches, matchOf } from './ranking.ts';
import type { Reach } from './reach.ts';
import type { EntryRow } from './tables.ts';
import { type Asked, nameToken } from './tokens.ts';

/** So many of the newest entries of a kind are looked at one by one before the index is asked. */
const WINDOW = { sqlite: 1_000, postgres: 5_000 } as const;
/** Titles that begin with the text, read in their order. */
const MOST_TITLES = 300;
/** Tokens up to here have their beginnings in the index, too: a letter and a word of four characters. */
const MAX_SHORT = 5;
/** Beyond those that are shown: some may have gone meanwhile. */
const SPARE = 10;
/** Kinds that once had more entries than the window are taken to have more for so long, milliseconds. */
const LARGE_MS = 60_000;

export interface FoundEntry {
  readonly row: EntryRow;
  readonly match: SearchMatch;
  readonly order: number;
}

/**
 * Finds the best entries of each kind, in steps that each cost little whatever is asked: a common word
 * is found among the newest entries, a rare one in the index. A step is taken only when those before
 * it have not found enough that is better than anything it could find.
 */
export function createEntryFinder(
  entries: EntryStore,
  engine: 'sqlite' | 'postgres',
  clock: () => number,
) {
  const window = WINDOW[engine];
  const largeSince = new Map<SearchKind, number>();

  /** Those of the kinds that have more entries than are looked at one by one. */
  async function largeOf(kinds: readonly SearchKind[]): Promise<ReadonlySet<SearchKind>> {
    const now = clock();
    const isKnown = (kind: SearchKind) => now - (largeSince.get(kind) ?? 0) < LARGE_MS;
    const unknown = kinds.filter((kind) => !isKnown(kind));
    for (const kind of await entries.kindsBeyond(unknown, window)) largeSince.set(kind, now);
    return new Set(kinds.filter(isKnown));
  }

  async function findOfKind(
    kind: SearchKind,
    isLarge: boolean,
    asked: Asked,
    reach: Reach,
    most: number,
  ): Promise<readonly FoundEntry[]> {
    const limit = most + SPARE;
    const found = new Map<number, FoundEntry>();
    const take = (rows: readonly EntryRow[], otherwise: SearchMatch | null = null): void => {
      for (const row of rows) {
        const match = matchOf(row, asked) ?? otherwise;
        if (match !== null) found.set(row.id, { row, match, order: row.id });
      }
    };
    const has = (...matches: readonly SearchMatch[]): boolean => {
      let count = 0;
      for (const { match } of found.values()) if (matches.includes(match)) count += 1;
      return count >= most;
    };
    const look = (tokens: readonly string[], beginnings: readonly string[] = []) =>
      entries.index.find({ kind, tokens, beginnings }, reach, limit);

    take(await entries.amongNewest(kind, asked, reach, { window, limit }));
    if (isLarge) {
      const { folded, words, wordTokens, pieceTokens } = asked;
      if (!has('exact')) {
        take(await look([nameToken(folded)]));
        // New ones of which the beginning matches are known: others would stand behind them.
        if (!has('exact', 'prefix')) {
          take(await entries.byTitle(kind, folded, reach, { most: MOST_TITLES, limit }));
        }
      }
      const hasWords = () => has('exact', 'prefix', 'words');
      if (words.length > 0 && folded.length > 1 && !hasWords()) {
        // Lists of whole words are read from their end; that of a beginning is put together first.
        take(await look(wordTokens), 'words');
        if (!hasWords()) {
          const short = wordTokens.filter((token) => [...token].length <= MAX_SHORT);
          const whole = wordTokens.slice(0, -1).filter((token) => !short.includes(token));
          const beginnings = [...new Set([...short, ...wordTokens.slice(-1)])];
          // A list that is put together costs most: not where another word is nowhere at all.
          const isPossible = whole.length === 0 || (await look(whole, short)).length > 0;
          if (isPossible) take(await look(whole, beginnings), 'words');
        }
      }
      if (pieceTokens.length > 0 && !has('exact', 'prefix', 'words', 'part')) {
        take(await look(pieceTokens));
      }
    }
    return [...found.values()].sort(compareMatches);
  }

  return async function find(
    kinds: readonly SearchKind[],
    asked: Asked,
    reach: Reach,
    most: number,
  ): Promise<readonly (readonly FoundEntry[])[]> {
    const large = await largeOf(kinds);
    return Promise.all(kinds.map((kind) => findOfKind(kind, large.has(kind), asked, reach, most)));
  };
}
