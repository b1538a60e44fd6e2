import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffRows, foldedRows, unifiedRows, wordParts } from './diff-rows.ts';

const rowsOf = (left: string, right: string) => diffRows(left, right) ?? [];

describe('lines of two texts', () => {
  it('stand beside each other', () => {
    const rows = rowsOf('a\nb\nc\n', 'a\nB\nc\nd\n');
    expect(rows.map(({ kind, left, right }) => [kind, left?.text, right?.text])).toEqual([
      ['same', 'a', 'a'],
      ['changed', 'b', 'B'],
      ['same', 'c', 'c'],
      ['added', undefined, 'd'],
    ]);
  });

  it('are all there, in order, with their numbers', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 });
    fc.assert(
      fc.property(text, text, (left, right) => {
        const rows = rowsOf(left.join('\n'), right.join('\n'));
        for (const [side, lines] of [
          ['left', left],
          ['right', right],
        ] as const) {
          const found = rows.flatMap((row) => row[side] ?? []);
          // A text that ends in a line break has no further, empty line.
          const wanted = lines.at(-1) === '' ? lines.slice(0, -1) : lines;
          expect(found.map((line) => line.text)).toEqual(wanted);
          expect(found.map((line) => line.number)).toEqual(wanted.map((_, at) => at + 1));
        }
      }),
    );
  });

  it('are the same with and without a line break at the end', () => {
    expect(rowsOf('a', 'a\n').map(({ kind }) => kind)).toEqual(['same']);
    expect(rowsOf('', '')).toEqual([]);
  });
});

describe('folded rows', () => {
  const lines = Array.from({ length: 20 }, (_, at) => `line ${at}`);
  const rows = rowsOf(lines.join('\n'), lines.with(10, 'other').join('\n'));

  it('keep the lines around a change', () => {
    const shown = foldedRows(rows, 2, new Set());
    expect(shown.map((row) => (row.kind === 'gap' ? row.count : row.kind))).toEqual([
      8,
      'same',
      'same',
      'changed',
      'same',
      'same',
      7,
    ]);
  });

  it('are opened one by one, or all shown', () => {
    expect(foldedRows(rows, 2, new Set([0])).filter(({ kind }) => kind === 'gap')).toHaveLength(1);
    expect(foldedRows(rows, null, new Set())).toHaveLength(20);
  });

  it('lose no row', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('same', 'changed'), { maxLength: 40 }),
        fc.integer({ min: 0, max: 4 }),
        (kinds, context) => {
          const line = { number: 1, text: '' };
          const all = kinds.map((kind) => ({ kind, left: line, right: line }) as const);
          const shown = foldedRows(all, context, new Set());
          const count = shown.reduce((sum, row) => sum + (row.kind === 'gap' ? row.count : 1), 0);
          expect(count).toBe(all.length);
        },
      ),
    );
  });
});

describe('unified rows', () => {
  it('put what was removed before what was added', () => {
    const rows = unifiedRows(rowsOf('a\nb\nx\n', 'A\nB\nx\ny\n'));
    expect(rows.map(({ kind }) => kind)).toEqual([
      'removed',
      'removed',
      'added',
      'added',
      'same',
      'added',
    ]);
  });
});

describe('words of changed lines', () => {
  it('are marked where the other line has none of them', () => {
    const left = wordParts('lr = 0.1', 'lr = 0.2', 'left');
    expect(left.map(({ text }) => text).join('')).toBe('lr = 0.1');
    expect(left.some(({ isOwn }) => isOwn)).toBe(true);
    expect(wordParts('x'.repeat(2000), 'y', 'left')).toEqual([
      { text: 'x'.repeat(2000), isOwn: false },
    ]);
  });
});
