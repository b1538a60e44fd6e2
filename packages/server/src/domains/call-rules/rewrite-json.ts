/** What becomes of the values of a JSON text. */
export interface JsonRewriter {
  /** Another text in place of one; the same for no change. Names of members are asked for, too. */
  text(text: string): string;
  /** What is put in place of the value at a path, whatever it is; null to go into it. */
  value(path: readonly string[]): string | null;
}

/** Nothing is known of the text behind this depth: it is taken out whole. */
const MAX_DEPTH = 500;
const TOO_DEEP = '"[redacted: nested too deep to look into]"';

/**
 * A JSON text with some of its texts and values replaced. All else stays as it stands, digit by digit.
 * @returns the same string when nothing changes; null when it is no JSON
 */
export function rewriteJson(json: string, rewriter: JsonRewriter): string | null {
  const rewriting = new Rewriting(json, rewriter);
  return rewriting.run();
}

class NotJson extends Error {}

const WHITESPACE = /[\x20\t\n\r]*/y;
const STRING = /"(?:[^"\\]|\\.)*"/sy;
const SCALAR = /[^\x20\t\n\r,\]}]+/y;

class Rewriting {
  private readonly json: string;
  private readonly rewriter: JsonRewriter;
  private readonly path: string[] = [];
  private at = 0;
  /** How far the text is copied into `out`. */
  private copied = 0;
  private out = '';

  constructor(json: string, rewriter: JsonRewriter) {
    this.json = json;
    this.rewriter = rewriter;
  }

  run(): string | null {
    try {
      this.space();
      this.value();
      this.space();
      if (this.at < this.json.length) return null;
    } catch (error) {
      if (error instanceof NotJson) return null;
      throw error;
    }
    return this.copied === 0 ? this.json : this.out + this.json.slice(this.copied);
  }

  private value(): void {
    const start = this.at;
    const outBefore = this.out;
    const copiedBefore = this.copied;
    const replacement = this.rewriter.value(this.path);
    const isTooDeep = this.path.length > MAX_DEPTH;
    const first = this.json[this.at];
    if (isTooDeep) {
      this.skipBrackets();
      this.replace(start, TOO_DEEP);
      return;
    }
    if (first === '{') this.object();
    else if (first === '[') this.list();
    else if (first === '"') this.string();
    else this.take(SCALAR);
    if (replacement === null) return;
    // What was changed inside goes with the value.
    this.out = outBefore;
    this.copied = copiedBefore;
    this.replace(start, JSON.stringify(replacement));
  }

  private object(): void {
    this.at += 1;
    this.space();
    if (this.closes('}')) return;
    for (;;) {
      const name = this.string();
      this.space();
      this.expect(':');
      this.space();
      this.path.push(name);
      this.value();
      this.path.pop();
      this.space();
      if (this.closes('}')) return;
      this.expect(',');
      this.space();
    }
  }

  private list(): void {
    this.at += 1;
    this.space();
    if (this.closes(']')) return;
    for (let index = 0; ; index += 1) {
      this.path.push(String(index));
      this.value();
      this.path.pop();
      this.space();
      if (this.closes(']')) return;
      this.expect(',');
      this.space();
    }
  }

  /** @returns the text as it was */
  private string(): string {
    const start = this.at;
    const raw = this.take(STRING);
    const text = parseString(raw);
    const changed = this.rewriter.text(text);
    if (changed !== text) this.replace(start, JSON.stringify(changed));
    return text;
  }

  private skipBrackets(): void {
    let depth = 0;
    do {
      const first = this.json[this.at];
      if (first === '"') this.take(STRING);
      else if (first === '{' || first === '[') {
        depth += 1;
        this.at += 1;
      } else if (first === '}' || first === ']') {
        depth -= 1;
        this.at += 1;
      } else if (first === ',' || first === ':') this.at += 1;
      else this.take(SCALAR);
      this.space();
      // Of a value without brackets nothing more belongs to it.
    } while (depth > 0 && this.at < this.json.length);
    if (depth > 0) throw new NotJson();
  }

  private replace(start: number, text: string): void {
    this.out += this.json.slice(this.copied, start) + text;
    this.copied = this.at;
  }

  private closes(bracket: string): boolean {
    if (this.json[this.at] !== bracket) return false;
    this.at += 1;
    return true;
  }

  private expect(mark: string): void {
    if (!this.closes(mark)) throw new NotJson();
  }

  private space(): void {
    WHITESPACE.lastIndex = this.at;
    WHITESPACE.exec(this.json);
    this.at = WHITESPACE.lastIndex;
  }

  private take(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.json)?.[0];
    if (found === undefined) throw new NotJson();
    this.at = pattern.lastIndex;
    return found;
  }
}

function parseString(raw: string): string {
  if (!raw.includes('\\')) return raw.slice(1, -1);
  try {
    return JSON.parse(raw) as string;
  } catch {
    throw new NotJson();
  }
}
