import { decodeString, numberEnd, skipSpace, stringEnd } from '@runloom/model';

const QUOTE = 34;
const OPEN = new Set(['{', '[']);
const CLOSE = new Set(['}', ']']);

/** Where a value stands in a JSON text. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * Where the value at a path stands in a JSON text; null where there is none, or the text is no JSON.
 * All around it stays as it was sent. Of equal keys the last counts.
 */
export function spanAtPath(json: string, path: readonly string[]): Span | null {
  let from = skipSpace(json, 0);
  for (const segment of path) {
    const found = memberAt(json, from, segment);
    if (found === null) return null;
    from = found;
  }
  const to = valueEnd(json, from);
  return to < 0 ? null : { from, to };
}

/** Where the member of the object or list that begins there stands. */
function memberAt(json: string, from: number, segment: string): number | null {
  const isObject = json[from] === '{';
  if (!isObject && json[from] !== '[') return null;
  let found: number | null = null;
  let at = skipSpace(json, from + 1);
  for (let place = 0; at < json.length && !CLOSE.has(json[at] ?? ''); place += 1) {
    let key = String(place);
    if (isObject) {
      const end = json.charCodeAt(at) === QUOTE ? stringEnd(json, at) : -1;
      if (end < 0) return null;
      key = decodeString(json.slice(at, end));
      at = skipSpace(json, skipSpace(json, end) + 1);
    }
    if (key === segment) found = at;
    const end = valueEnd(json, at);
    if (end < 0) return null;
    at = skipSpace(json, end);
    if (json[at] === ',') at = skipSpace(json, at + 1);
  }
  return found;
}

/** Where the value that begins there ends; −1 when it does not. */
function valueEnd(json: string, from: number): number {
  const first = json[from] ?? '';
  if (json.charCodeAt(from) === QUOTE) return stringEnd(json, from);
  if (OPEN.has(first)) return nestedEnd(json, from);
  const word = ['true', 'false', 'null', 'NaN', 'Infinity'].find((one) =>
    json.startsWith(one, from),
  );
  if (word !== undefined) return from + word.length;
  const end = numberEnd(json, from);
  return end > from ? end : -1;
}

function nestedEnd(json: string, from: number): number {
  let depth = 0;
  for (let at = from; at < json.length; at += 1) {
    const character = json[at] ?? '';
    if (character === '"') {
      const end = stringEnd(json, at);
      if (end < 0) return -1;
      at = end - 1;
    } else if (OPEN.has(character)) {
      depth += 1;
    } else if (CLOSE.has(character)) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}
