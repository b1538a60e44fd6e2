import { decodeString, skipSpace, stringEnd } from '../exact-json.ts';

/**
 * Parts of a JSON text as they stand there, so that numbers keep their form. The text must be JSON
 * (`canonicalJson` tells); of one that is not, any part may be answered.
 */

/** The value of a key, the last one where it comes twice; null when it is no object or has no such key. */
export function memberText(text: string, key: string): string | null {
  let found: string | null = null;
  for (const [name, value] of memberTexts(text)) if (name === key) found = value;
  return found;
}

/** The item of an array, counted from 0; null when it is no array or has no such item. */
export function itemText(text: string, index: number): string | null {
  let at = 0;
  for (const item of itemTexts(text)) {
    if (at === index) return item;
    at += 1;
  }
  return null;
}

/** Keys and values of an object, in their order; none of anything else. */
export function* memberTexts(text: string): Generator<readonly [key: string, value: string]> {
  let at = skipSpace(text, 0);
  if (text.charCodeAt(at) !== 123) return;
  at = skipSpace(text, at + 1);
  while (text.charCodeAt(at) === 34) {
    const keyEnd = stringEnd(text, at);
    if (keyEnd < 0) return;
    const key = keyOf(text.slice(at, keyEnd));
    const start = skipSpace(text, skipSpace(text, keyEnd) + 1);
    const end = valueEnd(text, start);
    yield [key, text.slice(start, end)];
    at = skipSpace(text, end);
    if (text.charCodeAt(at) !== 44) return;
    at = skipSpace(text, at + 1);
  }
}

/** Most keys hold no escape. */
const keyOf = (token: string): string =>
  token.includes('\\') ? decodeString(token) : token.slice(1, -1);

/** Items of an array, in their order; none of anything else. */
export function* itemTexts(text: string): Generator<string> {
  let at = skipSpace(text, 0);
  if (text.charCodeAt(at) !== 91) return;
  at = skipSpace(text, at + 1);
  if (text.charCodeAt(at) === 93) return;
  while (at < text.length) {
    const end = valueEnd(text, at);
    yield text.slice(at, end);
    at = skipSpace(text, end);
    if (text.charCodeAt(at) !== 44) return;
    at = skipSpace(text, at + 1);
  }
}

/** An object of JSON texts by name. */
export const objectText = (members: Iterable<readonly [name: string, value: string]>): string =>
  `{${[...members].map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`;

/** Decoded, when it is a text; else null. */
export function stringOf(text: string | null): string | null {
  return text?.charCodeAt(0) === 34 ? decodeString(text) : null;
}

/** Position after the value that starts at `at`. */
function valueEnd(text: string, at: number): number {
  const first = text.charCodeAt(at);
  if (first === 34) return endOfString(text, at);
  if (first !== 123 && first !== 91) return endOfWord(text, at);
  let depth = 0;
  let position = at;
  while (position < text.length) {
    const code = text.charCodeAt(position);
    if (code === 34) {
      position = endOfString(text, position);
      continue;
    }
    position += 1;
    if (code === 123 || code === 91) depth += 1;
    else if (code === 125 || code === 93) {
      depth -= 1;
      if (depth === 0) return position;
    }
  }
  return text.length;
}

function endOfString(text: string, at: number): number {
  const end = stringEnd(text, at);
  return end < 0 ? text.length : end;
}

/** Of a number, `true`, `false` or `null`. */
function endOfWord(text: string, at: number): number {
  WORD.lastIndex = at;
  WORD.test(text);
  return Math.max(WORD.lastIndex, at + 1);
}

const WORD = /[^\s,\]}]*/y;

/** Line ends can only stand between the tokens of a JSON text, where a space does as well. */
export const oneLine = (text: string): string =>
  text.includes('\n') || text.includes('\r') ? text.replace(/[\r\n]+/g, ' ') : text;
