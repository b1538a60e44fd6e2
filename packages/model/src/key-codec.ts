/**
 * Metric keys are any text, but stores hold UTF-8 without NUL. `encodeKey` writes NUL and unpaired
 * surrogates as `\uXXXX` and a backslash as `\\`; all other keys stay as they are.
 */
export function encodeKey(key: string): string {
  if (!NEEDS_ESCAPE.test(key) && key.isWellFormed()) return key;
  let encoded = '';
  for (const character of key) {
    const code = character.codePointAt(0) ?? 0;
    if (character === '\\') encoded += '\\\\';
    else if (code === 0 || (code >= 0xd800 && code <= 0xdfff)) {
      encoded += `\\u${code.toString(16).padStart(4, '0')}`;
    } else encoded += character;
  }
  return encoded;
}

/** The key that `encodeKey` was given. */
export function decodeKey(encoded: string): string {
  if (!encoded.includes('\\')) return encoded;
  return encoded.replace(/\\(?:\\|u([0-9a-f]{4}))/g, (_, hex: string | undefined) =>
    hex === undefined ? '\\' : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is what is looked for
const NEEDS_ESCAPE = /[\\\u0000]/;
