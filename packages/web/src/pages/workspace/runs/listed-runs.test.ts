import { expect, test } from 'vitest';
import { INITIAL_RUNS_VIEW } from '../view/runs-view.ts';
import { listRuns } from './listed-runs.ts';

const run = (name: string, displayName = name) => ({ name, displayName, metricDefinitions: [] });
const RUNS = Array.from({ length: 14 }, (_, index) => run(`run-${13 - index}`));
const shownNames = (view: Partial<typeof INITIAL_RUNS_VIEW>, runs = RUNS) =>
  listRuns(runs, runs.length, { ...INITIAL_RUNS_VIEW, ...view })
    .filter(({ isShown }) => isShown)
    .map(({ name }) => name);

test('the newest ten are shown at first', () => {
  expect(shownNames({})).toEqual(RUNS.slice(0, 10).map(({ name }) => name));
});

test('all or none are shown but for those switched by themselves', () => {
  expect(shownNames({ base: 'all', hidden: ['run-3'] })).toHaveLength(13);
  expect(shownNames({ base: 'none', shown: ['run-3'] })).toEqual(['run-3']);
});

test('a search narrows what is listed and so what is shown', () => {
  expect(shownNames({ search: 'RUN-1' })).toEqual([
    'run-13',
    'run-12',
    'run-11',
    'run-10',
    'run-1',
  ]);
  expect(shownNames({ search: '[05]$', isExpression: true })).toEqual(['run-10', 'run-5', 'run-0']);
});

test('a run keeps its colour when newer ones come and when a search hides others', () => {
  const colourOf = (runs: typeof RUNS, total: number, search = '') =>
    listRuns(runs, total, { ...INITIAL_RUNS_VIEW, search }).find(({ name }) => name === 'run-4')
      ?.colour;
  const before = colourOf(RUNS, 14);
  expect(colourOf([run('new'), ...RUNS], 15)).toBe(before);
  expect(colourOf(RUNS, 14, 'run-4')).toBe(before);
  // Only the newest page is loaded.
  expect(colourOf(RUNS.slice(0, 12), 14)).toBe(before);
});

test('the ten runs shown at first have ten colours', () => {
  const colours = listRuns(RUNS, 14, INITIAL_RUNS_VIEW)
    .filter(({ isShown }) => isShown)
    .map(({ colour }) => colour);
  expect(new Set(colours).size).toBe(10);
});

test('a run without a name for people is called by its id', () => {
  expect(listRuns([run('abc', ' ')], 1, INITIAL_RUNS_VIEW)[0]?.label).toBe('abc');
});

test('runs that the server found beyond the loaded ones follow those, in their own colours', () => {
  const view = { ...INITIAL_RUNS_VIEW, search: 'run-' };
  const whole = listRuns(RUNS, 14, view);
  const beyond = RUNS.slice(5).map((found, index) => ({ run: found, place: 8 - index }));
  expect(listRuns(RUNS.slice(0, 5), 14, view, beyond)).toEqual(whole);
});
