import { type Lines, linesIn, stringEndIn } from '../../../domains/metrics/index.ts';
import { HISTORY } from './chunk.ts';

/** A body whose lines of history, when there are any, are left where they stand. */
export interface Envelope {
  readonly body: unknown;
  readonly history: Lines | null;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN = 0x7b;
const CLOSE = 0x7d;

/**
 * Reads the body of a `file_stream` request. Nearly all of it is lines of history, JSON inside of
 * JSON: those are only found here, and the rest is read as any JSON is.
 * @throws SyntaxError when it is no JSON
 */
export function readEnvelope(bytes: Buffer): Envelope {
  const found = findHistory(bytes);
  if (found === null) return { body: JSON.parse(bytes.toString('utf8')), history: null };
  const before = bytes.toString('utf8', 0, found.from);
  const after = bytes.toString('utf8', found.to);
  return {
    body: JSON.parse(`${before}[]${after}`),
    history: linesIn(bytes, found.starts, found.ends),
  };
}

interface Found {
  /** Where the list of lines is. */
  readonly from: number;
  readonly to: number;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** The lines of `{"files":{"wandb-history.jsonl":{"content":[…]}}}`; null when there are none, or not once. */
function findHistory(bytes: Buffer): Found | null {
  const walker = new Walker(bytes);
  const lists: number[] = [];
  const isWhole = walker.object(0, (key, at) =>
    key === 'files'
      ? walker.object(at, (name, below) =>
          name === HISTORY
            ? walker.object(below, (part, value) => {
                if (part === 'content') lists.push(value);
                return walker.skip(value);
              })
            : walker.skip(below),
        )
      : walker.skip(at),
  );
  const [from] = lists;
  if (isWhole < 0 || from === undefined || lists.length > 1) return null;
  const { starts, ends, to } = walker.strings(from);
  return to < 0 || starts.length === 0 ? null : { from, to, starts, ends };
}

/** Walks over JSON without reading it. Positions are −1 where it is not what was expected. */
class Walker {
  private readonly bytes: Buffer;
  /** The list that was walked over last, since its strings may be asked for. */
  private last: { from: number; to: number; starts: number[]; ends: number[] } | null = null;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  /** Position behind an object whose members `visit` walks over; what is no object is skipped. */
  object(start: number, visit: (key: string, at: number) => number): number {
    const { bytes } = this;
    let at = this.space(start);
    if (bytes[at] !== OPEN) return this.skip(at);
    at = this.space(at + 1);
    if (bytes[at] === CLOSE) return at + 1;
    while (bytes[at] === QUOTE) {
      const end = stringEndIn(bytes, at);
      if (end < 0) return -1;
      const key = this.key(at, end);
      at = this.space(end);
      if (bytes[at] !== COLON) return -1;
      at = visit(key, this.space(at + 1));
      if (at < 0) return -1;
      at = this.space(at);
      if (bytes[at] === CLOSE) return at + 1;
      if (bytes[at] !== COMMA) return -1;
      at = this.space(at + 1);
    }
    return -1;
  }

  /** Position behind any value. */
  skip(start: number): number {
    const { bytes } = this;
    if (bytes[start] === QUOTE) return stringEndIn(bytes, start);
    if (bytes[start] === OPEN_LIST) {
      const list = this.strings(start);
      if (list.to >= 0) return list.to;
    }
    let depth = 0;
    for (let at = start; at < bytes.length; at += 1) {
      const byte = bytes[at] as number;
      if (byte === QUOTE) {
        at = stringEndIn(bytes, at) - 1;
        if (at < 0) return -1;
      } else if (byte === OPEN || byte === OPEN_LIST) depth += 1;
      else if (byte === CLOSE || byte === CLOSE_LIST) {
        if (depth === 0) return at;
        depth -= 1;
        if (depth === 0) return at + 1;
      } else if (byte === COMMA && depth === 0) return at;
    }
    return -1;
  }

  /** Where the strings of a list stand, and where it ends; −1 when anything else is in it. */
  strings(from: number): NonNullable<Walker['last']> {
    if (this.last?.from === from) return this.last;
    const list = { from, to: -1, starts: [] as number[], ends: [] as number[] };
    this.last = list;
    const { bytes } = this;
    let at = bytes[from] === OPEN_LIST ? this.space(from + 1) : -1;
    while (bytes[at] === QUOTE) {
      const end = stringEndIn(bytes, at);
      if (end < 0) return list;
      list.starts.push(at + 1);
      list.ends.push(end - 1);
      at = this.space(end);
      if (bytes[at] === CLOSE_LIST) list.to = at + 1;
      if (bytes[at] !== COMMA) return list;
      at = this.space(at + 1);
    }
    return list;
  }

  private key(at: number, end: number): string {
    const text = this.bytes.toString('utf8', at, end);
    return text.includes(String.fromCharCode(BACKSLASH))
      ? (JSON.parse(text) as string)
      : text.slice(1, -1);
  }

  private space(at: number): number {
    const { bytes } = this;
    let position = at;
    for (;;) {
      const byte = bytes[position];
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return position;
      position += 1;
    }
  }
}
