import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flippedBelow, mcnemarWorse, pairedMeans } from './index.ts';
import { createRandom } from './random.ts';

const below = (...differences: number[]) => flippedBelow(Float64Array.from(differences));

describe('the test by flipped signs', () => {
  it('has the figures of SciPy', () => {
    // reference-comparisons.py
    expect(below(0.3, -0.1, 0.4, 0.2, 0.6, -0.2)).toBeCloseTo(0.9375, 12);
    expect(below(-0.3, 0.1, -0.4, -0.2, -0.6, 0.2)).toBeCloseTo(0.109375, 12);
    expect(below(-2, -1, 0.5, -1.5, 0, -3, -0.25, 1)).toBeCloseTo(0.0859375, 12);
  });

  it('is the exact test of McNemar for pass and fail', () => {
    const few = fc.integer({ min: 0, max: 8 });
    fc.assert(
      fc.property(few, few, fc.integer({ min: 2, max: 20 }), (worse, better, same) => {
        const differences = [
          ...Array.from({ length: worse }, () => -1),
          ...Array.from({ length: better }, () => 1),
          ...Array.from({ length: same }, () => 0),
        ];
        const counts = { onlyFirst: worse, onlySecond: better, count: differences.length };
        expect(below(...differences)).toBeCloseTo(mcnemarWorse(counts), 12);
      }),
    );
  });

  it('says nothing of one pair, and nothing against pairs that are all the same', () => {
    expect(below(-1)).toBeNull();
    expect(below(0, 0, 0)).toBe(1);
  });

  it('goes over into Student’s t', () => {
    const random = createRandom(3);
    const differences = Float64Array.from({ length: 17 }, () => random() - 0.7);
    expect(flippedBelow(differences)).toBe(pairedMeans(differences).pBelow);
    expect(below(...Array.from({ length: 30 }, () => -1))).toBe(0);
  });

  it.each([
    [6, 1],
    [200, 0.02],
    [200, 0.06],
    [200, 0.5],
  ])('refuses no more than 5 % of %i pairs of which a share of %f differs', (n, share) => {
    const random = createRandom(n);
    const TRIALS = 4_000;
    let refused = 0;
    for (let trial = 0; trial < TRIALS; trial += 1) {
      const differences = Float64Array.from({ length: n }, () =>
        random() < share ? Math.round(random() * 8 - 4) : 0,
      );
      if ((flippedBelow(differences) ?? 1) <= 0.05) refused += 1;
    }
    // Three standard errors of a share of 4,000.
    expect(refused / TRIALS).toBeLessThanOrEqual(0.05 + 3 * Math.sqrt((0.05 * 0.95) / TRIALS));
  });
});
