import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isIdentity, smooth } from './smooth.ts';
import type { Smoothing } from './types.ts';

/** W&B's published samples, written down as they read, to compare with. */
function documentedTwema(x: number[], y: number[], parameter: number, rangeOfX: number): number[] {
  const weight = Math.min(Math.sqrt(parameter), 0.999);
  let last = 0;
  let debias = 0;
  return y.map((value, index) => {
    const previous = index > 0 ? index - 1 : 0;
    const change = (((x[index] ?? 0) - (x[previous] ?? 0)) / rangeOfX) * 1000;
    const adjusted = weight ** change;
    last = last * adjusted + value;
    debias = debias * adjusted + 1;
    return last / debias;
  });
}
function documentedEma(y: number[], weight: number): number[] {
  let last = 0;
  return y.map((value, index) => {
    last = last * weight + (1 - weight) * value;
    return last / (1 - weight ** (index + 1));
  });
}
function documentedGaussian(x: number[], y: number[], sigma: number): number[] {
  return x.map((at) => {
    const weights = x.map((other) => Math.exp(-((other - at) ** 2) / (2 * sigma ** 2)));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return weights.reduce((sum, weight, index) => sum + weight * (y[index] ?? 0), 0) / total;
  });
}
function documentedAverage(y: number[], points: number): number[] {
  const before = Math.floor(points / 2);
  return y.map((_, index) => {
    const box = y.slice(Math.max(0, index - before), index - before + points);
    return box.reduce((sum, value) => sum + value, 0) / box.length;
  });
}

const VALUE = fc.double({ min: -1e6, max: 1e6, noNaN: true });
/** A line of single points at uneven, growing x. */
const LINE = fc
  .array(fc.tuple(fc.double({ min: 0.01, max: 50, noNaN: true }), VALUE), {
    minLength: 2,
    maxLength: 60,
  })
  .map((steps) => {
    let at = 0;
    return {
      x: steps.map(([step]) => {
        at += step;
        return at;
      }),
      y: steps.map(([, value]) => value),
    };
  });
const WEIGHT = fc.double({ min: 0, max: 0.999, noNaN: true });
const SMOOTHING: fc.Arbitrary<Smoothing> = fc.oneof(
  WEIGHT.map((weight) => ({ kind: 'twema' as const, weight })),
  WEIGHT.map((weight) => ({ kind: 'ema' as const, weight })),
  fc
    .double({ min: 0.01, max: 100, noNaN: true })
    .map((sigma) => ({ kind: 'gaussian' as const, sigma })),
  fc.integer({ min: 1, max: 80 }).map((points) => ({ kind: 'average' as const, points })),
);

function rangeOf(x: readonly number[]): number {
  return (x.at(-1) ?? 0) - (x[0] ?? 0);
}
function expectClose(actual: Float64Array, expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  for (const [index, value] of expected.entries()) {
    const scale = Math.max(1, ...expected.map(Math.abs));
    expect(Math.abs((actual[index] ?? Number.NaN) - value) / scale).toBeLessThan(1e-9);
  }
}

describe('the documented formulas', () => {
  it('give the same numbers for the time-weighted average', () => {
    fc.assert(
      fc.property(LINE, WEIGHT, (line, weight) => {
        const range = rangeOf(line.x);
        const smoothed = smooth(line, { kind: 'twema', weight }, range);
        expect([...smoothed]).toEqual(documentedTwema(line.x, line.y, weight, range));
      }),
    );
  });

  it('give the same numbers for the exponential average', () => {
    fc.assert(
      fc.property(LINE, WEIGHT, (line, weight) => {
        expect([...smooth(line, { kind: 'ema', weight }, 1)]).toEqual(
          documentedEma(line.y, weight),
        );
      }),
    );
  });

  it('give the same numbers for the Gaussian kernel, at uneven and at even distances', () => {
    fc.assert(
      fc.property(
        LINE,
        fc.boolean(),
        fc.double({ min: 0.1, max: 30, noNaN: true }),
        ({ x, y }, even, sigma) => {
          const at = even ? x.map((_, index) => index * 5) : x;
          const smoothed = smooth({ x: at, y }, { kind: 'gaussian', sigma }, 1);
          expectClose(smoothed, documentedGaussian(at, y, sigma));
        },
      ),
    );
  });

  it('give the same numbers for the running average', () => {
    fc.assert(
      fc.property(LINE, fc.integer({ min: 1, max: 80 }), (line, points) => {
        expectClose(
          smooth(line, { kind: 'average', points }, 1),
          documentedAverage(line.y, points),
        );
      }),
    );
  });

  it('give known numbers for a step from 0 to 1', () => {
    const line = { x: [0, 1, 2, 3], y: [0, 0, 1, 1] };
    expectClose(smooth(line, { kind: 'ema', weight: 0.5 }, 3), [0, 0, 4 / 7, 0.8]);
    expectClose(smooth(line, { kind: 'average', points: 3 }, 3), [0, 1 / 3, 2 / 3, 1]);
  });
});

