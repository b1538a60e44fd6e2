import type { JsonText } from '../../../domains/calls/index.ts';

/** Deeper JSON stays a text: readers of calls refuse it. */
const MAX_DEPTH = 200;

/** An object or list that was sent as a text. */
export interface ParsedText {
  readonly json: JsonText;
  readonly value: object;
}

/** The object or list that a text holds; null for any other text, numbers and plain words among them. */
export function parseObjectText(text: string): ParsedText | null {
  const first = text.charCodeAt(firstInk(text));
  if (first !== 0x7b && first !== 0x5b) return null;
  if (depthOf(text) > MAX_DEPTH) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { json: text, value } : null;
  } catch {
    return null;
  }
}

function firstInk(text: string): number {
  let at = 0;
  while (at < text.length && text.charCodeAt(at) <= 0x20) at += 1;
  return at;
}

function depthOf(text: string): number {
  // Few texts have so many brackets at all, and counting is quicker than reading.
  if (countOf(text, '[') + countOf(text, '{') < MAX_DEPTH) return 0;
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (quoted) {
      if (code === 0x5c) at += 1;
      else if (code === 0x22) quoted = false;
    } else if (code === 0x22) quoted = true;
    else if (code === 0x7b || code === 0x5b) deepest = Math.max(deepest, ++depth);
    else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return deepest;
}

/** How often a character stands in a text, at most `MAX_DEPTH`. */
function countOf(text: string, character: string): number {
  let count = 0;
  let at = text.indexOf(character);
  while (at >= 0 && count < MAX_DEPTH) {
    count += 1;
    at = text.indexOf(character, at + 1);
  }
  return count;
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A member that the object itself has, never one of its prototype. */
export const ownMember = (record: Readonly<Record<string, unknown>>, name: string): unknown =>
  Object.hasOwn(record, name) ? record[name] : undefined;
