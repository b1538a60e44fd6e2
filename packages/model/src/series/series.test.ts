import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { studentQuantile } from '../statistics/index.ts';
import { foldPoints } from './fold.ts';
import { bucketOf, chooseGrid } from './grid.ts';
import { type GroupMember, groupLine } from './group.ts';

const FINITE = fc.double({ noNaN: true, noDefaultInfinity: true });

describe('the grid', () => {
  it('has no more buckets than asked for, and for long views nearly as many', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: 1e-3, max: 1e15, noNaN: true }),
        fc.integer({ min: 2, max: 10_000 }),
        fc.boolean(),
        (min, size, buckets, isWhole) => {
          const span = { min, max: min + size };
          const grid = chooseGrid(span, buckets, isWhole);
          if (grid === null) throw new Error('There is a grid.');
          const used = bucketOf(span.max, grid.width) - bucketOf(span.min, grid.width) + 1;
          expect(used).toBeLessThanOrEqual(buckets);
          if (isWhole) expect(Number.isInteger(grid.width)).toBe(true);
          else expect(used).toBeGreaterThanOrEqual((buckets * 8) / 9 - 3);
        },
      ),
    );
  });

  it('is the same for views of one size that fits, wherever they begin', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000, max: 1_000_000 }), (min) => {
        expect(chooseGrid({ min, max: min + 100_000 }, 1000, true)).toEqual({ width: 104 });
      }),
    );
  });

  it('exists for a view of one x, and for none that is endless', () => {
    fc.assert(
      fc.property(FINITE, fc.integer({ min: 1, max: 100 }), (x, buckets) => {
        for (const isWhole of [true, false]) {
          const grid = chooseGrid({ min: x, max: x }, buckets, isWhole);
          expect(grid?.width).toBeGreaterThan(0);
          expect(Number.isFinite(bucketOf(x, grid?.width ?? 0))).toBe(true);
        }
      }),
    );
    expect(chooseGrid({ min: 0, max: Number.POSITIVE_INFINITY }, 10, false)).toBeNull();
    expect(chooseGrid({ min: Number.NaN, max: 1 }, 10, false)).toBeNull();
  });
});

describe('buckets', () => {
  const POINTS = fc
    .array(
      fc.tuple(
        fc.integer({ min: -50, max: 50 }),
        fc.oneof(FINITE, fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY)),
      ),
    )
    .map((all) => all.sort(([a], [b]) => a - b));

  it('hold every point once and tell of all of them', () => {
    fc.assert(
      fc.property(POINTS, fc.constantFrom(1, 2, 7, 0.5), (points, width) => {
        const folded = foldPoints(
          {
            x: Float64Array.from(points, ([x]) => x),
            value: Float64Array.from(points, ([, value]) => value),
            smoothed: null,
          },
          width,
        );
        const cells = Map.groupBy(points, ([x]) => Math.floor(x / width));
        expect([...folded.bucket]).toEqual([...cells.keys()]);
        for (const [slot, members] of [...cells.values()].entries()) {
          const values = members.map(([, value]) => value);
          const finite = values.filter(Number.isFinite);
          expect(folded.x[slot]).toBe(members.at(-1)?.[0]);
          expect(folded.counts[slot]).toBe(members.length);
          expect(folded.nans[slot]).toBe(values.filter(Number.isNaN).length);
          expect(folded.infinities[slot]).toBe(
            members.length - finite.length - (folded.nans[slot] ?? 0),
          );
          const expected = finite.length === 0 ? Number.NaN : undefined;
          expect(folded.min[slot]).toBe(expected ?? Math.min(...finite));
          expect(folded.max[slot]).toBe(expected ?? Math.max(...finite));
          expect(folded.first[slot]).toBe(expected ?? finite[0]);
          expect(folded.last[slot]).toBe(expected ?? finite.at(-1));
          expect(folded.mean[slot]).toBe(
            expected ?? finite.reduce((sum, value) => sum + value, 0) / finite.length,
          );
        }
      }),
    );
  });
});

