import { MAX_JSON_DEPTH, skipSpace, stringEnd } from '../exact-json.ts';
import { compareCodePoints } from '../text-order.ts';
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
    this.space();
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
    this.space();
    if (this.at < this.text.length) this.fail('the end of the text');
  }

  private object(depth: number): string {
    this.at += 1;
    this.space();
    if (this.take(125)) return '{}';
    const keys: string[] = [];
    const members: string[] = [];
    let isSorted = true;
    let isAscii = true;
    for (;;) {
      this.space();
      if (this.text.charCodeAt(this.at) !== 34) this.fail('a key in quotes');
      const start = this.at;
      const token = this.string();
      let key: string;
      if (this.wasPlain) key = token.slice(1, -1);
      else {
        key = JSON.parse(this.text.slice(start, this.at)) as string;
        isAscii = false;
      }
      this.space();
      if (!this.take(58)) this.fail('":"');
      const last = keys.at(-1);
      if (last !== undefined && last >= key) isSorted = false;
      keys.push(key);
      members.push(`${token}: ${this.value(depth + 1)}`);
      this.space();
      if (this.take(44)) continue;
      if (this.take(125)) break;
      this.fail('"," or "}"');
    }
    const inOrder = isSorted && isAscii ? members : sorted(keys, members, isAscii);
    return `{${inOrder.join(', ')}}`;
  }

  private array(depth: number): string {
    this.at += 1;
    this.space();
    if (this.take(93)) return '[]';
    const items: string[] = [];
    for (;;) {
      items.push(this.value(depth + 1));
      this.space();
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

  private space(): void {
    if (this.text.charCodeAt(this.at) <= 32) this.at = skipSpace(this.text, this.at);
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

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const FLOAT = /[.eE]/;

/** Members in the order of their keys; of equal keys the last one. */
function sorted(keys: readonly string[], members: readonly string[], isAscii: boolean): string[] {
  const compare = isAscii ? compareUnits : compareCodePoints;
  const order = keys.map((_, index) => index);
  order.sort((a, b) => compare(keys[a] ?? '', keys[b] ?? '') || a - b);
  return order.flatMap((place, at) => {
    const next = order[at + 1];
    return next !== undefined && keys[next] === keys[place] ? [] : (members[place] ?? []);
  });
}

const compareUnits = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

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
