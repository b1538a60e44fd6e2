import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DropTest,
  dropEvidence,
  lowerMeanBound,
  START_OF_DROP_TEST,
  watchDrop,
} from './index.ts';
import { createRandom, type Random } from './random.ts';

const watchAll = (bound: number, values: Iterable<number>): DropTest => {
  let test = START_OF_DROP_TEST;
  for (const value of values) test = watchDrop(test, bound, value);
  return test;
};

/** After how many values it is told; null where it never is. */
function toldAfter(
  bound: number,
  alpha: number,
  most: number,
  draw: (at: number) => number,
): number | null {
  let test = START_OF_DROP_TEST;
  for (let at = 0; at < most; at += 1) {
    test = watchDrop(test, bound, draw(at));
    if (dropEvidence(test) >= 1 / alpha) return at + 1;
  }
  return null;
}

const coin = (random: Random, share: number): number => (random() < share ? 1 : 0);
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.POSITIVE_INFINITY;

describe('the evidence that a mean has fallen', () => {
  it('is a fair bet: its mean over the next throw is what it was, at the bound', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.02, max: 0.98, noNaN: true }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 60 }),
        (bound, values) => {
          const test = watchAll(bound, values);
          const next =
            bound * dropEvidence(watchDrop(test, bound, 1)) +
            (1 - bound) * dropEvidence(watchDrop(test, bound, 0));
          expect(next / dropEvidence(test)).toBeCloseTo(1, 9);
        },
      ),
    );
  });

  it('is never below 0, begins at 1, and falls when values rise', () => {
    expect(dropEvidence(START_OF_DROP_TEST)).toBe(1);
    fc.assert(
      fc.property(
        fc.double({ min: 0.02, max: 0.98, noNaN: true }),
        fc.array(fc.double({ min: -1, max: 2, noNaN: true }), { minLength: 1, maxLength: 60 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (bound, values, rise) => {
          const evidence = dropEvidence(watchAll(bound, values));
          const risen = dropEvidence(
            watchAll(
              bound,
              values.map((value) => value + rise),
            ),
          );
          expect(evidence).toBeGreaterThan(0);
          expect(risen).toBeLessThanOrEqual(evidence * (1 + 1e-12));
        },
      ),
    );
  });

  it('stays finite, however long all goes wrong', () => {
    const test = watchAll(0.9, {
      *[Symbol.iterator]() {
        for (let at = 0; at < 5_000; at += 1) yield 0;
      },
    });
    expect(Number.isFinite(dropEvidence(test))).toBe(true);
    expect(JSON.parse(JSON.stringify(test))).toEqual(test);
  });
});

describe('in simulation', () => {
  // 600 watches of 5,000 values each: were alpha the rate, the share told would lie below
  // 0.05 + 3 * sqrt(0.05 * 0.95 / 600) = 0.077 in 99.9 % of them.
  it.each([
    ['yes and no', 0.9, (random: Random) => coin(random, 0.9)],
    ['yes and no, one in two', 0.5, (random: Random) => coin(random, 0.5)],
    ['numbers', 0.6, (random: Random) => 0.2 + 0.8 * random()],
    // Whatever came before: it goes up and down, but never below the bound.
    [
      'what moves with time',
      0.7,
      (random: Random, at: number) => coin(random, at % 200 < 100 ? 0.7 : 0.95),
    ],
  ] as const)('nothing is told of %s in 5,000 values, but for alpha', (_, bound, draw) => {
    const alpha = 0.05;
    let told = 0;
    for (let turn = 0; turn < 600; turn += 1) {
      const random = createRandom(turn * 7_919 + 13);
      if (toldAfter(bound, alpha, 5_000, (at) => draw(random, at)) !== null) told += 1;
    }
    expect(told / 600).toBeLessThan(0.077);
  });

  it.each([
    // Pass rate before and after, the bound, values before the fall, and the median until it is told.
    { from: 0.95, to: 0.7, bound: 0.9, before: 0, within: 45 },
    { from: 0.95, to: 0.8, bound: 0.9, before: 0, within: 150 },
    { from: 0.95, to: 0.7, bound: 0.9, before: 1_000, within: 110 },
    { from: 0.95, to: 0.8, bound: 0.9, before: 1_000, within: 330 },
    { from: 0.95, to: 0.5, bound: 0.9, before: 10_000, within: 55 },
  ])('a fall from $from to $to after $before values is told within $within', (fall) => {
    const delays = Array.from({ length: 101 }, (_, turn) => {
      const random = createRandom(turn * 104_729 + 7);
      const found = toldAfter(fall.bound, 0.01, fall.before + 5_000, (at) =>
        coin(random, at < fall.before ? fall.from : fall.to),
      );
      return (found ?? Number.POSITIVE_INFINITY) - fall.before;
    });
    expect(median(delays)).toBeLessThanOrEqual(fall.within);
  });
});

describe('a lower bound of a mean', () => {
  it('lies below it, and nearer the more there is', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 500 }),
        (mean, count) => {
          const bound = lowerMeanBound(mean, count, 0.025);
          expect(bound).toBeGreaterThanOrEqual(0);
          expect(bound).toBeLessThanOrEqual(mean);
          expect(lowerMeanBound(mean, count * 2, 0.025)).toBeGreaterThanOrEqual(bound);
        },
      ),
    );
    // All of n right: the root of alpha.
    expect(lowerMeanBound(1, 100, 0.025)).toBeCloseTo(0.025 ** (1 / 100), 9);
  });

  it('is above the truth at most as often as it says', () => {
    let wrong = 0;
    for (let turn = 0; turn < 4_000; turn += 1) {
      const random = createRandom(turn * 31 + 5);
      let sum = 0;
      for (let at = 0; at < 60; at += 1) sum += coin(random, 0.8);
      if (lowerMeanBound(sum / 60, 60, 0.025) > 0.8) wrong += 1;
    }
    expect(wrong / 4_000).toBeLessThanOrEqual(0.025 + 3 * Math.sqrt((0.025 * 0.975) / 4_000));
  });
});
