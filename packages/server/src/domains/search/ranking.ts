import type { SearchMatch } from '@runloom/model';
import type { EntryRow } from './tables.ts';
import { first, foldCharacters } from './text.ts';
import type { Asked } from './tokens.ts';

const MATCHES: readonly SearchMatch[] = ['exact', 'prefix', 'words', 'part', 'similar'];
const MAX_EXCERPT = 160;
/** What stands before a match in an excerpt. */
const LEAD = 40;

export type Ranges = [number, number][];

/** How an entry that the index named matches; null when it does not. */
export function matchOf(
  { names, words }: Pick<EntryRow, 'names' | 'words'>,
  { folded, words: asked, parts }: Asked,
): SearchMatch | null {
  const all = names.split('\n').slice(1);
  if (all.includes(folded)) return 'exact';
  if (all.some((name) => name.startsWith(folded))) return 'prefix';
  if (asked.length > 0 && asked.every((word) => words.includes(` ${word}`))) return 'words';
  if (parts.every((part) => names.includes(part))) return 'part';
  return null;
}

export const isBetter = (a: SearchMatch, b: SearchMatch): boolean =>
  MATCHES.indexOf(a) < MATCHES.indexOf(b);

/** Best first; of equal ones, what changed last. */
export function compareMatches(
  a: { readonly match: SearchMatch; readonly order: number },
  b: { readonly match: SearchMatch; readonly order: number },
): number {
  return MATCHES.indexOf(a.match) - MATCHES.indexOf(b.match) || b.order - a.order;
}

/** Where words or parts that were asked for stand in a text; those that overlap are one. */
export function rangesIn(text: string, { folded, words, parts }: Asked): Ranges {
  const { value, starts } = foldWithPlaces(text);
  const found: Ranges = [];
  const whole = value.indexOf(folded);
  if (whole >= 0) found.push([whole, whole + folded.length]);
  else {
    for (const piece of new Set([...words, ...parts])) {
      for (let at = value.indexOf(piece); at >= 0 && found.length < 50; ) {
        const startsWord = at === 0 || !/[\p{L}\p{N}]/u.test(value.charAt(at - 1));
        if (startsWord || parts.includes(piece)) found.push([at, at + piece.length]);
        at = value.indexOf(piece, at + piece.length);
      }
    }
  }
  return merge(found).map(([from, to]) => [starts[from] ?? 0, starts[to] ?? text.length]);
}

/** The folded text, and for each of its units where in the text it comes from. */
function foldWithPlaces(text: string): { value: string; starts: readonly number[] } {
  let value = '';
  const starts: number[] = [];
  let at = 0;
  for (const character of text) {
    const part = foldCharacters(character);
    for (let unit = 0; unit < part.length; unit += 1) starts.push(at);
    value += part;
    at += character.length;
  }
  starts.push(text.length);
  return { value, starts };
}

function merge(ranges: Ranges): Ranges {
  const sorted = ranges.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  const merged: Ranges = [];
  for (const [from, to] of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

/** The line of a longer text that matches; null where none does. */
export function excerptOf(body: string, asked: Asked): { text: string; ranges: Ranges } | null {
  for (const line of body.split('\n')) {
    const ranges = rangesIn(line, asked);
    const [start] = ranges;
    if (start === undefined) continue;
    if (line.length <= MAX_EXCERPT) return { text: line, ranges };
    const from = wordStart(line, Math.max(0, start[0] - LEAD));
    const cut = first(line.slice(from), MAX_EXCERPT);
    const lead = from > 0 ? '…' : '';
    const text = `${lead}${cut}${from + cut.length < line.length ? '…' : ''}`;
    const shift = lead.length - from;
    const inside = ranges.filter(([, to]) => to <= from + cut.length);
    return { text, ranges: inside.map(([a, b]) => [a + shift, b + shift]) };
  }
  return null;
}

function wordStart(line: string, near: number): number {
  if (near === 0) return 0;
  const space = line.indexOf(' ', near);
  return space >= 0 && space < near + LEAD ? space + 1 : near;
}