const points = (...all: (readonly [number, number])[]): GroupMember => ({
  kind: 'points',
  x: Float64Array.from(all, ([x]) => x),
  value: Float64Array.from(all, ([, value]) => value),
});
const WANTED = {
  grid: { width: 1 },
  buckets: 100,
  alignment: 'auto',
  columns: ['mean', 'median', 'min', 'max', 'stdSample', 'low95', 'high95'],
} as const;
const columnsOf = (members: readonly GroupMember[], wanted = {}): Record<string, number[]> => {
  const line = groupLine(members, { ...WANTED, ...wanted });
  return Object.fromEntries(Object.entries(line.columns).map(([name, all]) => [name, [...all]]));
};

describe('a group', () => {
  it('meets at each x where its runs share them, also where one ended early', () => {
    const members = [points([0, 1], [10, 3], [20, 5]), points([0, 3], [10, 5])];
    expect(groupLine(members, WANTED)).toMatchObject({ alignment: 'exact-x', windowWidth: null });
    const { x, runs, mean, min, max, stdSample, low95, high95 } = columnsOf(members);
    expect(x).toEqual([0, 10, 20]);
    expect(runs).toEqual([2, 2, 1]);
    expect(mean).toEqual([2, 4, 5]);
    expect(min).toEqual([1, 3, 5]);
    expect(max).toEqual([3, 5, 5]);
    expect(stdSample).toEqual([Math.SQRT2, Math.SQRT2, Number.NaN]);
    const reach = studentQuantile(0.975, 1);
    expect(low95?.[0]).toBeCloseTo(2 - reach, 12);
    expect(high95?.[0]).toBeCloseTo(2 + reach, 12);
    expect(high95?.[2]).toBeNaN();
  });

  it('sums over the runs that have a number there, and over no others', () => {
    const members = [points([0, 1], [10, 3], [20, 5]), points([0, 3], [10, Number.NaN])];
    const { sum, runs } = columnsOf(members, { columns: ['sum'] });
    expect({ sum, runs }).toEqual({ sum: [4, 3, 5], runs: [2, 1, 1] });
    const silent = columnsOf([points([0, Number.NaN])], { columns: ['sum'] });
    expect(silent['sum']).toEqual([Number.NaN]);
  });

  it('meets in windows where its runs logged at different x, each run with one say', () => {
    const members = [
      points([0, 1], [10, 1], [20, 1], [30, 1]),
      points([0, 3], [7, 5], [14, 3], [21, 5], [28, 3]),
    ];
    const line = groupLine(members, WANTED);
    expect(line).toMatchObject({ alignment: 'windowed', windowWidth: 16 });
    const { x, runs, mean } = columnsOf(members);
    expect(x).toEqual([14, 30]);
    expect(runs).toEqual([2, 2]);
    // (3 + 5 + 3) / 3 and (5 + 3) / 2, each beside 1.
    expect(mean).toEqual([(11 / 3 + 1) / 2, 2.5]);
  });

  it('never puts a number where no run has one: NaN and infinities have no say', () => {
    const members = [
      points([0, Number.NaN], [1, 2]),
      points([0, Number.POSITIVE_INFINITY], [1, 4]),
    ];
    const { x, runs, mean, min } = columnsOf(members);
    expect({ x, runs, mean, min }).toEqual({
      x: [0, 1],
      runs: [0, 2],
      mean: [Number.NaN, 3],
      min: [Number.NaN, 2],
    });
  });

  it('says the same of buckets as of the points in them', () => {
    const run = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: -100, max: 100 })),
      {
        minLength: 1,
      },
    );
    fc.assert(
      fc.property(fc.array(run, { minLength: 1, maxLength: 4 }), (runs) => {
        const asPoints = runs.map((all) => points(...all.sort(([a], [b]) => a - b)));
        const asBuckets = asPoints.map((member): GroupMember => {
          if (member.kind !== 'points') throw new Error('It is made of points.');
          const folded = foldPoints({ ...member, smoothed: null }, 8);
          return {
            ...folded,
            kind: 'buckets',
            finite: folded.counts,
            count: member.x.length,
            firstX: member.x[0] ?? 0,
          };
        });
        const wanted = { grid: { width: 8 }, alignment: 'windowed' };
        const [a, b] = [columnsOf(asPoints, wanted), columnsOf(asBuckets, wanted)];
        expect(b['x']).toEqual(a['x']);
        expect(b['runs']).toEqual(a['runs']);
        for (const [at, mean] of (a['mean'] ?? []).entries())
          expect(b['mean']?.[at]).toBeCloseTo(mean, 9);
      }),
    );
  });
});
