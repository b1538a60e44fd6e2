/**
 * Lines as they stand in the body of a request: JSON strings, still escaped, one after the other. A
 * line is taken out as a text only when somebody asks for it, since most are read where they stand.
 */
export interface Lines {
  readonly count: number;
  readonly bytes: Buffer;
  /** Where the line's first byte behind the opening quote is. */
  start(line: number): number;
  /** Where the closing quote is. */
  end(line: number): number;
  text(line: number): string;
}

const QUOTE = 0x22;

/** Lines between `starts[i]` and `ends[i]` of a body. */
export function linesIn(bytes: Buffer, starts: ArrayLike<number>, ends: ArrayLike<number>): Lines {
  return {
    count: starts.length,
    bytes,
    start: (line) => starts[line] ?? 0,
    end: (line) => ends[line] ?? 0,
    text: (line) => {
      const start = starts[line] ?? 0;
      const end = ends[line] ?? 0;
      const token = bytes.toString('utf8', start - 1, end + 1);
      try {
        return JSON.parse(token) as string;
      } catch {
        // No JSON string at all: whoever reads it finds no row in it.
        return token;
      }
    },
  };
}

/** Texts as such lines. */
export function linesOf(texts: readonly string[]): Lines {
  const starts: number[] = [];
  const ends: number[] = [];
  const parts = texts.map((text) => Buffer.from(JSON.stringify(text)));
  let at = 0;
  for (const part of parts) {
    starts.push(at + 1);
    at += part.length;
    ends.push(at - 1);
  }
  return linesIn(Buffer.concat(parts), starts, ends);
}

/** Position after the closing quote of the string whose opening quote is at `at`; −1 when it is not closed. */
export function stringEndIn(bytes: Buffer, at: number): number {
  for (let position = at + 1; position < bytes.length; position += 1) {
    const byte = bytes[position] as number;
    if (byte === 0x5c) position += 1;
    else if (byte === QUOTE) return position + 1;
  }
  return -1;
}
