import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nearestDouble } from './decimal.ts';

/** As the reader of rows asks: nine digits, and those behind them. */
function read(digits: string, exponent: number): number {
  const significant = digits.replace(/^0+/, '');
  if (significant.length <= 15) return nearestDouble(Number(significant), 0, 0, exponent);
  const tail = significant.slice(9);
  return nearestDouble(Number(significant.slice(0, 9)), Number(tail), tail.length, exponent);
}

it('gives what JavaScript reads, whenever it gives a number', () => {
  const digits = fc.stringMatching(/^[0-9]{1,18}$/);
  fc.assert(
    fc.property(digits, fc.integer({ min: -30, max: 30 }), (text, exponent) => {
      const found = read(text, exponent);
      if (!Number.isNaN(found)) expect(found).toBe(Number(`${text}e${exponent}`));
    }),
    { numRuns: 20_000 },
  );
});

it('reads every double that has up to eighteen digits and no large exponent', () => {
  const double = fc.double({ min: 1e-5, max: 1e15, noNaN: true });
  fc.assert(
    fc.property(double, (value) => {
      const [whole = '', fraction = ''] = String(value).split('.');
      if (whole.includes('e') || fraction.includes('e')) return;
      if (fraction.length > 22 || (whole + fraction).replace(/^0+/, '').length > 18) return;
      expect(read(whole + fraction, -fraction.length)).toBe(value);
    }),
    { numRuns: 20_000 },
  );
});

it('reads halfway cases as the standard says: to the even neighbour', () => {
  // 2^53 + 1 lies between two doubles.
  expect(read('9007199254740993', 0)).toBe(9007199254740992);
  expect(read('9007199254740995', 0)).toBe(9007199254740996);
});
