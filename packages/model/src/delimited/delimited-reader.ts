/** A row of a delimited text. */
export interface DelimitedRow {
  /** Of the text, from 1, where the row begins. */
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * Reads CSV (RFC 4180) or TSV as it comes in: quoted fields may hold delimiters, line ends and
 * doubled quotes. Rows may be of any length; empty lines are left out. A quote that is never closed
 * ends with the text, and {@link DelimitedReader.openQuoteLine} tells where it began.
 */
export class DelimitedReader {
  private readonly delimiter: string;
  private text = '';
  private line = 1;
  private isFirst = true;
  private openQuote: number | null = null;

  constructor(delimiter: string) {
    this.delimiter = delimiter;
  }

  /** The line of the row whose last field was never closed; null when all were. */
  get openQuoteLine(): number | null {
    return this.openQuote;
  }

  /** How much waits for the end of its row. */
  get waitingLength(): number {
    return this.text.length;
  }

  /** The rows that are complete with it, at most so many; the others wait. */
  push(text: string, most = Number.POSITIVE_INFINITY): DelimitedRow[] {
    this.take(text);
    return this.read(false, most);
  }

  /** The rows that are left once all has come. */
  end(most = Number.POSITIVE_INFINITY): DelimitedRow[] {
    return this.read(true, most);
  }

  private take(text: string): void {
    if (text === '') return;
    this.text += this.isFirst && text.startsWith('\uFEFF') ? text.slice(1) : text;
    this.isFirst = false;
  }

  private read(isEnd: boolean, most: number): DelimitedRow[] {
    const { text } = this;
    const rows: DelimitedRow[] = [];
    let at = 0;
    while (at < text.length && rows.length < most) {
      const row = this.row(at, isEnd);
      if (row === null) break;
      const { fields, end, hasQuotes } = row;
      if (fields.length > 1 || fields[0] !== '') rows.push({ line: this.line, fields });
      // Only within quotes do line ends stand that end no row.
      this.line += hasQuotes ? lineEnds(text, at, end) : 1;
      at = end;
    }
    this.text = text.slice(at);
    return rows;
  }

  /** Null when more may come that belongs to it. */
  private row(
    from: number,
    isEnd: boolean,
  ): { fields: string[]; end: number; hasQuotes: boolean } | null {
    const { text, delimiter } = this;
    const fields: string[] = [];
    let at = from;
    let hasQuotes = false;
    for (;;) {
      if (text.charCodeAt(at) === QUOTE) hasQuotes = true;
      const found = this.field(at, isEnd);
      if (found === null) return null;
      fields.push(found.field);
      at = found.end;
      if (text[at] !== delimiter) break;
      at += 1;
    }
    if (at >= text.length) return isEnd ? { fields, end: at, hasQuotes } : null;
    if (text[at] === '\r') {
      if (at + 1 >= text.length && !isEnd) return null;
      at += 1;
    }
    if (text[at] === '\n') at += 1;
    return { fields, end: at, hasQuotes };
  }

  private field(from: number, isEnd: boolean): { field: string; end: number } | null {
    const { text, delimiter } = this;
    let field = '';
    let at = from;
    if (text[at] === '"') {
      for (at += 1; ; ) {
        const quote = text.indexOf('"', at);
        if (quote < 0) {
          if (!isEnd) return null;
          this.openQuote = this.line;
          return { field: field + text.slice(at), end: text.length };
        }
        field += text.slice(at, quote);
        at = quote + 1;
        if (at >= text.length && !isEnd) return null;
        if (text[at] !== '"') break;
        field += '"';
        at += 1;
      }
    }
    let end = at;
    const stop = delimiter.charCodeAt(0);
    for (; end < text.length; end += 1) {
      const code = text.charCodeAt(end);
      if (code === stop || code === LINE_FEED || code === CARRIAGE_RETURN) break;
    }
    return { field: at === from ? text.slice(at, end) : field + text.slice(at, end), end };
  }
}

const QUOTE = 34;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** A lone carriage return ends a line, too. */
function lineEnds(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at += 1) {
    if (text[at] === '\n' || (text[at] === '\r' && text[at + 1] !== '\n')) count += 1;
  }
  return count;
}
