import { encodeKey } from '@runloom/model';

/**
 * Stores hold UTF-8 without NUL, clients send any text. Plain text is written with `encodeKey`;
 * JSON text gets the same characters as JSON escapes, which mean the same to every reader.
 */
export const encodeText = encodeKey;
export { decodeKey as decodeText } from '@runloom/model';

/** JSON text with NUL and unpaired surrogates as `\uXXXX`; all other texts stay as they are. */
export function encodeJsonText(json: string): string {
  if (json.isWellFormed() && !json.includes('\0')) return json;
  return json.replace(UNSTORABLE, (character) => {
    const code = character.charCodeAt(0);
    return `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is what is looked for
const UNSTORABLE = /[\u0000\p{Surrogate}]/gu;

/** Tags without surrounding space, empty ones and repetitions, in the order given. */
export function normalizeTags(tags: readonly string[]): readonly string[] {
  return [...new Set(tags.map((tag) => tag.trim()).filter((tag) => tag !== ''))];
}
