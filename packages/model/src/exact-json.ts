/**
 * JSON as metric clients write it: bare `NaN`, `Infinity` and `-Infinity` are numbers, and integers
 * of any size keep all their digits. Objects become Maps, so that no key can touch a prototype.
 */
export type ExactJson =
  | null
  | boolean
  | string
  | number
  /** An integer past 2^53, whose neighbours a double can't tell apart. */
  | bigint
  | ExactJson[]
  | Map<string, ExactJson>;

/** Deeper nesting is refused, since it could only be an attack on the stack of whoever reads it. */
export const MAX_JSON_DEPTH = 256;

/** Longest run of digits that is always exact in a double. */
const SAFE_DIGITS = 15;

/**
 * Reads one JSON text.
 * @throws SyntaxError that names the position and what was expected
 */
export function parseExactJson(text: string): ExactJson {
  const scanner = new Scanner(text);
  const value = scanner.value(0);
  scanner.end();
  return value;
}

/** Writes a value back as the clients do, with bare `NaN` and infinities; keys in their order. */
export function stringifyExact(value: ExactJson): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(stringifyExact).join(',')}]`;
  const members = [...value].map(
    ([key, member]) => `${JSON.stringify(key)}:${stringifyExact(member)}`,
  );
  return `{${members.join(',')}}`;
}

/** Text of a double that every reader takes for the same double, never for an integer past 2^53. */
export function numberText(value: number): string {
  if (Object.is(value, -0)) return '-0.0';
  const isLongInteger = Number.isInteger(value) && !Number.isSafeInteger(value);
  return isLongInteger ? value.toExponential() : String(value);
}

/**
 * Makes plain JSON of it for `/api/v1`: numbers that JSON or a double can't hold become
 * `{"$number": "NaN" | "Infinity" | "-Infinity" | digits}`; objects have no prototype.
 */
export function toApiJson(value: ExactJson): unknown {
  if (typeof value === 'bigint') return { $number: value.toString() };
  if (typeof value === 'number') return Number.isFinite(value) ? value : { $number: String(value) };
  if (Array.isArray(value)) return value.map(toApiJson);
  if (value instanceof Map) {
    const plain: Record<string, unknown> = Object.create(null);
    for (const [key, member] of value) plain[key] = toApiJson(member);
    return plain;
  }
  return value;
}

const QUOTE = 34;
const MINUS = 45;

class Scanner {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  value(depth: number): ExactJson {
    if (depth > MAX_JSON_DEPTH) {
      throw new SyntaxError(`JSON is nested deeper than ${MAX_JSON_DEPTH} levels`);
    }
    this.space();
    switch (this.text.charCodeAt(this.at)) {
      case 123: // {
        return this.object(depth);
      case 91: // [
        return this.array(depth);
      case QUOTE:
        return this.string();
      case 116: // t
        return this.word('true', true);
      case 102: // f
        return this.word('false', false);
      case 110: // n
        return this.word('null', null);
      case 78: // N
        return this.word('NaN', Number.NaN);
      case 73: // I
        return this.word('Infinity', Number.POSITIVE_INFINITY);
      default:
        return this.number();
    }
  }

  end(): void {
    this.space();
    if (this.at < this.text.length) this.fail('the end of the text');
  }

  private object(depth: number): Map<string, ExactJson> {
    const members = new Map<string, ExactJson>();
    this.at += 1;
    this.space();
    if (this.take(125)) return members;
    for (;;) {
      this.space();
      if (this.text.charCodeAt(this.at) !== QUOTE) this.fail('a key in quotes');
      const key = this.string();
      this.space();
      if (!this.take(58)) this.fail('":"');
      members.set(key, this.value(depth + 1));
      this.space();
      if (this.take(44)) continue;
      if (this.take(125)) return members;
      this.fail('"," or "}"');
    }
  }

  private array(depth: number): ExactJson[] {
    const items: ExactJson[] = [];
    this.at += 1;
    this.space();
    if (this.take(93)) return items;
    for (;;) {
      items.push(this.value(depth + 1));
      this.space();
      if (this.take(44)) continue;
      if (this.take(93)) return items;
      this.fail('"," or "]"');
    }
  }

  private string(): string {
    const end = stringEnd(this.text, this.at);
    if (end < 0) this.fail('the closing quote of a text');
    const token = this.text.slice(this.at, end);
    this.at = end;
    return decodeString(token);
  }

  private number(): number | bigint {
    const end = numberEnd(this.text, this.at);
    if (end <= this.at) this.fail('a value');
    const token = this.text.slice(this.at, end);
    this.at = end;
    return decodeNumber(token);
  }

  private word<T>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.at)) this.fail('a value');
    this.at += word.length;
    return value;
  }

  private space(): void {
    this.at = skipSpace(this.text, this.at);
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

/** Position of the first character at or after `at` that is not JSON white space. */
export function skipSpace(text: string, at: number): number {
  let position = at;
  for (;;) {
    const code = text.charCodeAt(position);
    if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return position;
    position += 1;
  }
}

/** Position after the closing quote of the string that starts at `at`; −1 when it is not closed. */
export function stringEnd(text: string, at: number): number {
  let quote = text.indexOf('"', at + 1);
  while (quote >= 0) {
    let backslashes = 0;
    while (text.charCodeAt(quote - 1 - backslashes) === 92) backslashes += 1;
    if (backslashes % 2 === 0) return quote + 1;
    quote = text.indexOf('"', quote + 1);
  }
  return -1;
}

/** Text of a string token with its quotes. @throws SyntaxError on a bad escape or raw control character */
export function decodeString(token: string): string {
  return JSON.parse(token) as string;
}

/** Position after the number token that starts at `at`; `at` itself when there is none. Reads `-Infinity` too. */
export function numberEnd(text: string, at: number): number {
  if (text.startsWith('-Infinity', at)) return at + 9;
  NUMBER.lastIndex = at;
  return NUMBER.test(text) ? NUMBER.lastIndex : at;
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;

/** Value of a number token: an integer past 2^53 becomes a bigint, so that it keeps its digits. */
export function decodeNumber(token: string): number | bigint {
  const value = token === '-Infinity' ? Number.NEGATIVE_INFINITY : Number(token);
  if (token.length <= SAFE_DIGITS || Number.isSafeInteger(value)) return value;
  const digitsFrom = token.charCodeAt(0) === MINUS ? 1 : 0;
  for (let at = digitsFrom; at < token.length; at += 1) {
    const code = token.charCodeAt(at);
    if (code < 48 || code > 57) return value;
  }
  return BigInt(token);
}
