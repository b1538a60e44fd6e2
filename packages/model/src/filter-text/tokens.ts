import { FilterTextError } from './error.ts';

/** A piece of a filter's text, with where it stands: offsets in UTF-16 units, the end excluded. */
export type Token = {
  readonly from: number;
  readonly to: number;
} & (
  | { readonly kind: 'name'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly number: number }
  /** An operator, a bracket or a comma. */
  | { readonly kind: 'sign'; readonly text: string }
  | { readonly kind: 'end' }
);

const SPACE = /\s+/y;
const NUMBER = /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w.])/y;
/** Keys of metrics hold slashes, dots and dashes; those with anything else are quoted. */
const NAME = /[\p{L}_$][\p{L}\p{N}_$./:@-]*/uy;
const SIGN = /==|!=|>=|<=|=~|!~|&&|\|\||[=<>!()[\],]/y;

/** Cuts a filter's text. The last token is the end. @throws FilterTextError */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0] ?? null;
  };
  while (at < text.length) {
    const space = match(SPACE);
    if (space !== null) {
      at += space.length;
      continue;
    }
    const from = at;
    const first = text[at];
    if (first === '"' || first === "'" || first === '`') {
      const { value, to } = readQuoted(text, at);
      at = to;
      tokens.push({ kind: first === '`' ? 'name' : 'text', text: value, from, to });
      continue;
    }
    const number = match(NUMBER);
    if (number !== null) {
      at += number.length;
      tokens.push({ kind: 'number', number: Number(number), from, to: at });
      continue;
    }
    const name = match(NAME);
    if (name !== null) {
      at += name.length;
      tokens.push({ kind: 'name', text: name, from, to: at });
      continue;
    }
    const sign = match(SIGN);
    if (sign === null) {
      const shown = [...text.slice(at)][0] ?? '';
      throw new FilterTextError(`“${shown}” has no meaning here.`, at, at + shown.length);
    }
    at += sign.length;
    tokens.push({ kind: 'sign', text: sign, from, to: at });
  }
  tokens.push({ kind: 'end', from: text.length, to: text.length });
  return tokens;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', 0: '\0' };

/** A text in quotes, in which a backslash takes the next character as it is. */
function readQuoted(text: string, from: number): { value: string; to: number } {
  const quote = text[from];
  let value = '';
  for (let at = from + 1; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === quote) return { value, to: at + 1 };
    if (character !== '\\') {
      value += character;
      continue;
    }
    at += 1;
    const escaped = text[at] ?? '';
    value += ESCAPES[escaped] ?? escaped;
  }
  throw new FilterTextError('This quote is never closed.', from, text.length);
}
