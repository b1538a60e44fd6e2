import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeNumbers, meanInterval, pairedMeans } from './index.ts';
import { createRandom, type Random } from './random.ts';

/** Most of them near nothing, some far above. */
const skewed = fc
  .array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 8, maxLength: 40 })
  .map((shares) => Float64Array.from(shares, (share) => -Math.log(share) * 3));

const exponential = (random: Random): number => -Math.log(1 - random());
const normal = (random: Random): number =>
  Math.sqrt(2 * exponential(random)) * Math.cos(2 * Math.PI * random());
const lognormal = (random: Random): number => Math.exp(normal(random));

/** How often intervals of so many numbers hold the mean that they were drawn around. */
function coverage(
  draw: (random: Random) => number,
  mean: number,
  count: number,
  turns: number,
  intervalOf = (values: Float64Array) => pairedMeans(values).interval,
): number {
  const random = createRandom(count);
  let held = 0;
  for (let turn = 0; turn < turns; turn += 1) {
    const [low, high] = intervalOf(Float64Array.from({ length: count }, () => draw(random))) ?? [];
    if (low !== undefined && high !== undefined && low <= mean && mean <= high) held += 1;
  }
  return held / turns;
}

const ofStudent = (values: Float64Array) => meanInterval(describeNumbers(values, values.length));

describe('means of few skewed numbers', () => {
  it('are bootstrapped as by the book, by the same draws each time', () => {
    // Quantiles of the exponential distribution.
    const values = Float64Array.from({ length: 20 }, (_, at) => -Math.log((at + 0.5) / 20));
    const found = pairedMeans(values);
    expect(found.method).toBe('bootstrap');
    expect(pairedMeans(values)).toEqual({ ...found, atLeast: expect.any(Function) });
    // Efron and Tibshirani's table of t, made with other draws and many more of them.
    const { mean, standardError } = describeNumbers(values, values.length);
    const random = createRandom(5);
    const table = Array.from({ length: 40_000 }, () => {
      const sample = values.map(() => values[Math.floor(random() * values.length)] ?? 0);
      const own = describeNumbers(sample, sample.length);
      return (own.mean - mean) / own.standardError;
    }).sort((a, b) => a - b);
    const [low = 0, high = 0] = [39_000, 1_000].map(
      (at) => mean - (table[at] ?? 0) * standardError,
    );
    const [left = 0, right = 0] = ofStudent(values) ?? [];
    // At the long tail farther than theirs, at the other end in the middle of theirs and Student's.
    const above = (right - mean) * ((high - mean) / (right - mean)) ** 1.3;
    const below = Math.sqrt((mean - left) * (mean - low));
    [mean - below, mean + above].forEach((end, at) => {
      expect(Math.abs((found.interval?.[at] ?? 0) - end)).toBeLessThan(0.4 * standardError);
    });
    expect(found.interval?.[0]).toBeGreaterThan(left);
    expect(found.interval?.[1]).toBeGreaterThan(right + 0.4 * standardError);
  });

  it('say the same in other units, and the opposite of the opposite', () => {
    fc.assert(
      fc.property(skewed, fc.double({ min: 0.5, max: 8, noNaN: true }), (values, scale) => {
        const one = pairedMeans(values);
        const scaled = pairedMeans(values.map((value) => scale * value));
        const turned = pairedMeans(values.map((value) => -value));
        expect(scaled.method).toBe(one.method);
        expect(turned.method).toBe(one.method);
        one.interval?.forEach((end, at) => {
          expect(scaled.interval?.[at]).toBeCloseTo(scale * end, 6);
          expect(turned.interval?.[1 - at]).toBeCloseTo(-end, 9);
        });
        expect(turned.p).toBeCloseTo(one.p ?? Number.NaN, 9);
      }),
    );
  });

  it('are never held by an interval that rounding made', () => {
    for (const count of [10, 40, 200]) {
      for (let ones = 1; ones < count; ones += 1) {
        const values = Float64Array.from({ length: count }, (_, at) => Number(at < ones));
        const [left = 0, right = 0] = ofStudent(values) ?? [];
        const [low = 0, high = 0] = pairedMeans(values).interval ?? [];
        expect(high - low).toBeLessThan(6 * (right - left));
      }
    }
  });

  it('say the same in whatever order they come', () => {
    // Whether eight of forty were wrong early or late tells nothing.
    const early = Float64Array.from({ length: 40 }, (_, at) => Number(at < 8));
    const late = Float64Array.from({ length: 40 }, (_, at) => Number(at % 5 === 4));
    expect(pairedMeans(early).method).toBe('bootstrap');
    pairedMeans(late).interval?.forEach((end, at) => {
      expect(end).toBeCloseTo(pairedMeans(early).interval?.[at] ?? Number.NaN, 12);
    });
    expect(pairedMeans(late).p).toBeCloseTo(pairedMeans(early).p ?? Number.NaN, 12);
  });

  it('hold zero in their interval just where the test tells nothing', () => {
    fc.assert(
      fc.property(skewed, fc.double({ min: 0, max: 4, noNaN: true }), (values, shift) => {
        const { interval, p, pBelow, method, atLeast } = pairedMeans(
          values.map((value) => value - shift),
        );
        if (interval === null || p === null || method === 't') return;
        const [low, high] = interval;
        if (p < 0.049) expect(low > 0 || high < 0).toBe(true);
        if (p > 0.052) expect(low <= 0 && 0 <= high).toBe(true);
        expect(pBelow).toBeGreaterThan(0);
        expect(atLeast(0.025)).toBe(low);
      }),
    );
  });

  it.each([10, 50, 500])('are held by 94 to 96 of 100 intervals of %i', (count) => {
    const turns = count === 500 ? 600 : 2_000;
    // Three standard deviations of the simulation itself.
    const slack = 3 * Math.sqrt((0.95 * 0.05) / turns);
    for (const [draw, mean] of [
      [normal, 0],
      [exponential, 1],
      ...(count > 10 ? [[(random: Random) => random(), 0.5] as const] : []),
      // Differences of pairs, which lie about nothing however skewed their sides are.
      [(random: Random) => exponential(random) - exponential(random), 0],
    ] as const) {
      expect(Math.abs(coverage(draw, mean, count, turns) - 0.95)).toBeLessThan(0.01 + slack);
    }
  });

  it.each([10, 50])(
    'are held by 94 to 96 of 100 intervals of %i differences of very skewed ones',
    (count) => {
      const difference = (random: Random) => lognormal(random) - lognormal(random);
      const slack = 3 * Math.sqrt(0.0475 / 2_000);
      expect(Math.abs(coverage(difference, 0, count, 2_000) - 0.95)).toBeLessThan(0.01 + slack);
    },
  );

  it('are held more often than by Student’s t, which very skewed ones are not often enough by', () => {
    const heavy = [lognormal, Math.exp(0.5)] as const;
    expect(coverage(...heavy, 10, 1_000, ofStudent)).toBeLessThan(0.87);
    expect(coverage(...heavy, 10, 1_000)).toBeGreaterThan(0.88);
    expect(coverage(...heavy, 50, 1_000)).toBeGreaterThan(
      coverage(...heavy, 50, 1_000, ofStudent) + 0.015,
    );
  });
});
