import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { boxOf } from './box.ts';
import { pearson, ranksOf, spearman } from './correlation.ts';
import { densityOf } from './density.ts';
import { forestImportance } from './forest/importance.ts';
import { frontierOf } from './frontier.ts';
import { regress } from './regression.ts';

// Figures of SciPy and scikit-learn: reference-figures.py makes them from the same numbers.

function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const next = chance(7);
const ROWS = 300;
const X = Array.from({ length: ROWS }, () => Array.from({ length: 8 }, next));
const columnOf = (at: number) => Float64Array.from(X, (row) => row[at] ?? 0);
const codes = columnOf(5).map((value) => Math.floor(value * 4));
const Y = Float64Array.from(X, ([a = 0, b = 0, c = 0, d = 0, e = 0], row) => {
  const effect = [0, 6, -3, 1][codes[row] ?? 0] ?? 0;
  return 10 * Math.sin(Math.PI * a * b) + 20 * (c - 0.5) ** 2 + 10 * d + 5 * e + effect;
}).map((value) => value + 2 * (next() - 0.5));
const PARAMETERS = Array.from({ length: 8 }, (_, at) =>
  at === 5
    ? ({ kind: 'category', values: codes } as const)
    : ({ kind: 'number', values: columnOf(at) } as const),
);
const x = Float64Array.from({ length: 30 }, next);
const z = x.map((value) => Math.round(value * 5 + 3 * next()));
const sorted = z.toSorted();

const small = fc.integer({ min: -50, max: 50 });
const numbers = fc.array(small, { minLength: 5, maxLength: 40 });

describe('a box', () => {
  it('has the quartiles of NumPy', () => {
    expect(boxOf(sorted)).toMatchObject({ q1: 3, median: 3.5, q3: 4.75 });
  });

  it('keeps whiskers within one and a half of its heights, and loses no number', () => {
    expect(boxOf(Float64Array.of(1, 2, 3, 4, 100))).toEqual({
      low: 1,
      q1: 2,
      median: 3,
      q3: 4,
      high: 4,
      outliers: [100],
    });
    fc.assert(
      fc.property(numbers, (all) => {
        const values = Float64Array.from(all).sort();
        const box = boxOf(values);
        if (box === null) throw new Error('There are numbers.');
        expect([...values].filter((one) => one < box.low || one > box.high)).toEqual(box.outliers);
        expect(box.low <= box.q1 && box.q3 <= box.high).toBe(true);
      }),
    );
    expect(boxOf(new Float64Array())).toBeNull();
  });
});

describe('a density', () => {
  it('is that of SciPy', () => {
    const expected = [0.05029607, 0.252178986, 0.168216614, 0.079272107, 0.028024365];
    for (const [at, { density }] of densityOf(sorted, 5).entries()) {
      expect(density).toBeCloseTo(expected[at] ?? Number.NaN, 8);
    }
  });

  it('is none where all numbers are equal', () => {
    expect(densityOf(Float64Array.of(3, 3, 3), 10)).toEqual([]);
    expect(densityOf(Float64Array.of(3), 10)).toEqual([]);
  });
});

describe('a regression', () => {
  it('is that of SciPy', () => {
    const line = regress(x, z);
    expect(line?.slope).toBeCloseTo(5.145477881751255, 9);
    expect(line?.intercept).toBeCloseTo(1.8153027863600468, 9);
    expect(line?.rSquared).toBeCloseTo(0.7927136741755418, 9);
    expect(line?.slopeLow).toBeCloseTo(4.126909634681733, 9);
    expect(line?.slopeHigh).toBeCloseTo(6.164046128820776, 9);
    expect(line?.marginAt(0.25)).toBeCloseTo(0.3140557657572609, 9);
  });

  it('finds any line again, and says nothing where x does not vary', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: -9, max: 9 }), (all, slope) => {
        fc.pre(new Set(all).size > 1);
        const values = Float64Array.from(all);
        const line = regress(
          values,
          values.map((value) => slope * value + 3),
        );
        expect(line?.slope).toBeCloseTo(slope, 8);
        expect(line?.intercept).toBeCloseTo(3, 7);
      }),
    );
    expect(regress(Float64Array.of(1, 1), Float64Array.of(1, 2))).toBeNull();
    expect(regress(Float64Array.of(1), Float64Array.of(1))).toBeNull();
    expect(regress(Float64Array.of(1, 2), Float64Array.of(1, 5))?.marginAt(1)).toBeNaN();
  });
});

