import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MetricCondition } from './event-filter.ts';
import { watchMetric } from './metric-watch.ts';

const above = (change: Partial<Extract<MetricCondition, { kind: 'threshold' }>> = {}) =>
  ({
    kind: 'threshold',
    name: 'loss',
    agg_op: 'AVERAGE',
    window_size: 3,
    cmp_op: '$gt',
    threshold: 10,
    ...change,
  }) as const satisfies MetricCondition;

const change = (changed: Partial<Extract<MetricCondition, { kind: 'change' }>> = {}) =>
  ({
    kind: 'change',
    name: 'loss',
    agg_op: 'AVERAGE',
    current_window_size: 2,
    prior_window_size: 3,
    change_type: 'ABSOLUTE',
    change_dir: 'ANY',
    change_amount: 5,
    ...changed,
  }) as const satisfies MetricCondition;

const zscore = (changed: Partial<Extract<MetricCondition, { kind: 'zscore' }>> = {}) =>
  ({
    kind: 'zscore',
    name: 'loss',
    window_size: 5,
    threshold: 3,
    change_dir: 'ANY',
    ...changed,
  }) as const satisfies MetricCondition;

const points = (value: readonly number[]) => ({ x: value.map((_, index) => index), value });
const look = (condition: MetricCondition, values: readonly number[]) =>
  watchMetric(condition, [], points(values)).finding;

describe('a threshold', () => {
  it('holds when the aggregate of a full window does', () => {
    expect(look(above(), [100, 100])).toBeNull();
    expect(look(above(), [1, 1, 1, 40])).toMatchObject({ at: 3, value: 14 });
    expect(look(above({ agg_op: 'MIN' }), [11, 12, 9, 13, 14, 15])).toMatchObject({
      at: 5,
      value: 13,
    });
    expect(look(above({ agg_op: 'MAX' }), [1, 1, 11])).toMatchObject({ at: 2, value: 11 });
  });

  it('without an aggregate looks at single values', () => {
    expect(look(above({ agg_op: null }), [1, 11])).toMatchObject({ at: 1, value: 11 });
  });

  it('compares as it is told to', () => {
    const single = { agg_op: null, threshold: 2 } as const;
    expect(look(above({ ...single, cmp_op: '$gte' }), [1, 2])).toMatchObject({ at: 1 });
    expect(look(above({ ...single, cmp_op: '$lt' }), [2, 1])).toMatchObject({ at: 1 });
    expect(look(above({ ...single, cmp_op: '$lte' }), [3, 2])).toMatchObject({ at: 1 });
    expect(look(above({ ...single, cmp_op: '$eq' }), [3, 2])).toMatchObject({ at: 1 });
    expect(look(above({ ...single, cmp_op: '$ne' }), [2, 3])).toMatchObject({ at: 1 });
  });

  it('leaves out NaN and infinities', () => {
    const values = [1, Number.NaN, Number.POSITIVE_INFINITY, 1, 40];
    expect(look(above(), values)).toMatchObject({ at: 4, value: 14 });
  });
});

describe('a change', () => {
  it('is that of the current window against the one right before it', () => {
    expect(look(change(), [1, 1, 1, 6, 6])).toMatchObject({ at: 4, value: 5 });
    expect(look(change({ change_dir: 'DECREASE' }), [1, 1, 1, 6, 6])).toBeNull();
    expect(look(change({ change_dir: 'DECREASE' }), [6, 6, 6, 1, 1])).toMatchObject({ value: -5 });
  });

  it('as a share is one of the size of what was before', () => {
    const half = { change_type: 'RELATIVE', change_amount: 0.5 } as const;
    expect(look(change(half), [-2, -2, -2, -1, -1])).toMatchObject({ value: 0.5 });
    expect(look(change(half), [10, 10, 10, 14, 14])).toBeNull();
  });
});

describe('a z-score', () => {
  it('is taken against the values right before', () => {
    const steady = [1, 2, 3, 2, 1];
    expect(look(zscore(), [...steady, 2])).toBeNull();
    expect(look(zscore(), [...steady, 20])).toMatchObject({ at: 5 });
    expect(look(zscore({ change_dir: 'DECREASE' }), [...steady, 20])).toBeNull();
  });

  it('of a value that leaves a constant is beyond any threshold', () => {
    expect(look(zscore(), [1, 1, 1, 1, 1, 1])).toBeNull();
    expect(look(zscore(), [1, 1, 1, 1, 1, 1.5])).toMatchObject({ value: Number.POSITIVE_INFINITY });
  });
});

it('finds the same however the series comes in pieces', () => {
  const value = fc.oneof(fc.double({ min: -20, max: 20, noNaN: true }), fc.constant(Number.NaN));
  const condition = fc.constantFrom<MetricCondition>(
    above(),
    above({ agg_op: 'MAX', window_size: 5 }),
    above({ agg_op: null }),
    change(),
    zscore({ threshold: 1.5 }),
  );
  fc.assert(
    fc.property(
      condition,
      fc.array(value, { maxLength: 60 }),
      fc.array(fc.nat(60), { maxLength: 5 }),
      (wanted, values, cuts) => {
        const whole = look(wanted, values);
        const ends = [...cuts.map((cut) => Math.min(cut, values.length)), values.length].sort(
          (a, b) => a - b,
        );
        let tail: readonly number[] = [];
        let found: typeof whole = null;
        let start = 0;
        for (const end of ends) {
          const piece = values.slice(start, end);
          const x = piece.map((_, index) => start + index);
          const seen = watchMetric(wanted, tail, { x, value: piece });
          found ??= seen.finding;
          ({ tail } = seen);
          start = end;
        }
        expect(found).toEqual(whole);
      },
    ),
  );
});
