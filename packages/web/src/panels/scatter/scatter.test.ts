import { ScatterSettings } from '@runloom/model';
import { describe, expect, it } from 'vitest';
import type { RunCell } from '../analysis/cells.ts';
import { describeLeftOut } from '../analysis/left-out.ts';
import { scatterData } from './scatter-data.ts';

const run = (name: string, ...values: RunCell[]) => ({
  name,
  label: name,
  colour: '#000000',
  values,
  keys: [],
});
const VALUES = { x: { field: 'config.lr' }, y: { field: 'summary.loss' } };
const plot = (runs: ReturnType<typeof run>[], more: object = {}) =>
  scatterData(runs, ScatterSettings.parse({ ...VALUES, ...more }), () => 'minimize');

describe('a scatter plot', () => {
  const runs = [
    run('a', 1, 3),
    run('b', 2, 1),
    run('c', 3, 2),
    run('d', 0, 5),
    run('e', null, 1),
    run('f', 4, Number.NaN),
    run('g', 5, Number.POSITIVE_INFINITY),
  ];

  it('counts and names each run that it can’t draw, once', () => {
    const { points, leftOut } = plot(runs, { xLog: true });
    expect(points.map((point) => point.run.name)).toEqual(['a', 'b', 'c']);
    expect(leftOut.map(({ reason, labels }) => [reason, labels])).toEqual([
      ['not-positive', ['d']],
      ['missing', ['e']],
      ['not-finite', ['f', 'g']],
    ]);
    expect(leftOut.map((part) => describeLeftOut(part).text)).toEqual([
      '1 ≤ 0 not drawn',
      '1 without lr',
      '2 NaN or ∞',
    ]);
  });

  it('has lines through the least, the most and the mean so far', () => {
    const { running, byX, points } = plot(runs, {
      showsRunningMin: true,
      showsRunningMax: true,
      showsRunningMean: true,
    });
    expect(byX.map((at) => points[at]?.run.name)).toEqual(['d', 'a', 'b', 'c']);
    expect(running.map(({ kind, ys }) => [kind, [...ys]])).toEqual([
      ['minimum', [5, 3, 1, 1]],
      ['maximum', [5, 5, 5, 5]],
      ['mean', [5, 4, 3, 2.75]],
    ]);
  });

  it('finds the frontier in the way that is better', () => {
    const named = (more: object) => {
      const { frontier, points } = plot(runs, { showsFrontier: true, ...more });
      return frontier.map((at) => points[at]?.run.name);
    };
    expect(named({})).toEqual(['d', 'a', 'b']);
    expect(named({ xGoal: 'maximize', yGoal: 'maximize' })).toEqual(['d', 'a', 'c']);
  });

  it('takes texts as categories in natural order, and draws no lines over them', () => {
    const { x, points, frontier, regression } = plot(
      [run('a', 'layer10', 1), run('b', 'layer2', 2), run('c', 3, 3)],
      { showsFrontier: true, showsRegression: true },
    );
    expect(x).toEqual({ kind: 'category', texts: ['3', 'layer2', 'layer10'] });
    expect(points.map((point) => point.x)).toEqual([2, 1, 0]);
    expect([frontier, regression]).toEqual([[], null]);
  });

  it('regresses logarithms on log axes', () => {
    const runs = [1, 10, 100, 1000].map((lr, at) => run(`r${at}`, lr, lr ** 2 * 5));
    const { regression } = plot(runs, { xLog: true, yLog: true, showsRegression: true });
    expect(regression?.slope).toBeCloseTo(2, 12);
    expect(regression?.rSquared).toBeCloseTo(1, 12);
  });

  it('stands with one run, with equal values and with none', () => {
    expect(plot([]).points).toEqual([]);
    for (const some of [[run('a', 2, 2)], [run('a', 2, 2), run('b', 2, 2)]]) {
      const { x, regression } = plot(some, { showsRegression: true });
      if (x.kind === 'category') throw new Error('Numbers are no texts.');
      expect(x.range.min < 2 && x.range.max > 2).toBe(true);
      expect(regression).toBeNull();
    }
  });

  it('says which runs have no colour, and how many are beyond the axes', () => {
    const { withoutZ, outsideCount, z } = plot([run('a', 1, 1, 5), run('b', 2, 9, null)], {
      z: { field: 'config.k' },
      yMax: 4,
    });
    expect([withoutZ, outsideCount]).toEqual([['b'], 1]);
    expect(z?.kind).toBe('number');
  });
});
