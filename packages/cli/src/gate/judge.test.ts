import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type GateRule, judge } from './judge.ts';
import { FAILURES, isGatedByDefault, pairValues } from './paired-values.ts';
import { metric, passes, side } from './testing.ts';

const RULE: GateRule = { alpha: 0.05, power: 0.8, margin: 0.05, margins: new Map() };

describe('a gate', () => {
  it('blocks five points of 200 examples where little else moves', () => {
    const [judged] = judge([passes(12, 2, 20, 166)], RULE);
    expect(judged).toMatchObject({ verdict: 'regression', worse: 12, better: 2, ties: 186 });
    expect(judged?.difference).toBeCloseTo(-0.05, 12);
    // P(X ≤ 2) of 14 throws of a fair coin.
    expect(judged?.p).toBeCloseTo(106 / 2 ** 14, 12);
  });

  it('lets the same five points through as inconclusive where much moves, and says how many would do', () => {
    const [judged] = judge([passes(35, 25, 40, 100)], RULE);
    expect(judged?.verdict).toBe('inconclusive');
    // (1.645 √0.302 + 0.842 √(0.302 − 0.0025))² / 0.0025 + 1 / 0.05
    expect(judged?.enough).toBe(765);
  });

  it('passes only when a loss of the margin is ruled out', () => {
    expect(judge([passes(0, 0, 100, 900)], RULE)[0]?.verdict).toBe('passed');
    expect(judge([passes(0, 0, 2, 18)], RULE)[0]).toMatchObject({ verdict: 'inconclusive' });
    const lenient = { ...RULE, margins: new Map([['match', 0.2]]) };
    expect(judge([passes(0, 0, 2, 18)], lenient)[0]).toMatchObject({
      verdict: 'passed',
      margin: 0.2,
    });
  });

  it('asks for twice as many where as many should have been enough', () => {
    const [judged] = judge([passes(21, 9, 500, 470)], { ...RULE, margin: 0.01, alpha: 0.01 });
    expect(judged).toMatchObject({ verdict: 'inconclusive' });
    expect(judged?.enough).toBeGreaterThan(1_000);
  });

  it('reads a score of which less is better the other way round', () => {
    const up = metric({
      kind: 'number',
      baseline: [1, 2, 3, 4, 5],
      candidate: [3.1, 3.9, 5, 6.2, 7],
    });
    expect(judge([{ ...up, direction: 'lower' }], RULE)[0]).toMatchObject({
      verdict: 'regression',
    });
    const [better] = judge([up], RULE);
    expect(better).toMatchObject({ verdict: 'passed', test: 't', better: 5 });
    const [worse] = judge([{ ...up, direction: 'lower' }], RULE);
    expect(worse?.interval).toEqual(better?.interval);
    expect(worse?.difference).toBeGreaterThan(0);
  });

  it('tests shares of several trials as numbers', () => {
    const baseline = Array.from({ length: 40 }, (_, at) => (at % 3) / 2);
    const [judged] = judge([metric({ baseline, candidate: baseline })], RULE);
    expect(judged).toMatchObject({ test: 't', verdict: 'passed', difference: 0, p: 1 });
  });

  it('does not pass numbers for being the same in a few examples', () => {
    const same = (count: number) => {
      const values = Array.from({ length: count }, (_, at) => 1 + (at % 2));
      const [judged] = judge(
        [metric({ kind: 'number', baseline: values, candidate: values })],
        RULE,
      );
      return judged;
    };
    expect(same(5)).toMatchObject({ verdict: 'inconclusive', difference: 0, p: 1 });
    expect(same(200)).toMatchObject({ verdict: 'passed' });
    expect(same(5)?.enough).toBeGreaterThan(5);
  });

  it('adjusts what is looked at together', () => {
    const one = passes(9, 2, 20, 169);
    expect(judge([one], RULE)[0]?.verdict).toBe('regression');
    const many = judge([one, passes(3, 3, 20, 174), passes(4, 4, 20, 172)], RULE);
    expect(many[0]?.verdict).not.toBe('regression');
  });

  it('says where nothing can be paired', () => {
    const [none, one] = judge(
      [
        metric({ baseline: [], candidate: [] }),
        metric({ kind: 'number', baseline: [1], candidate: [0] }),
      ],
      RULE,
    );
    expect(none).toMatchObject({ verdict: 'missing', p: null, interval: null });
    expect(one).toMatchObject({ verdict: 'inconclusive', p: null, interval: null });
  });

  it('never blocks what is not worse, and never passes what is worse by more than the margin', () => {
    const count = fc.integer({ min: 0, max: 60 });
    fc.assert(
      fc.property(count, count, count, count, (worse, better, failed, passed) => {
        fc.pre(worse + better + failed + passed > 0);
        const [judged] = judge([passes(worse, better, failed, passed)], RULE);
        if (better >= worse) expect(judged?.verdict).not.toBe('regression');
        if ((judged?.difference ?? 0) < -0.05) expect(judged?.verdict).not.toBe('passed');
        if (judged?.verdict === 'inconclusive') {
          expect(judged.enough).toBeGreaterThan(judged.pairs);
        }
      }),
    );
  });
});

describe('what is paired', () => {
  const outline = {
    digests: ['a', 'b', 'c'],
    inputs: [null, null, null],
    evaluations: [
      side('e1', 3, { latencies: [1, 2, null] }),
      side('e2', 3, { trials: [1, 2, 0], failures: [0, 1, 0], latencies: [1, 3, 4] }),
    ],
    scores: [
      {
        key: 'match',
        kind: 'rate' as const,
        direction: 'higher' as const,
        values: [
          [1, 0, 1],
          [1, null, null],
        ],
        spreads: [
          [null, null, null],
          [null, null, null],
        ],
      },
    ],
  };

  it('is every score, what failed, and what was used', () => {
    const [failures, match, latency] = pairValues(outline);
    expect(match).toMatchObject({ key: 'match', onlyBaseline: 2, onlyCandidate: 0 });
    expect([...(match?.baseline ?? [])]).toEqual([1]);
    expect(failures).toMatchObject({ key: FAILURES, direction: 'lower', onlyBaseline: 1 });
    expect([...(failures?.candidate ?? [])]).toEqual([0, 1]);
    expect(latency).toMatchObject({ key: 'latency', onlyCandidate: 1 });
    expect(pairValues(outline).filter(isGatedByDefault)).toHaveLength(2);
  });

  it('is nothing of fewer than two evaluations', () => {
    expect(pairValues({ ...outline, evaluations: [] })).toEqual([]);
  });
});
