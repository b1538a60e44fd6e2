import { describe, expect, it } from 'vitest';
import { evenSteps, indexAtOrBefore, unionOfSteps } from './step-position.ts';

describe('steps of several keys', () => {
  it('are joined in order, each once', () => {
    expect(unionOfSteps([[0, 5, 10], [-3, 5, 7], []])).toEqual([-3, 0, 5, 7, 10]);
  });

  it('have the last one at or before a step', () => {
    const steps = [0, 5, 10];
    expect([-1, 0, 4, 5, 99].map((step) => indexAtOrBefore(steps, step))).toEqual([-1, 0, 0, 1, 2]);
  });

  it('are thinned evenly, with both ends', () => {
    const steps = Array.from({ length: 1001 }, (_, index) => index);
    expect(evenSteps(steps, 5)).toEqual([0, 250, 500, 750, 1000]);
    expect(evenSteps([1, 2], 5)).toEqual([1, 2]);
  });
});
