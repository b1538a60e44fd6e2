import { expect, it } from 'vitest';
import { placesOf, sliderPlaces, stepAt } from './slider-places.ts';

const steps = [0, 3, 6];

it('places over another key are its last value at or before the step', () => {
  expect(
    placesOf(steps, [
      [1, 10],
      [3, 20],
      [5, 30],
    ]),
  ).toEqual([null, 20, 30]);
});

it('a slider has each place once, and snaps to what is there', () => {
  const first = { steps, places: [0, 10, 20] };
  const second = { steps: [1, 3], places: [5, 10] };
  expect(sliderPlaces([first, second])).toEqual([0, 5, 10, 20]);
  expect(stepAt(first, 19)).toBe(3);
  expect(stepAt(second, 4)).toBeUndefined();
  expect(stepAt(second, 1e9)).toBe(3);
});

it('where a key goes down again the last step that fits is taken', () => {
  expect(stepAt({ steps, places: [0, 10, 5] }, 6)).toBe(6);
});
