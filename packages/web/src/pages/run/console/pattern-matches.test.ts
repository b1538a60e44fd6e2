import { describe, expect, it } from 'vitest';
import { findPattern } from './pattern-matches.ts';

describe('findPattern', () => {
  it('finds what a pattern stands for, whatever the case', () => {
    expect(findPattern('Loss=12 loss=3', 'loss=\\d+')).toEqual([
      { start: 0, end: 7 },
      { start: 8, end: 14 },
    ]);
  });

  it.each(['(', '[', 'x*', '^', ''])('marks nothing for %j', (pattern) => {
    expect(findPattern('abc', pattern)).toEqual([]);
  });
});
