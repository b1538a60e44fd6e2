import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baseAround, lastBase, MOST_LINES, movedBase, windowSize } from './line-window.ts';

const counts = fc.integer({ min: 1, max: 20_000_000 });

describe('the window on a log', () => {
  it('is the whole log up to a million lines', () => {
    expect(lastBase(MOST_LINES)).toBe(0);
    expect(baseAround(999_999, MOST_LINES)).toBe(0);
    expect(windowSize(0, MOST_LINES)).toBe(MOST_LINES);
  });

  it('reaches the last line and any other', () => {
    fc.assert(
      fc.property(counts, fc.nat(), (count, random) => {
        const line = random % count;
        for (const [base, wanted] of [
          [lastBase(count), count - 1],
          [baseAround(line, count), line],
        ] as const) {
          expect(base).toBeGreaterThanOrEqual(0);
          expect(wanted).toBeGreaterThanOrEqual(base);
          expect(wanted).toBeLessThan(base + windowSize(base, count));
        }
      }),
    );
  });

  it('moves on near its ends, and not back at once', () => {
    fc.assert(
      fc.property(counts, fc.nat(), (count, random) => {
        const base = baseAround(random % count, count);
        const size = windowSize(base, count);
        for (const first of [base, base + size - 60]) {
          const moved = movedBase(base, first, first + 60, count);
          expect(movedBase(moved, first, first + 60, count)).toBe(moved);
        }
      }),
    );
  });
});
