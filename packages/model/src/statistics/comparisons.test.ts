import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Aim,
  holmAdjusted,
  type Interval,
  mcnemarMidP,
  mcnemarWorse,
  normalQuantile,
  normalUpperTail,
  type PairedCounts,
  pairedMeans,
  pairedShareInterval,
  pairsForMeans,
  pairsForShares,
  wilsonInterval,
} from './index.ts';
import { createRandom, type Random } from './random.ts';

// Figures of SciPy and statsmodels: reference-comparisons.py makes them.

const close = (found: Interval | null, expected: Interval) => {
  expect(found?.[0]).toBeCloseTo(expected[0], 10);
  expect(found?.[1]).toBeCloseTo(expected[1], 10);
};

describe('figures of the reference', () => {
  it('hold for the normal distribution', () => {
    const tails = [0.3085375387259869, 0.0018658133003840375, 0.0009676032132183563];
    [0.5, 2.9, 3.1].forEach((z, at) => {
      expect(normalUpperTail(z)).toBeCloseTo(tails[at] ?? 0, 14);
    });
    expect(normalUpperTail(8) / 6.22096057427174e-16).toBeCloseTo(1, 10);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12);
    expect(normalQuantile(1e-6)).toBeCloseTo(-4.753424308822899, 9);
  });

  it('hold for one share', () => {
    close(wilsonInterval(7, 10), [0.39677814746114537, 0.8922087325936989]);
    close(wilsonInterval(0, 25), [0, 0.13319225093904855]);
    expect(wilsonInterval(0, 0)).toBeNull();
  });

  it('hold for pairs', () => {
    const counts = { onlyFirst: 12, onlySecond: 4, count: 50 };
    expect(mcnemarMidP(counts)).toBeCloseTo(0.04904174804687501, 12);
    expect(mcnemarWorse(counts)).toBeCloseTo(0.0384063720703125, 12);
    const means = pairedMeans(Float64Array.of(0.3, -0.1, 0.4, 0.2, 0.6, -0.2));
    expect(means.p).toBeCloseTo(0.16720046877557931, 12);
    expect(means.pBelow).toBeCloseTo(1 - 0.16720046877557931 / 2, 12);
  });

  it('hold for several tests at once', () => {
    const adjusted = holmAdjusted([0.01, null, 0.04, 0.03, 0.005]);
    [0.03, null, 0.06, 0.06, 0.02].forEach((p, at) => {
      if (p === null) expect(adjusted[at]).toBeNull();
      else expect(adjusted[at]).toBeCloseTo(p, 12);
    });
  });
});

const counts = fc
  .record({
    onlyFirst: fc.integer({ min: 0, max: 40 }),
    onlySecond: fc.integer({ min: 0, max: 40 }),
    same: fc.integer({ min: 0, max: 100 }),
  })
  .map(({ onlyFirst, onlySecond, same }) => ({
    onlyFirst,
    onlySecond,
    count: onlyFirst + onlySecond + same,
  }))
  .filter(({ count }) => count > 0);
const turned = ({ onlyFirst, onlySecond, count }: PairedCounts): PairedCounts => ({
  onlyFirst: onlySecond,
  onlySecond: onlyFirst,
  count,
});

describe('pairs of yes and no', () => {
  it('have an interval around the difference that turns with the sides', () => {
    fc.assert(
      fc.property(counts, (given) => {
        const [low, high] = pairedShareInterval(given) ?? [1, 0];
        const difference = (given.onlySecond - given.onlyFirst) / given.count;
        expect(low).toBeGreaterThanOrEqual(-1);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(difference);
        expect(high).toBeGreaterThanOrEqual(difference);
        const [otherLow, otherHigh] = pairedShareInterval(turned(given)) ?? [1, 0];
        expect(otherLow).toBeCloseTo(-high, 9);
        expect(otherHigh).toBeCloseTo(-low, 9);
        expect(mcnemarMidP(turned(given))).toBeCloseTo(mcnemarMidP(given), 12);
      }),
    );
  });
});

