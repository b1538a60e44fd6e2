/** Decides which texts a search finds. */
export interface Matcher {
  readonly matches: (text: string) => boolean;
  /** The search was meant as an expression and is none; it then finds texts that hold it as it is. */
  readonly isBroken: boolean;
}

/**
 * Makes a matcher, blind to case; an empty search finds everything.
 * @param isExpression a regular expression that may match anywhere; otherwise plain text
 */
export function createMatcher(search: string, isExpression: boolean): Matcher {
  if (search === '') return { matches: () => true, isBroken: false };
  const wanted = search.toLowerCase();
  const holds = (text: string) => text.toLowerCase().includes(wanted);
  if (!isExpression) return { matches: holds, isBroken: false };
  const pattern = toPattern(search);
  if (pattern === null) return { matches: holds, isBroken: true };
  return { matches: (text) => pattern.test(text), isBroken: false };
}

/** Some expressions are valid only without the Unicode rules, e.g. `\_`. */
function toPattern(search: string): RegExp | null {
  for (const flags of ['iu', 'i']) {
    try {
      return new RegExp(search, flags);
    } catch {
      // Half-typed, or of the other rules.
    }
  }
  return null;
}
