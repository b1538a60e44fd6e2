import { formatFilterText, ParallelSettings } from '@runloom/model';
import { describe, expect, it } from 'vitest';
import type { RunCell } from '../analysis/cells.ts';
import { brushFilter } from './brush.ts';
import { brushLines, brushOf, brushStretches, parallelLines } from './parallel-data.ts';

const run = (name: string, ...values: RunCell[]) => ({
  name,
  label: name,
  colour: '',
  values,
  keys: [],
});
const settings = (...axes: object[]) => ParallelSettings.parse({ axes });
const parallelData = (runs: ReturnType<typeof run>[], own: ParallelSettings) =>
  brushLines(parallelLines(runs, own), own.axes);
const LR = { field: 'config.lr', isLog: true };
const MODEL = { field: 'config.model' };
const LOSS = { field: 'summary.loss' };
const RUNS = [
  run('a', 0.001, 'vit', 1),
  run('b', 0.1, 'cnn', 3),
  run('c', 0.01, 'vit', 2),
  run('d', 0.01, null, 2),
  run('e', 0, 'cnn', 2),
];

describe('parallel coordinates', () => {
  it('place lines on log axes, categories and flipped axes, from end to end', () => {
    const { axes, runs, leftOut } = parallelData(
      RUNS,
      settings(LR, MODEL, { ...LOSS, isFlipped: true }),
    );
    expect(runs.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    const rounded = axes.map(({ shares }) => [...shares].map((share) => Number(share.toFixed(9))));
    expect(rounded).toEqual([
      [0, 1, 0.5],
      [0.75, 0.25, 0.75],
      [1, 0, 0.5],
    ]);
    expect(leftOut.map(({ reason, labels }) => [reason, labels])).toEqual([
      ['missing', ['d']],
      ['not-positive', ['e']],
    ]);
  });

  it('highlight what lies within all brushes', () => {
    const { isIn, inCount } = parallelData(
      RUNS,
      settings(
        { ...LR, brush: { min: 0.05, max: 0.001 } },
        { ...MODEL, brush: { texts: ['vit'] } },
        { ...LOSS, brush: { min: 1.5, max: 9 } },
      ),
    );
    expect([[...isIn], inCount]).toEqual([[0, 0, 1], 1]);
  });

  it('draw a brush where it was dragged, also on flipped axes', () => {
    for (const isFlipped of [false, true]) {
      const [lr, model] = parallelData(
        RUNS,
        settings({ ...LR, isFlipped }, { ...MODEL, isFlipped }, LOSS),
      ).axes;
      if (lr === undefined || model === undefined) throw new Error('There are axes.');
      const brush = brushOf(lr, 0.2, 0.6);
      const [stretch = [0, 0]] = brushStretches({ ...lr, axis: { ...lr.axis, brush } });
      expect(stretch[0]).toBeCloseTo(0.2, 9);
      expect(stretch[1]).toBeCloseTo(0.6, 9);
      expect(brushOf(lr, 0.5, 0.5)).toBeNull();
      expect(brushOf(model, 0, 0.5)).toEqual({ texts: [isFlipped ? 'vit' : 'cnn'] });
    }
  });

  it('a brush to the end of an axis takes the last value', () => {
    const [lr] = parallelData(RUNS, settings(LR, MODEL, LOSS)).axes;
    if (lr === undefined) throw new Error('There is an axis.');
    expect(brushOf(lr, -0.1, 1.2)).toEqual({ min: 0.001, max: 0.1 });
  });

  it('stand with one run, with no run and with equal values', () => {
    expect(parallelData([], settings(LR)).runs).toEqual([]);
    const { axes } = parallelData([run('a', 2, 2), run('b', 2, 2)], settings(LOSS, MODEL));
    for (const { shares } of axes) for (const share of shares) expect(share).toBeCloseTo(0.5, 9);
  });

  it('colour by the last axis, by a value, or by run', () => {
    const by = (colourBy: unknown) =>
      parallelData(RUNS, ParallelSettings.parse({ axes: [LR], colourBy })).colour;
    expect(by('run')).toBeNull();
    expect(by('last')?.title).toBe('lr');
    expect([...(by(MODEL)?.values ?? [])]).toEqual([1, 0, 1, Number.NaN]);
  });
});

describe('brushes as a filter of the list', () => {
  const text = (...axes: object[]) => {
    const { filter, left } = brushFilter(settings(...axes).axes);
    return [filter === null ? null : formatFilterText(filter), left];
  };

  it('say the same as the brushes', () => {
    expect(
      text({ ...LR, brush: { min: 0.1, max: 0.01 } }, { ...MODEL, brush: { texts: ['vit'] } }),
    ).toEqual(['config.lr >= 0.01 and config.lr <= 0.1 and config.model = "vit"', 0]);
    expect(text({ ...LOSS, brush: { min: -Number.MAX_VALUE, max: 2 } })[0]).toMatch(/<= 2$/);
  });

  it('leave out what no filter can say, and count it', () => {
    expect(text({ ...LOSS, statistic: 'min', brush: { min: 0, max: 1 } })).toEqual([null, 1]);
    expect(text({ field: 'createdAt', brush: { min: 0, max: 1 } })).toEqual([null, 1]);
    expect(text({ field: 'nothing', brush: { min: 0, max: 1 } })).toEqual([null, 1]);
  });
});
