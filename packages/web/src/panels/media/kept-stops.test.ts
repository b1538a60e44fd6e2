import { expect, it } from 'vitest';
import { filesIn, keptStops } from './kept-stops.ts';

const stops = [0, 10, 20, 30, 40, 50];
const one = (stop: number) => [{ id: `at ${stop}`, sizeBytes: 10 }];

it('keeps all places while their files are within the bound', () => {
  expect(keptStops(stops, 5, one, 60)).toEqual(stops);
});

it('keeps those around what is shown where they are not', () => {
  expect(keptStops(stops, 2, one, 30)).toEqual([10, 20, 30]);
  expect(keptStops(stops, 5, one, 25)).toEqual([40, 50]);
  expect(keptStops(stops, 0, one, 5)).toEqual([0]);
});

it('counts a file once that stands at several places', () => {
  expect(keptStops(stops, 5, () => [{ id: 'same', sizeBytes: 10 }], 10)).toEqual(stops);
});

it('finds files wherever a value names them', () => {
  const names = new Set(['a.png', 'b.json', 'c']);
  const value = { path: 'a.png', masks: { m: { path: 'b.json' } }, caption: 'd', list: ['a.png'] };
  expect(filesIn(value, names)).toEqual(['a.png', 'b.json']);
});
