import { describe, expect, it } from 'vitest';
import { positionOf, step } from './match-steps.ts';

describe('stepping through matches', () => {
  const numbers = [3, 7, 20];

  it('goes to the next one and over the end', () => {
    expect([0, 3, 5, 7, 20, 99].map((from) => step(numbers, from, 1))).toEqual([3, 7, 7, 20, 3, 3]);
  });

  it('goes to the previous one and over the start', () => {
    expect([0, 3, 5, 7, 20, 99].map((from) => step(numbers, from, -1))).toEqual([
      20, 20, 3, 3, 7, 20,
    ]);
  });

  it('has nowhere to go without matches', () => {
    expect([step([], 5, 1), step([], 5, -1), positionOf([], 5)]).toEqual([null, null, 0]);
  });
});
