import {
  decodeNumber,
  decodeString,
  MAX_JSON_DEPTH,
  numberEnd,
  skipSpace,
  stringEnd,
} from '@runloom/model';

/** A value of a row with the text it was sent as. */
export interface Scanned {
  readonly raw: string;
  readonly value: ScannedValue;
}

/** Lists are not taken apart; members of an object that repeat a key replace the earlier one. */
export type ScannedValue =
  | { readonly kind: 'number'; readonly number: number }
  /** An integer past 2^53. */
  | { readonly kind: 'integer'; readonly integer: bigint }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'list' | 'boolean' | 'nil' }
  | { readonly kind: 'object'; readonly members: ReadonlyMap<string, Scanned> };

/**
 * Reads a line of a stream: JSON with bare `NaN` and infinities, each value beside its own text.
 * @throws SyntaxError that names the position and what was expected
 */
export function scanRow(text: string): Scanned {
  const scanner = new RowScanner(text);
  return scanner.whole();
}

class RowScanner {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  whole(): Scanned {
    const value = this.value(0);
    this.at = skipSpace(this.text, this.at);
    if (this.at < this.text.length) this.fail('the end of the text');
    return value;
  }

  private value(depth: number): Scanned {
    if (depth > MAX_JSON_DEPTH) {
      throw new SyntaxError(`JSON is nested deeper than ${MAX_JSON_DEPTH} levels`);
    }
    this.at = skipSpace(this.text, this.at);
    const from = this.at;
    const value = this.read(depth);
    return { raw: this.text.slice(from, this.at), value };
  }

  private read(depth: number): ScannedValue {
    switch (this.text.charCodeAt(this.at)) {
      case 123: // {
        return { kind: 'object', members: this.members(depth) };
      case 91: // [
        this.items(depth);
        return { kind: 'list' };
      case 34: // "
        return { kind: 'string', text: this.string() };
      case 116: // t
        return this.word('true', { kind: 'boolean' });
      case 102: // f
        return this.word('false', { kind: 'boolean' });
      case 110: // n
        return this.word('null', { kind: 'nil' });
      case 78: // N
        return this.word('NaN', { kind: 'number', number: Number.NaN });
      case 73: // I
        return this.word('Infinity', { kind: 'number', number: Number.POSITIVE_INFINITY });
      default:
        return this.number();
    }
  }

  private members(depth: number): Map<string, Scanned> {
    const members = new Map<string, Scanned>();
    this.at += 1;
    if (this.take(125)) return members;
    for (;;) {
      this.at = skipSpace(this.text, this.at);
      if (this.text.charCodeAt(this.at) !== 34) this.fail('a key in quotes');
      const key = this.string();
      if (!this.take(58)) this.fail('":"');
      members.set(key, this.value(depth + 1));
      if (this.take(44)) continue;
      if (this.take(125)) return members;
      this.fail('"," or "}"');
    }
  }

  private items(depth: number): void {
    this.at += 1;
    if (this.take(93)) return;
    for (;;) {
      this.value(depth + 1);
      if (this.take(44)) continue;
      if (this.take(93)) return;
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

  private number(): ScannedValue {
    const end = numberEnd(this.text, this.at);
    if (end <= this.at) this.fail('a value');
    const value = decodeNumber(this.text.slice(this.at, end));
    this.at = end;
    return typeof value === 'bigint'
      ? { kind: 'integer', integer: value }
      : { kind: 'number', number: value };
  }

  private word(word: string, value: ScannedValue): ScannedValue {
    if (!this.text.startsWith(word, this.at)) this.fail('a value');
    this.at += word.length;
    return value;
  }

  /** Takes a sign, with the space before it. */
  private take(code: number): boolean {
    const at = skipSpace(this.text, this.at);
    if (this.text.charCodeAt(at) !== code) return false;
    this.at = at + 1;
    return true;
  }

  private fail(expected: string): never {
    const found = this.at < this.text.length ? JSON.stringify(this.text[this.at]) : 'the end';
    throw new SyntaxError(`expected ${expected} at character ${this.at}, found ${found}`);
  }
}
