import { entriesOf, kindOf } from '../../../components/value-tree/api-json.ts';

/** Texts that look written to be read as Markdown. */
export function looksLikeMarkdown(text: string): boolean {
  return /^#{1,6} \S|^\s*[-*] \S|^\s*\d+\. \S|```|\*\*\S|\[[^\]]+\]\(\S+\)|^\|.+\|$/m.test(text);
}

/** A value that says nothing but one text, with the key it stands under. */
export function onlyText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (kindOf(value) !== 'object') return null;
  const entries = entriesOf(value);
  const [only] = entries;
  return entries.length === 1 && only !== undefined && typeof only[1] === 'string' ? only[1] : null;
}
