import { MediaSettings } from '@runloom/model';
import { expect, it } from 'vitest';
import { gridLines } from './grid-axes.ts';

const run = (name: string) => ({
  name,
  label: name.toUpperCase(),
  colour: '#000000',
  definitions: [],
  summaryKeys: [],
  media: [],
  charts: [],
});
const lines = (axis: 'run' | 'key' | 'step' | 'index', stop: number, settings = {}) =>
  gridLines(axis, {
    runs: [run('a'), run('b')],
    keys: ['image', 'mask'],
    stops: [0, 10, 20, 30, 40],
    stop,
    settings: MediaSettings.parse(settings),
  });
const labels = (...asked: Parameters<typeof lines>) => lines(...asked).map(({ label }) => label);

it('an axis has a line for each run, key or medium', () => {
  expect(labels('run', 4)).toEqual(['A', 'B']);
  expect(labels('key', 4)).toEqual(['image', 'mask']);
  expect(labels('index', 4, { maxItems: 3 })).toEqual(['#1', '#2', '#3']);
});

it('an axis of steps has the last places up to the slider’s, as far apart as the stride', () => {
  expect(labels('step', 4, { axisSteps: 3 })).toEqual(['Step 20', 'Step 30', 'Step 40']);
  expect(labels('step', 3, { axisSteps: 9 })).toEqual(['Step 0', 'Step 10', 'Step 20', 'Step 30']);
  expect(labels('step', 4, { stride: 2, sliderKey: 'epoch' })).toEqual([
    'epoch 0',
    'epoch 20',
    'epoch 40',
  ]);
});
