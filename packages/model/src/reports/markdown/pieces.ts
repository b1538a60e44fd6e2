/**
 * A long text in pieces that can be read one by one: the time that the parser takes grows faster than
 * what it reads, and some texts are written to make use of that.
 */

/** A piece ends at the first good place behind this many characters. */
const LONG = 4_000;
/** At the next line, good or not. */
const TOO_LONG = 40_000;
/** Signs of emphasis, and ends of links, in one piece that are still looked at; blocks of code have none. */
const MOST_SIGNS = 1_000;
/** Spaces before a line that count. */
const MOST_INDENT = 80;
/** Quotes and list items that one line may open. */
const MOST_MARKERS = 60;

export interface MarkdownPiece {
  readonly text: string;
  /** It has more signs than a text of a person: it is taken letter by letter. */
  readonly isPlain: boolean;
}

/** The pieces of a text; null when a line of it opens more quotes and lists than anybody means. */
export function splitMarkdown(source: string): readonly MarkdownPiece[] | null {
  const pieces: MarkdownPiece[] = [];
  let lines: string[] = [];
  let length = 0;
  let fence: string | null = null;
  let isAfterBlank = false;
  let [signs, ends] = [0, 0];
  const close = () => {
    const isPlain = signs > MOST_SIGNS || ends > MOST_SIGNS;
    if (lines.length > 0) pieces.push({ text: lines.join('\n'), isPlain });
    [lines, length, signs, ends] = [[], 0, 0, 0];
  };
  for (const given of source.split(/\r\n|\r|\n/)) {
    const line = fence === null ? withoutDepth(given) : given;
    if (fence === null && markerCount(line) > MOST_MARKERS) return null;
    const canEnd = fence === null && length > 0;
    if (canEnd && isAfterBlank && length > LONG && STARTS_ANEW.test(line)) close();
    else if (canEnd && length > TOO_LONG) close();
    lines.push(line);
    length += line.length + 1;
    const after = fenceAfter(fence, line);
    if (fence === null && after === null) {
      signs += countOf(line, /[*_~[]/g);
      ends += countOf(line, /\]/g);
    }
    fence = after;
    isAfterBlank = line.trim() === '';
  }
  close();
  return pieces;
}

/** What belongs to nothing before it, when a blank line stands between. */
const STARTS_ANEW = /^(?:#{1,6} |[\p{L}[!])/u;

/** What closes the block of code, formula or raw HTML that the line is in or opens; null outside. */
function fenceAfter(fence: string | null, line: string): string | null {
  if (fence !== null) return isClosing(fence, line) ? null : fence;
  const opened = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,}|\$\$+(?=[^$]*$))/.exec(line)?.[1];
  return opened ?? null;
}

function isClosing(fence: string, line: string): boolean {
  const text = line.trim();
  return text.length >= fence.length && [...text].every((sign) => sign === fence[0]);
}

const withoutDepth = (line: string): string => {
  const indent = line.length - line.trimStart().length;
  return indent > MOST_INDENT ? line.slice(indent - MOST_INDENT) : line;
};

function markerCount(line: string): number {
  const [opening = ''] = /^(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])))+/.exec(line) ?? [];
  return opening.replace(/[ \t\d]+/g, '').length;
}

const countOf = (line: string, sign: RegExp): number => line.match(sign)?.length ?? 0;

/** What links and notes of the text point to, wherever it stands: every piece must know it. */
export function definitionLines(source: string): string {
  let [found, fence]: [string, string | null] = ['', null];
  for (const line of source.split(/\r\n|\r|\n/)) {
    const isInside = fence !== null;
    fence = fenceAfter(fence, line);
    if (isInside || fence !== null) continue;
    if (/^ {0,3}\[[^\]]{1,200}\]:/.test(line)) found += `${line}\n`;
    if (found.length > MOST_DEFINITIONS) break;
  }
  return found;
}

const MOST_DEFINITIONS = 4_000;
