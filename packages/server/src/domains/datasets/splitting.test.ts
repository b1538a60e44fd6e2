import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { RunloomError } from '../../platform/errors.ts';
import { checkParts, describePart, partOf } from './splitting.ts';

const digests = Array.from({ length: 20_000 }, (_, index) =>
  createHash('sha256').update(String(index)).digest('base64url'),
);
const PARTS = [
  { name: 'train', share: 80 },
  { name: 'validation', share: 10 },
  { name: 'test', share: 10 },
];

describe('parts of a dataset', () => {
  it('get their share of the rows', () => {
    const counts = [0, 0, 0];
    for (const digest of digests) {
      const part = partOf(digest, '', PARTS);
      counts[part] = (counts[part] ?? 0) + 1;
    }
    // Three standard deviations of a binomial count: ± 170 of 16,000, ± 127 of 2,000.
    expect(Math.abs((counts[0] ?? 0) - 16_000)).toBeLessThan(170);
    expect(Math.abs((counts[1] ?? 0) - 2_000)).toBeLessThan(127);
    expect(Math.abs((counts[2] ?? 0) - 2_000)).toBeLessThan(127);
  });

  it('are the same for a row each time, and others with another seed', () => {
    const some = digests.slice(0, 200);
    const thrown = (seed: string) => some.map((digest) => partOf(digest, seed, PARTS));
    expect(thrown('a')).toEqual(thrown('a'));
    expect(thrown('a')).not.toEqual(thrown('b'));
  });

  it('say what they are', () => {
    const [train = { name: '', share: 0 }] = PARTS;
    expect(describePart('qa:v3', train, PARTS, '7')).toBe(
      'Part "train" (80 %) of qa:v3, by the digests of its rows, seed "7".',
    );
    expect(() => checkParts([train, train])).toThrow(RunloomError);
  });
});
