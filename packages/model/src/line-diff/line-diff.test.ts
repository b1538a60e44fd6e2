import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffLines, linesOf } from './line-diff.ts';

const shown = (before: string, after: string): string[] =>
  diffLines(before, after).map(
    ({ kind, text }) => ({ same: ' ', removed: '-', added: '+' })[kind] + text,
  );

describe('diffLines', () => {
  it('keeps what both have, and tells what went and came', () => {
    expect(shown('a\nb\nc\nd\n', 'a\nc\nx\nd\n')).toEqual([' a', '-b', ' c', '+x', ' d']);
    expect(shown('', 'a')).toEqual(['+a']);
    expect(shown('a\r\nb', 'a\nb')).toEqual([' a', ' b']);
  });

  it('numbers lines on both sides', () => {
    expect(diffLines('a\nb', 'x\na\nb')).toMatchObject([
      { before: null, after: 1 },
      { before: 1, after: 2 },
      { before: 2, after: 3 },
    ]);
  });

  it('ends soon where nothing is in common', () => {
    const lines = (word: string) => Array.from({ length: 20_000 }, (_, i) => word + i).join('\n');
    expect(diffLines(lines('a'), lines('b'))).toHaveLength(40_000);
  });

  const texts = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 30 });
  it('holds every line of both texts in order, and no shorter one is possible', () => {
    fc.assert(
      fc.property(texts, texts, (left, right) => {
        const [before, after] = [left.join('\n'), right.join('\n')];
        const lines = diffLines(before, after);
        const side = (kind: 'removed' | 'added') =>
          lines.filter((line) => line.kind === 'same' || line.kind === kind).map((l) => l.text);
        expect(side('removed')).toEqual(linesOf(before));
        expect(side('added')).toEqual(linesOf(after));
        const common = lines.filter(({ kind }) => kind === 'same').length;
        expect(common).toBe(longestCommon(linesOf(before), linesOf(after)));
      }),
    );
  });
});

/** By the table that textbooks fill. */
function longestCommon(left: readonly string[], right: readonly string[]): number {
  let row = new Array<number>(right.length + 1).fill(0);
  for (const line of left) {
    const next = [0];
    for (const [index, other] of right.entries()) {
      next.push(
        line === other ? (row[index] ?? 0) + 1 : Math.max(row[index + 1] ?? 0, next[index] ?? 0),
      );
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