describe('every smoothing', () => {
  it('keeps a constant line and stays between the smallest and largest value', () => {
    fc.assert(
      fc.property(LINE, SMOOTHING, (line, smoothing) => {
        const smoothed = smooth(line, smoothing, rangeOf(line.x));
        const slack = 1e-9 * Math.max(1, ...line.y.map(Math.abs));
        expect(Math.min(...smoothed)).toBeGreaterThanOrEqual(Math.min(...line.y) - slack);
        expect(Math.max(...smoothed)).toBeLessThanOrEqual(Math.max(...line.y) + slack);
        const constant = smooth({ ...line, y: line.y.map(() => 3) }, smoothing, rangeOf(line.x));
        expectClose(
          constant,
          line.y.map(() => 3),
        );
      }),
    );
  });

  it('leaves holes where they are, and the other points as if the holes were not there', () => {
    fc.assert(
      fc.property(LINE, SMOOTHING, fc.nat(), (line, smoothing, seed) => {
        const hole = seed % (line.y.length + 1);
        const without = smooth(line, smoothing, rangeOf(line.x));
        const at = ((line.x[hole - 1] ?? 0) + (line.x[hole] ?? rangeOf(line.x) + 60)) / 2;
        const holed = smooth(
          { x: line.x.toSpliced(hole, 0, at), y: line.y.toSpliced(hole, 0, Number.NaN) },
          smoothing,
          rangeOf(line.x),
        );
        expect(holed[hole]).toBeNaN();
        expectClose(Float64Array.from([...holed].toSpliced(hole, 1)), [...without]);
      }),
    );
  });

  it('gives for buckets of equal values what smoothing all their points gives', () => {
    const buckets = fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), VALUE), {
      minLength: 2,
      maxLength: 20,
    });
    fc.assert(
      fc.property(buckets, WEIGHT, fc.boolean(), (entries, weight, timeWeighted) => {
        const all: number[] = entries.flatMap(([count, value]) => Array(count).fill(value));
        const ends = entries.map((_, index) =>
          entries.slice(0, index + 1).reduce((sum, [count]) => sum + count, 0),
        );
        const smoothing: Smoothing = { kind: timeWeighted ? 'twema' : 'ema', weight };
        const range = all.length;
        const points = smooth({ x: all.map((_, index) => index + 1), y: all }, smoothing, range);
        const smoothed = smooth(
          { x: ends, y: entries.map(([, value]) => value), counts: entries.map(([n]) => n) },
          smoothing,
          range,
        );
        expectClose(
          smoothed,
          ends.map((end) => points[end - 1] ?? Number.NaN),
        );
      }),
    );
  });

  it('gives nothing for nothing, and a single point for a single point', () => {
    fc.assert(
      fc.property(SMOOTHING, VALUE, (smoothing, value) => {
        expect(smooth({ x: [], y: [] }, smoothing, 0)).toEqual(new Float64Array());
        expectClose(smooth({ x: [5], y: [value] }, smoothing, 0), [value]);
        expectClose(smooth({ x: [5], y: [value], counts: [40] }, smoothing, 0), [value]);
      }),
    );
  });
});

it('counts a bucket in the running average with all its points, in part at the edges', () => {
  // 4 points of 0, then 4 of 8; around the 4th point five points: 0 0 0 | 8 8.
  const line = { x: [4, 8], y: [0, 8], counts: [4, 4] };
  expectClose(smooth(line, { kind: 'average', points: 5 }, 8), [16 / 5, 8]);
});

it('weighs a bucket in the Gaussian kernel with its points, from their middle', () => {
  const smoothed = smooth(
    { x: [0, 10], y: [0, 1], counts: [1, 9] },
    { kind: 'gaussian', sigma: 4 },
    1,
  );
  const weight = (distance: number) => Math.exp(-0.5 * (distance / 4) ** 2);
  const middle = 10 - 5 * (1 - 1 / 9);
  expectClose(smoothed, [
    (9 * weight(middle)) / (9 * weight(middle) + 1),
    (9 * weight(10 - middle)) / (9 * weight(10 - middle) + weight(10)),
  ]);
});

it('knows which smoothings change nothing', () => {
  const line = { x: [0, 1, 2], y: [3, 1, 2] };
  const unchanging: Smoothing[] = [
    { kind: 'none' },
    { kind: 'twema', weight: 0 },
    { kind: 'ema', weight: 0 },
    { kind: 'gaussian', sigma: 0 },
    { kind: 'average', points: 1 },
  ];
  for (const smoothing of unchanging) {
    expect(isIdentity(smoothing)).toBe(true);
    expectClose(smooth(line, smoothing, 2), line.y);
  }
  expect(isIdentity({ kind: 'twema', weight: 0.1 })).toBe(false);
});
