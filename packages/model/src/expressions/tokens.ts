import { ExpressionError, type ReferenceSource } from './types.ts';

export type Token =
  | { readonly kind: 'number'; readonly value: number; readonly at: number }
  | { readonly kind: 'word'; readonly text: string; readonly at: number }
  | {
      readonly kind: 'name';
      readonly source: ReferenceSource;
      readonly text: string;
      readonly at: number;
    }
  | { readonly kind: 'sign'; readonly text: string; readonly at: number }
  | { readonly kind: 'end'; readonly at: number };

const BLANK = /[\s\u00a0]+/y;
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
/** Names that need no quotes: letters of any script, digits, `_` and dots between them. */
const WORD = /[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}\p{N}_]+)*/uy;
const SIGN = /\*\*|<=|>=|==|!=|[-+*/%^(),<>]/y;
const CLOSING: Readonly<Record<string, string>> = { '`': '`', '"': '"', "'": "'" };

/** @throws ExpressionError */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0] ?? null;
  };
  while (at < text.length) {
    const start = at;
    const blank = match(BLANK);
    if (blank !== null) {
      at += blank.length;
      continue;
    }
    const number = match(NUMBER);
    if (number !== null) {
      at += number.length;
      if (match(WORD) !== null) {
        throw new ExpressionError(
          `A number can't be followed by a name. Write a sign such as * between them, or put a name that begins with a digit in \${…}.`,
          at,
        );
      }
      tokens.push({ kind: 'number', value: Number(number), at: start });
      continue;
    }
    const word = match(WORD);
    if (word !== null) {
      at += word.length;
      tokens.push({ kind: 'word', text: word, at: start });
      continue;
    }
    const quoted = readQuoted(text, at);
    if (quoted !== null) {
      at = quoted.end;
      tokens.push({ kind: 'name', source: quoted.source, text: quoted.name, at: start });
      continue;
    }
    const sign = match(SIGN);
    if (sign === null) {
      const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
      throw new ExpressionError(
        `${JSON.stringify(character)} has no meaning here. Names with such characters stand in \${…}, backticks or quotes.`,
        at,
      );
    }
    at += sign.length;
    tokens.push({ kind: 'sign', text: sign === '**' ? '^' : sign, at: start });
  }
  tokens.push({ kind: 'end', at: text.length });
  return tokens;
}

/** A name in backticks, quotes or `${…}`; a backslash takes the next character as it is. */
function readQuoted(
  text: string,
  start: number,
): { source: ReferenceSource; name: string; end: number } | null {
  const isBraced = text.startsWith('${', start);
  const closing = isBraced ? '}' : CLOSING[text[start] ?? ''];
  if (closing === undefined) return null;
  let name = '';
  let at = start + (isBraced ? 2 : 1);
  while (at < text.length && text[at] !== closing) {
    if (text[at] === '\\' && at + 1 < text.length) at += 1;
    name += text[at];
    at += 1;
  }
  if (at >= text.length) {
    throw new ExpressionError(`The name that begins here has no closing ${closing}.`, start);
  }
  const source = isBraced ? (/^(config|summary):/.exec(name)?.[1] ?? 'metric') : 'metric';
  if (source !== 'metric') name = name.slice(source.length + 1);
  if (name === '') throw new ExpressionError('The name that begins here is empty.', start);
  return { source: source as ReferenceSource, name, end: at + 1 };
}
