import { diffLines } from '@runloom/model';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hunksOf } from './hunks.ts';

it('keeps three lines around what changed and counts the others', () => {
  const numbers = Array.from({ length: 30 }, (_, index) => String(index));
  const changed = numbers.with(10, 'ten').with(12, 'twelve');
  const hunks = hunksOf(diffLines(numbers.join('\n'), changed.join('\n')), false);
  expect(hunks.map(({ skipped, lines }) => [skipped, lines.length])).toEqual([
    [7, 11],
    [14, 0],
  ]);
});

it('leaves no line out uncounted', () => {
  const texts = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 60 });
  fc.assert(
    fc.property(texts, texts, fc.boolean(), (before, after, showsAll) => {
      const lines = diffLines(before.join('\n'), after.join('\n'));
      const total = hunksOf(lines, showsAll).reduce(
        (sum, hunk) => sum + hunk.skipped + hunk.lines.length,
        0,
      );
      expect(total).toBe(lines.length);
    }),
  );
});
