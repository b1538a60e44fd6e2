import fc from 'fast-check';
import { expect, test } from 'vitest';
import { yTicks } from './axes.ts';
import { evenTicks, logTicks } from './ticks.ts';

test('a few decades are divided by 1, 2 and 5', () => {
  expect(logTicks(0.9, 11, 8)).toEqual([1, 2, 5, 10]);
});

test('many decades are divided by powers of ten, very many by some of them', () => {
  expect(logTicks(1e-5, 2, 7)).toEqual([1e-5, 1e-4, 1e-3, 0.01, 0.1, 1]);
  expect(logTicks(1e-30, 1, 6)).toEqual([1e-30, 1e-25, 1e-20, 1e-15, 1e-10, 1e-5, 1]);
});

test('a view within one decade has even distances', () => {
  expect(logTicks(2.1, 2.9, 6)).toEqual([2.2, 2.4, 2.6, 2.8]);
});

test('an axis has two labels at least, though there is room for few', () => {
  expect(yTicks(false, { min: 1.2, max: 2.7 }, 60).places).toEqual([1.5, 2, 2.5]);
  fc.assert(
    fc.property(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
      fc.integer({ min: 1, max: 400 }),
      (min, width, height) => yTicks(false, { min, max: min + width }, height).places.length >= 2,
    ),
  );
});

test('labels are within the view, ascending, and few', () => {
  const range = fc.tuple(
    fc.double({ min: -250, max: 250, noNaN: true }),
    fc.double({ min: 0.001, max: 50, noNaN: true }),
  );
  fc.assert(
    fc.property(range, fc.integer({ min: 2, max: 12 }), ([from, width], most) => {
      const [min, max] = [10 ** from, 10 ** (from + width)];
      const ticks = logTicks(min, max, most);
      expect(ticks.length).toBeLessThanOrEqual(Math.max(most, 4) + 3);
      expect(ticks.every((tick) => tick >= min && tick <= max)).toBe(true);
      expect(ticks).toEqual([...new Set(ticks)].sort((a, b) => a - b));
    }),
  );
});

test('an axis without a place for anything has no labels', () => {
  expect([logTicks(0, 1, 5), logTicks(Number.NaN, 1, 5), logTicks(2, 2, 5)]).toEqual([[], [], []]);
});

test('a linear axis has round labels, however large or small the values', () => {
  expect(evenTicks(-0.1, 1.1, 6)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(evenTicks(-1.1e300, 1.1e300, 4)).toEqual([-1e300, 0, 1e300]);
  expect(evenTicks(0, 1e-40, 2)).toEqual([0, 5e-41, 1e-40]);
  expect(evenTicks(1e9, 1e9 + 0.31, 3.1)).toEqual([1e9, 1e9 + 0.1, 1e9 + 0.2, 1e9 + 0.3]);
  expect(evenTicks(1, 1, 3)).toEqual([]);
});
