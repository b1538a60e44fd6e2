import type { AnsiSegment, AnsiStyle } from '../../../components/ansi/ansi.ts';
import type { Match } from '../../../components/matches.ts';

/** A part of a line in one style that is wholly inside or outside a match. */
export interface MarkedSegment {
  readonly text: string;
  readonly style: AnsiStyle;
  readonly isMatch: boolean;
  /** Position in the line's plain text. */
  readonly start: number;
}

/** Cuts the parts of a line where matches of its plain text begin and end. */
export function markSegments(
  segments: readonly AnsiSegment[],
  matches: readonly Match[],
): readonly MarkedSegment[] {
  const marked: MarkedSegment[] = [];
  let segmentStart = 0;
  for (const { text, style } of segments) {
    const segmentEnd = segmentStart + text.length;
    let at = segmentStart;
    const push = (end: number, isMatch: boolean) => {
      if (end <= at) return;
      const part = text.slice(at - segmentStart, end - segmentStart);
      marked.push({ text: part, style, isMatch, start: at });
      at = end;
    };
    for (const { start, end } of matches) {
      if (end <= segmentStart || start >= segmentEnd) continue;
      push(Math.max(segmentStart, start), false);
      push(Math.min(segmentEnd, end), true);
    }
    push(segmentEnd, false);
    segmentStart = segmentEnd;
  }
  return marked;
}
