import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findMatches } from './matches.ts';

describe('findMatches', () => {
  it('finds every place, whatever the case', () => {
    expect(findMatches('Loss, loss, LOSS', 'loss')).toEqual([
      { start: 0, end: 4 },
      { start: 6, end: 10 },
      { start: 12, end: 16 },
    ]);
  });

  it('takes signs of patterns as they are', () => {
    expect(findMatches('a.b a+b (x)', '(x)')).toEqual([{ start: 8, end: 11 }]);
    expect(findMatches('aXb', 'a.b')).toEqual([]);
  });

  it('finds nothing for an empty search', () => {
    expect(findMatches('text', '')).toEqual([]);
  });

  it('finds any text in itself, and never fails', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', minLength: 1 }).filter((text) => text.isWellFormed()),
        (text) => {
          expect(findMatches(`<${text}>`, text)[0]).toEqual({ start: 1, end: 1 + text.length });
        },
      ),
    );
  });

  it('does not fail on half a character', () => {
    expect(() => findMatches('a\ud800b', '\ud800')).not.toThrow();
    expect(() => findMatches('😀', '\ud83d')).not.toThrow();
  });
});
