import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberOfCode, putCode } from './value-code.ts';

function throughCode(value: number): number {
  const words = new Uint32Array(2);
  putCode(value, words, 0);
  return numberOfCode(words[0] ?? 0, words[1] ?? 0);
}

describe('the code of a number', () => {
  it('reads back as the same double, whatever it is', () => {
    const double = fc.oneof(
      fc.double(),
      fc.double().map(Math.fround),
      fc.integer(),
      fc.tuple(fc.maxSafeInteger(), fc.integer({ min: 0, max: 9 })).map(([m, e]) => m / 10 ** e),
      fc.constantFrom(0, -0, Number.MIN_VALUE, -Number.MAX_VALUE, 2 ** 48 / 1e4, 0.1, -1e-6),
    );
    fc.assert(
      fc.property(double, (value) => {
        expect(throughCode(value)).toBe(value);
      }),
      { numRuns: 20_000 },
    );
  });

  it('keeps short decimals as their digits', () => {
    const words = new Uint32Array(4);
    putCode(0.1234, words, 0);
    putCode(0.1235, words, 2);
    expect([words[0], words[2]]).toEqual([1234, 1235]);
    expect(words[1]).toBe(words[3]);
  });
});
