import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIntervals, describeNumbers, sortedQuantile } from './describe.ts';
import { studentQuantile } from './student.ts';

describe("Student's t", () => {
  // p = 0.975, from published tables to ten digits (R's qt, NIST).
  it.each([
    [1, 12.7062047361747],
    [2, 4.30265272974946],
    [3, 3.18244630528371],
    [4, 2.77644510519779],
    [5, 2.57058183563631],
    [6, 2.44691185114497],
    [7, 2.36462425159278],
    [8, 2.30600413520417],
    [9, 2.26215716279821],
    [10, 2.22813885198627],
    [20, 2.08596344726586],
    [30, 2.04227245630124],
    [100, 1.98397151852355],
  ])('with %d degrees has the quantile of the tables', (degrees, t) => {
    expect(Math.abs(studentQuantile(0.975, degrees) - t)).toBeLessThan(1e-9);
  });

  it('goes over into the normal distribution', () => {
    expect(Math.abs(studentQuantile(0.975, 1e9) - 1.959963986)).toBeLessThan(1e-8);
  });

  it('has the quantiles that can be written down: one, two and four degrees', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }), (p) => {
        const close = (degrees: number, t: number) =>
          expect(Math.abs(studentQuantile(p, degrees) - t) / Math.max(1, Math.abs(t))).toBeLessThan(
            1e-9,
          );
        close(1, Math.tan(Math.PI * (p - 0.5)));
        close(2, (2 * p - 1) / Math.sqrt(2 * p * (1 - p)));
        const alpha = 4 * p * (1 - p);
        const q = Math.cos(Math.acos(Math.sqrt(alpha)) / 3) / Math.sqrt(alpha);
        close(4, Math.sign(p - 0.5) * 2 * Math.sqrt(Math.max(0, q - 1)));
      }),
    );
  });

  it('is symmetric, falls with the degrees, and is no number outside of its range', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.501, max: 0.9999, noNaN: true }),
        fc.integer({ min: 1, max: 2000 }),
        (p, degrees) => {
          const t = studentQuantile(p, degrees);
          expect(studentQuantile(1 - p, degrees) / -t).toBeCloseTo(1, 9);
          expect(studentQuantile(p, degrees + 1)).toBeLessThan(t);
        },
      ),
    );
    for (const [p, degrees] of [
      [0, 3],
      [1, 3],
      [Number.NaN, 3],
      [0.9, 0],
      [0.9, Number.NaN],
    ] as const) {
      expect(studentQuantile(p, degrees)).toBeNaN();
    }
  });
});

describe('mean and spread', () => {
  it('are those of the textbook', () => {
    const described = describeNumbers(Float64Array.of(2, 4, 4, 4, 5, 5, 7, 9, 1e9), 8);
    expect(described).toMatchObject({ count: 8, mean: 5, stdPopulation: 2 });
    expect(described.stdSample).toBeCloseTo(Math.sqrt(32 / 7), 12);
    expect(described.standardError).toBeCloseTo(Math.sqrt(32 / 7 / 8), 12);
  });

  it('keep their digits beside a large mean', () => {
    const described = describeNumbers(Float64Array.of(1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16), 4);
    expect(described.mean).toBe(1e9 + 10);
    expect(described.stdSample).toBeCloseTo(Math.sqrt(30), 9);
  });

  it('say nothing of the spread of one number', () => {
    const described = describeNumbers(Float64Array.of(3), 1);
    expect(described).toMatchObject({ mean: 3, stdPopulation: 0 });
    expect(described.stdSample).toBeNaN();
    expect(described.standardError).toBeNaN();
    expect(createIntervals()(1)).toBeNaN();
    expect(createIntervals()(2)).toBeCloseTo(12.7062047361747, 9);
  });
});

describe('quantiles', () => {
  it("are NumPy's", () => {
    const sorted = Float64Array.of(1, 2, 4, 8);
    expect([0, 0.25, 0.5, 0.75, 1].map((share) => sortedQuantile(sorted, 4, share))).toEqual([
      1, 1.75, 3, 5, 8,
    ]);
    expect(sortedQuantile(sorted, 0, 0.5)).toBeNaN();
  });

  it('lie between the smallest and the largest number, in the order of their shares', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }),
        share,
        share,
        (all, a, b) => {
          const sorted = Float64Array.from(all).sort();
          const low = sortedQuantile(sorted, all.length, Math.min(a, b));
          const high = sortedQuantile(sorted, all.length, Math.max(a, b));
          expect(low).toBeGreaterThanOrEqual(sorted[0] as number);
          expect(high).toBeLessThanOrEqual(sorted.at(-1) as number);
          expect(low).toBeLessThanOrEqual(high);
        },
      ),
    );
  });
});
