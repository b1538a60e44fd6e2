import { BarSettings } from '@runloom/model';
import { describe, expect, it } from 'vitest';
import type { RunCell } from '../analysis/cells.ts';
import { barData } from './bar-data.ts';

const run = (name: string, values: RunCell[], keys: RunCell[] = []) => ({
  name,
  label: name,
  colour: '#123456',
  values,
  keys,
});
const LOSS = [{ field: 'summary.loss' }];
const bars = (runs: ReturnType<typeof run>[], more: object = {}, fields: string[] = []) =>
  barData(runs, BarSettings.parse({ values: LOSS, ...more }), fields);
const seeds = [1, 2, 4].map((loss, at) => run(`a${at}`, [loss], ['vit']));
const others = [run('b', [9], ['cnn']), run('c', [null], ['cnn']), run('d', [5], [null])];

describe('bars', () => {
  it('are one a run in the order of the list, and name the runs that have none', () => {
    const { items, leftOut } = bars([...others, ...seeds]);
    expect(items.map(({ label }) => label)).toEqual(['b', 'd', 'a0', 'a1', 'a2']);
    expect(leftOut).toMatchObject([{ reason: 'missing', what: 'loss', labels: ['c'] }]);
  });

  it('are sorted and cut, and say of how many', () => {
    const { items, itemCount } = bars([...seeds, ...others], { sort: 'descending', maxBars: 2 });
    expect([items.map(({ label }) => label), itemCount]).toEqual([['b', 'd'], 5]);
  });

  it('of groups are the mean with the 95 % interval by Student’s t', () => {
    const { items, loneCount } = bars([...seeds, ...others], {}, ['config.model']);
    expect(items.map(({ label }) => label)).toEqual(['model: vit', 'model: cnn', 'model: none']);
    const [vit] = items[0]?.bars ?? [];
    expect(vit?.length).toBeCloseTo(7 / 3, 12);
    // t of 2 degrees of freedom is 4.30265, s is √(7/3).
    const half = (4.30265272974946 * Math.sqrt(7 / 3)) / Math.sqrt(3);
    expect(vit?.interval?.low).toBeCloseTo(7 / 3 - half, 9);
    expect(vit?.interval?.high).toBeCloseTo(7 / 3 + half, 9);
    expect(items[1]?.bars[0]?.interval).toBeNull();
    expect(loneCount).toBe(2);
  });

  it.each([
    [{ aggregate: 'median' }, 2, null],
    [{ aggregate: 'sum', interval: 'minmax' }, 7, null],
    [{ aggregate: 'max', interval: 'minmax' }, 4, { low: 1, high: 4 }],
    [{ interval: 'none' }, 7 / 3, null],
  ])('of groups can be %j, and have no interval that would be wrong', (more, length, interval) => {
    const [vit] = bars(seeds, more, ['config.model']).items[0]?.bars ?? [];
    expect(vit?.length).toBeCloseTo(length, 12);
    expect(vit?.interval).toEqual(interval);
  });

  it('stand side by side for several values; a run that lacks one has the others', () => {
    const two = { values: [...LOSS, { field: 'config.lr' }] };
    const { items, leftOut, runCount } = bars([run('a', [1, 2]), run('b', [null, 3])], two);
    expect(items.map(({ bars: own }) => own.map(({ value }) => value))).toEqual([[0, 1], [1]]);
    expect([leftOut.length, runCount]).toEqual([1, 2]);
  });

  it('of NaN, of infinity and, on a log axis, of zero are none', () => {
    const odd = [run('nan', [Number.NaN]), run('inf', [Infinity]), run('zero', [0])];
    expect(bars(odd, { valueLog: true }).items).toEqual([]);
    expect(bars(odd, { valueLog: true }).leftOut.map(({ reason }) => reason)).toEqual([
      'not-finite',
      'not-positive',
    ]);
  });

  it('as violins have no density where all runs are equal', () => {
    const same = [run('a', [3], ['x']), run('b', [3], ['x'])];
    const [bar] = bars(same, { groupShape: 'violin' }, ['config.k']).items[0]?.bars ?? [];
    expect([bar?.density, bar?.box?.median]).toEqual([[], 3]);
  });
});
