import type { ComparedMetric } from '@runloom/model';
import { describe, expect, it } from 'vitest';
import { radarSeries } from './radar-shares.ts';

const metric = (
  part: Pick<ComparedMetric, 'kind' | 'direction'>,
  means: readonly (number | null)[],
): ComparedMetric => ({
  key: 'm',
  group: 'score',
  ...part,
  estimates: means.map((mean) =>
    mean === null ? null : { mean, low: null, high: null, count: 1 },
  ),
  differences: means.map(() => null),
  leftOut: [],
});

const sharesOf = (one: ComparedMetric) =>
  radarSeries(
    one.estimates.map((_, index) => ({ name: String(index) })),
    [one],
  ).map(({ shares }) => shares[0]);

describe('shapes of the radar', () => {
  it('have rates where they are, turned round where lower is better', () => {
    expect(sharesOf(metric({ kind: 'rate', direction: 'higher' }, [0.25, 1]))).toEqual([0.25, 1]);
    expect(sharesOf(metric({ kind: 'rate', direction: 'lower' }, [0.25, 1]))).toEqual([0.75, 0]);
  });

  it('have the best number at the end and the worst a fifth of the way out', () => {
    expect(sharesOf(metric({ kind: 'number', direction: 'higher' }, [10, 20, 20]))).toEqual([
      0.2, 1, 1,
    ]);
    expect(sharesOf(metric({ kind: 'number', direction: 'lower' }, [10, 20]))).toEqual([1, 0.2]);
    expect(sharesOf(metric({ kind: 'number', direction: 'lower' }, [3, 3]))).toEqual([1, 1]);
  });

  it('are open where there is no value', () => {
    expect(sharesOf(metric({ kind: 'number', direction: 'higher' }, [null, 5]))).toEqual([null, 1]);
  });
});
