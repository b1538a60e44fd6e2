import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PLAIN } from '../../../components/ansi/ansi.ts';
import { findMatches } from '../../../components/matches.ts';
import { markSegments } from './marked-segments.ts';

describe('markSegments', () => {
  it('marks a match that goes over a change of colour', () => {
    const red = { ...PLAIN, isBold: true };
    const segments = [
      { text: 'lo', style: PLAIN },
      { text: 'ss: 1', style: red },
    ];
    expect(markSegments(segments, findMatches('loss: 1', 'oss'))).toEqual([
      { text: 'l', style: PLAIN, isMatch: false, start: 0 },
      { text: 'o', style: PLAIN, isMatch: true, start: 1 },
      { text: 'ss', style: red, isMatch: true, start: 2 },
      { text: ': 1', style: red, isMatch: false, start: 4 },
    ]);
  });

  it('never loses or doubles text', () => {
    const texts = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', ' ') }));
    fc.assert(
      fc.property(texts, fc.constantFrom('a', 'ab', 'aa', ' '), (parts, search) => {
        const whole = parts.join('');
        const segments = parts.map((text) => ({ text, style: PLAIN }));
        const marked = markSegments(segments, findMatches(whole, search));
        expect(marked.map(({ text }) => text).join('')).toBe(whole);
        for (const { text, start } of marked)
          expect(whole.slice(start, start + text.length)).toBe(text);
        const found = marked.filter(({ isMatch }) => isMatch).map(({ text }) => text);
        expect(found.join('').length).toBe(findMatches(whole, search).length * search.length);
      }),
    );
  });
});