/** The share of trials whose interval holds the truth. */
function coverage(
  trials: number,
  seed: number,
  trial: (random: Random) => readonly [interval: Interval | null, truth: number],
): number {
  const random = createRandom(seed);
  let held = 0;
  for (let at = 0; at < trials; at += 1) {
    const [interval, truth] = trial(random);
    if (interval !== null && interval[0] <= truth && truth <= interval[1]) held += 1;
  }
  return held / trials;
}

const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

describe.each([10, 50, 500])('intervals over %i examples', (n) => {
  // Counts are whole, so that no interval holds exactly 95 % at each single truth; over truths it does.
  const TRIALS = n === 500 ? 8_000 : 20_000;

  it('hold a share', () => {
    const found = coverage(TRIALS, n, (random) => {
      const truth = 0.05 + 0.9 * random();
      let successes = 0;
      for (let at = 0; at < n; at += 1) if (random() < truth) successes += 1;
      return [wilsonInterval(successes, n), truth];
    });
    expect(Math.abs(found - 0.95)).toBeLessThan(0.01);
  });

  it('hold a difference of shares of pairs', () => {
    const found = coverage(TRIALS, n + 1, (random) => {
      const first = 0.05 + 0.35 * random();
      const second = 0.05 + 0.35 * random();
      const drawn = { onlyFirst: 0, onlySecond: 0, count: n };
      for (let at = 0; at < n; at += 1) {
        const u = random();
        if (u < first) drawn.onlyFirst += 1;
        else if (u < first + second) drawn.onlySecond += 1;
      }
      return [pairedShareInterval(drawn), second - first];
    });
    expect(Math.abs(found - 0.95)).toBeLessThan(0.01);
  });

  it('hold a difference of means of pairs', () => {
    const found = coverage(TRIALS, n + 2, (random) => {
      const truth = normal(random);
      const differences = Float64Array.from({ length: n }, () => truth + 3 * normal(random));
      return [pairedMeans(differences).interval, truth];
    });
    expect(Math.abs(found - 0.95)).toBeLessThan(0.01);
  });
});

describe('how many examples a gate needs', () => {
  const AIM: Aim = { alpha: 0.05, power: 0.8 };
  /** How often pairs of which `lost` got worse and `won` better are refused. */
  const refused = (n: number, lost: number, won: number, seed: number): number => {
    const random = createRandom(seed);
    const TRIALS = 4000;
    let count = 0;
    for (let trial = 0; trial < TRIALS; trial += 1) {
      const drawn = { onlyFirst: 0, onlySecond: 0, count: n };
      for (let at = 0; at < n; at += 1) {
        const u = random();
        if (u < lost) drawn.onlyFirst += 1;
        else if (u < lost + won) drawn.onlySecond += 1;
      }
      if (mcnemarWorse(drawn) <= AIM.alpha) count += 1;
    }
    return count / TRIALS;
  };

  it.each([20, 200, 1000])('lets nothing through at %i pairs more often than it says', (n) => {
    expect(refused(n, 0.05, 0.05, n)).toBeLessThanOrEqual(AIM.alpha);
    expect(refused(n, 0.2, 0.2, n)).toBeLessThanOrEqual(AIM.alpha);
  });

  it('finds what it is meant to find about as often as it says', () => {
    const n = pairsForShares(0.05, 0.09, AIM);
    expect(refused(n, 0.07, 0.02, 5)).toBeGreaterThan(0.75);
    // Five points of 200 pairs where hardly anything else moves.
    expect(refused(200, 0.06, 0.01, 6)).toBeGreaterThan(0.75);
  });

  it('needs fewer for what is larger, and the same of numbers', () => {
    expect(pairsForShares(0.1, 0.2, AIM)).toBeLessThan(pairsForShares(0.05, 0.2, AIM));
    // (1.645 + 0.842)² × 4
    expect(pairsForMeans(0.5, 1, AIM)).toBe(25);
  });
});
