const SPECIAL = /[\\^$.*+?()[\]{}|]/g;
const FOLDED = '(?i)';

/** A pattern that finds the text anywhere, in any case. */
export function containsPattern(text: string): string {
  return FOLDED + text.replace(SPECIAL, '\\$&');
}

/** The text that a pattern of {@link containsPattern} looks for; null for any other pattern. */
export function containedText(pattern: string): string | null {
  if (!pattern.startsWith(FOLDED)) return null;
  const text = pattern.slice(FOLDED.length).replace(/\\([\\^$.*+?()[\]{}|])/g, '$1');
  return containsPattern(text) === pattern ? text : null;
}
