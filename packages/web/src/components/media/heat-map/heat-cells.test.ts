import { describe, expect, it } from 'vitest';
import { cellAt, heatData } from './heat-cells.ts';

const data = heatData([
  { step: 0, counts: [1, 4], edges: [0, 1, 2] },
  { step: 10, counts: [9], edges: [2, 4] },
]);

describe('a heat map of histograms', () => {
  it('spans all of them', () => {
    expect(data).toMatchObject({ min: 0, max: 4, largest: 9 });
    expect(heatData([])).toBeNull();
    expect(heatData([{ step: 0, counts: [5], edges: [3, 3] }])).toMatchObject({
      min: 2.5,
      max: 3.5,
    });
  });

  it('tells the bin at a place, as it was logged', () => {
    if (data === null) throw new Error('no data');
    expect(cellAt(data, 0.1, 0.3)).toEqual({ step: 0, from: 1, to: 2, count: 4 });
    expect(cellAt(data, 0.1, 0.9)).toBeNull();
    expect(cellAt(data, 0.9, 0.9)).toEqual({ step: 10, from: 2, to: 4, count: 9 });
    expect(cellAt(data, 0.9, 0.1)).toBeNull();
    expect(cellAt(data, 1, 0.5)).toEqual({ step: 10, from: 2, to: 4, count: 9 });
  });
});
