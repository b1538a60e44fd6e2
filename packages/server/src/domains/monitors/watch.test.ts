import { AlarmRule } from '@runloom/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evidenceOf, startOfWatch, unscaled, watchValue } from './watch.ts';

const watchAll = (rule: AlarmRule, values: readonly number[]) =>
  values.reduce((progress, value) => watchValue(rule, progress, value), startOfWatch(rule));

const threshold = (value: number, change: object = {}) =>
  AlarmRule.parse({ key: 'k', against: { kind: 'threshold', value }, ...change });

describe('a watch', () => {
  it('of what should not rise is that of its mirror image', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -2, max: 12, noNaN: true }), { maxLength: 80 }),
        (values) => {
          const range = { min: 0, max: 10 };
          const falls = threshold(3, range);
          const rises = threshold(7, { ...range, direction: 'rises' });
          const mirrored = values.map((value) => 10 - value);
          const [a, b] = [
            evidenceOf(falls, watchAll(falls, values)),
            evidenceOf(rises, watchAll(rises, mirrored)),
          ];
          expect(b.evidence / a.evidence).toBeCloseTo(1, 6);
          expect(b.isAlarm).toBe(a.isAlarm);
        },
      ),
    );
  });

  it('tells what it is held against in the unit of the score', () => {
    for (const direction of ['falls', 'rises'] as const) {
      const rule = threshold(7, { min: -10, max: 10, direction });
      expect(unscaled(rule, startOfWatch(rule).bound ?? 0)).toBeCloseTo(7, 12);
    }
  });

  it('learns a bound below what is usual, and gives the test half of the chance', () => {
    const rule = AlarmRule.parse({
      key: 'k',
      against: { kind: 'baseline', calls: 50, tolerance: 1 },
      max: 10,
    });
    const learnt = watchAll(rule, Array(50).fill(8));
    expect(learnt).toMatchObject({ baseline: { count: 50 }, test: { count: 0 } });
    expect(unscaled(rule, learnt.bound ?? 0)).toBeLessThan(7);
    expect(startOfWatch(rule).bound).toBeNull();
    let progress = learnt;
    while (!evidenceOf(rule, progress).isAlarm) progress = watchValue(rule, progress, 0);
    expect(evidenceOf(rule, progress).evidence).toBeGreaterThanOrEqual(2 / rule.alpha);
  });

  it('points at the newest values, where they lie below the bound', () => {
    const rule = threshold(0.5);
    expect(watchAll(rule, [1, 1, 1]).recent.count).toBe(0);
    expect(watchAll(rule, [1, 1, 0, 0, 0]).recent).toMatchObject({ count: 3, sum: 0 });
    expect(watchAll(rule, [0, 1, 0, 0]).recent).toMatchObject({ count: 2, sum: 0 });
  });
});