describe('a correlation', () => {
  it('is that of SciPy, with its interval by Fisher’s z', () => {
    const linear = pearson(x, z);
    expect(linear?.r).toBeCloseTo(0.8903446940233557, 10);
    expect(linear?.low).toBeCloseTo(0.7803993135454901, 9);
    expect(linear?.high).toBeCloseTo(0.9468868887610051, 9);
    const ranked = spearman(x, z);
    expect(ranked?.r).toBeCloseTo(0.8390607132348107, 10);
    // By hand, by Bonett and Wright's standard error.
    expect(ranked?.low).toBeCloseTo(0.652364414856006, 9);
    expect(ranked?.high).toBeCloseTo(0.9297549412492812, 9);
  });

  it('of ranks stays when a column is stretched, and changes sign when it is turned round', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(small, small), { minLength: 4 }), (pairs) => {
        const a = Float64Array.from(pairs, ([value]) => value);
        const b = Float64Array.from(pairs, ([, value]) => value);
        const plain = spearman(a, b);
        fc.pre(plain !== null);
        expect(
          spearman(
            a.map((value) => value ** 3),
            b,
          )?.r,
        ).toBeCloseTo(plain?.r ?? 0, 8);
        expect(
          spearman(
            a.map((value) => -value),
            b,
          )?.r,
        ).toBeCloseTo(-(plain?.r ?? 0), 8);
        expect(Math.abs(plain?.r ?? 0)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('says nothing of what does not vary, and has no interval of three', () => {
    expect(spearman(Float64Array.of(1, 1, 1), Float64Array.of(1, 2, 3))).toBeNull();
    expect(pearson(Float64Array.of(1, 2, 3), Float64Array.of(1, 2, 4))?.low).toBeNaN();
    expect([...ranksOf(Float64Array.of(5, 1, 5, 9))]).toEqual([2.5, 1, 2.5, 4]);
  });
});

describe('the frontier', () => {
  it('is what no other point beats, whichever way is better', () => {
    const goal = fc.constantFrom('minimize' as const, 'maximize' as const);
    const pairs = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })),
    );
    fc.assert(
      fc.property(pairs, goal, goal, (points, goalX, goalY) => {
        const [a, b] = [0, 1].map((at) => Float64Array.from(points, (pair) => pair[at] ?? 0));
        if (a === undefined || b === undefined) throw new Error('There are two columns.');
        const better = (one: number, other: number, way: string) =>
          way === 'minimize' ? one < other : one > other;
        const isBeaten = (at: number) =>
          points.some(([px, py]) => {
            const [ax, ay] = points[at] ?? [0, 0];
            const isBetter = better(px, ax, goalX) || better(py, ay, goalY);
            return isBetter && !better(ax, px, goalX) && !better(ay, py, goalY);
          });
        const expected = [...points.keys()].filter((at) => !isBeaten(at));
        const found = frontierOf(a, b, { x: goalX, y: goalY });
        expect([...found].sort((one, other) => one - other)).toEqual(expected);
      }),
    );
  });
});

describe('importance by a forest', () => {
  const { columns, explained } = forestImportance(PARAMETERS, Y, { halves: 8 });

  it('agrees with Breiman’s measure over scikit-learn’s trees', () => {
    // A category is split as a whole here and by one-hot columns there, so it may count for more.
    const expected = [0.1786, 0.1943, 0.0312, 0.2776, 0.0522, 0.3835, 0.0013, 0.0044];
    for (const [at, { share }] of columns.entries()) {
      expect(Math.abs(share - (expected[at] ?? 0) / 2)).toBeLessThan(at === 5 ? 0.08 : 0.03);
    }
    expect(Math.abs(explained - 0.7278)).toBeLessThan(0.05);
  });

  it('has intervals that hold zero for what tells nothing, and do not for what tells much', () => {
    for (const at of [6, 7]) {
      expect(columns[at]?.low).toBeLessThan(0);
      expect(columns[at]?.high).toBeGreaterThan(0);
    }
    for (const at of [0, 1, 3, 5]) expect(columns[at]?.low).toBeGreaterThan(0);
  });

  it('of independent columns that add up is the share of the variance that comes from each', () => {
    const [a, b] = [6, 7].map(columnOf);
    if (a === undefined || b === undefined) throw new Error('There are columns.');
    const sum = a.map((value, row) => 2 * value + (b[row] ?? 0));
    const found = forestImportance(
      [PARAMETERS[6], PARAMETERS[7]].flatMap((one) => one ?? []),
      sum,
      {
        halves: 4,
      },
    );
    // The variances are as 4 to 1.
    expect(Math.abs((found.columns[0]?.share ?? 0) - 0.8)).toBeLessThan(0.1);
    expect(Math.abs((found.columns[1]?.share ?? 0) - 0.2)).toBeLessThan(0.06);
  });

  it('is the same each time', () => {
    expect(forestImportance(PARAMETERS, Y, { halves: 8 })).toEqual({ columns, explained });
  });

  it('explains nothing where there is nothing to explain', () => {
    const noise = Float64Array.from({ length: ROWS }, chance(99));
    const found = forestImportance(PARAMETERS, noise, { halves: 8, trees: 100 });
    expect(found.explained).toBeLessThan(0.1);
    for (const { share } of found.columns) expect(Math.abs(share)).toBeLessThan(0.12);
  });

  it('refuses a target that does not vary, and too few rows', () => {
    const flat = new Float64Array(ROWS).fill(2);
    expect(() => forestImportance(PARAMETERS, flat)).toThrow(RangeError);
    expect(() => forestImportance([], Float64Array.of(1, 2))).toThrow(/four rows/);
  });
});

test('a forest takes one column, and a category with a value of its own in each row', () => {
  const target = Float64Array.from({ length: 60 }, (_, at) => at % 7);
  const own = Float64Array.from({ length: 60 }, (_, at) => at);
  const [names] = forestImportance([{ kind: 'category', values: own }], target, {
    trees: 40,
    halves: 4,
  }).columns;
  expect(Math.abs(names?.share ?? 1)).toBeLessThan(0.3);
  const [line] = forestImportance([{ kind: 'number', values: target }], target, {
    trees: 40,
    halves: 4,
  }).columns;
  expect(line?.share).toBeGreaterThan(0.8);
});
