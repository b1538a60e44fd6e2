/**
 * A list of texts as one text that stays short in an address: items are joined by `*`, which
 * browsers leave as it is, and a `*` or `~` within an item is written `~s` or `~t`.
 */
export function joinTexts(items: readonly string[]): string {
  return items.map((item) => item.replaceAll('~', '~t').replaceAll('*', '~s')).join('*');
}

/** The reverse of {@link joinTexts}; empty for an empty text. */
export function splitTexts(text: string): readonly string[] {
  if (text === '') return [];
  return text.split('*').map((item) => item.replaceAll('~s', '*').replaceAll('~t', '~'));
}
