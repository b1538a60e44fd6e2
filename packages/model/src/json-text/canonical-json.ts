import { MAX_JSON_DEPTH, skipSpace, stringEnd } from '../exact-json.ts';
import { pythonFloat } from './python-float.ts';

/**
 * The text that Python's `json.dumps(json.loads(text), sort_keys=True)` gives, to the byte: Weave
 * takes its digests of it. Keys are in the order of their code points, everything past ASCII is
 * escaped, integers keep all their digits and floats are written as Python writes them. Of a key
 * that comes twice the last value counts.
 * @throws SyntaxError that names the position, for what is no JSON (`NaN` and infinities are none)
 */
export function canonicalJson(text: string): string {
  const scanner = new CanonicalScanner(text);
  const canonical = scanner.value(0);
  scanner.end();
  return canonical;
}

class CanonicalScanner {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  value(depth: number): string {
    if (depth > MAX_JSON_DEPTH) {
      throw new SyntaxError(`JSON is nested deeper than ${MAX_JSON_DEPTH} levels`);
    }
    this.at = skipSpace(this.text, this.at);
    switch (this.text.charCodeAt(this.at)) {
      case 123: // {
        return this.object(depth);
      case 91: // [
        return this.array(depth);
      case 34: // "
        return this.string();
      case 116: // t
        return this.word('true');
      case 102: // f
        return this.word('false');
      case 110: // n
        return this.word('null');
      default:
        return this.number();
    }
  }

  end(): void {
    this.at = skipSpace(this.text, this.at);
    if (this.at < this.text.length) this.fail('the end of the text');
  }

  private object(depth: number): string {
    this.at = skipSpace(this.text, this.at + 1);
    if (this.take(125)) return '{}';
    const members: Member[] = [];
    let isSorted = true;
    let last: Member | undefined;
    for (;;) {
      this.at = skipSpace(this.text, this.at);
      if (this.text.charCodeAt(this.at) !== 34) this.fail('a key in quotes');
      const start = this.at;
      const token = this.string();
      // Plain tokens are what they say; others are told apart by their own text.
      const key = this.wasPlain ? token : (JSON.parse(this.text.slice(start, this.at)) as string);
      this.at = skipSpace(this.text, this.at);
      if (!this.take(58)) this.fail('":"');
      const isPlain = this.wasPlain;
      const member = {
        key: isPlain ? key.slice(1, -1) : key,
        text: `${token}: ${this.value(depth + 1)}`,
      };
      if (last !== undefined && compareCodePoints(last.key, member.key) >= 0) isSorted = false;
      members.push(member);
      last = member;
      this.at = skipSpace(this.text, this.at);
      if (this.take(44)) continue;
      if (this.take(125)) break;
      this.fail('"," or "}"');
    }
    const sorted = isSorted ? members : inOrder(members);
    return `{${sorted.map((member) => member.text).join(', ')}}`;
  }

  private array(depth: number): string {
    this.at = skipSpace(this.text, this.at + 1);
    if (this.take(93)) return '[]';
    const items: string[] = [];
    for (;;) {
      items.push(this.value(depth + 1));
      this.at = skipSpace(this.text, this.at);
      if (this.take(44)) continue;
      if (this.take(93)) return `[${items.join(', ')}]`;
      this.fail('"," or "]"');
    }
  }

  /** Whether the last string stood there as it is written now. */
  private wasPlain = true;

  private string(): string {
    const { text } = this;
    const start = this.at;
    let at = start + 1;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === 34) {
        this.at = at + 1;
        this.wasPlain = true;
        return text.slice(start, at + 1);
      }
      // Also NaN, past the end.
      if (!(code >= 32 && code < 127) || code === 92) break;
      at += 1;
    }
    const end = stringEnd(text, start);
    if (end < 0) this.fail('the closing quote of a text');
    const decoded = JSON.parse(text.slice(start, end)) as string;
    this.at = end;
    this.wasPlain = false;
    return quoteAscii(decoded);
  }

  private number(): string {
    const { text } = this;
    NUMBER.lastIndex = this.at;
    if (!NUMBER.test(text)) this.fail('a value');
    const token = text.slice(this.at, NUMBER.lastIndex);
    this.at = NUMBER.lastIndex;
    if (FLOAT.test(token)) return pythonFloat(Number(token));
    return token === '-0' ? '0' : token;
  }

  private word(word: string): string {
    if (!this.text.startsWith(word, this.at)) this.fail('a value');
    this.at += word.length;
    return word;
  }

  private take(code: number): boolean {
    if (this.text.charCodeAt(this.at) !== code) return false;
    this.at += 1;
    return true;
  }

  private fail(expected: string): never {
    const found = this.at < this.text.length ? JSON.stringify(this.text[this.at]) : 'the end';
    throw new SyntaxError(`expected ${expected} at character ${this.at}, found ${found}`);
  }
}

interface Member {
  readonly key: string;
  readonly text: string;
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const FLOAT = /[.eE]/;

function inOrder(members: readonly Member[]): readonly Member[] {
  const byKey = new Map(members.map((member) => [member.key, member]));
  return [...byKey.values()].sort((a, b) => compareCodePoints(a.key, b.key));
}

/** JavaScript compares halves of surrogate pairs, which stand before U+E000 to U+FFFF. */
function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const [codeA, codeB] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (codeA === codeB) continue;
    // The first halves may be equal, and then the second ones tell; lone ones are what they are.
    const from = at > 0 && isHighSurrogate(a.charCodeAt(at - 1)) ? at - 1 : at;
    return (a.codePointAt(from) ?? 0) - (b.codePointAt(from) ?? 0) || codeA - codeB;
  }
  return a.length - b.length;
}

const isHighSurrogate = (code: number): boolean => code >= 0xd800 && code < 0xdc00;

const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\f': '\\f',
  '\b': '\\b',
};

/** In quotes, with everything past printable ASCII as lower-case `\uXXXX`, as DEL too. */
function quoteAscii(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is escaped
  const escaped = text.replace(/["\\\u0000-\u001f\u007f-\uffff]/g, escapeUnit);
  return `"${escaped}"`;
}

const escapeUnit = (unit: string): string =>
  SHORT[unit] ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
