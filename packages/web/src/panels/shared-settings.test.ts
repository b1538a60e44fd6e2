import { expect, it } from 'vitest';
import { holdingSettings, levelOf, specAt } from './shared-settings.ts';

const spec = {
  id: 'own/1',
  type: 'bar',
  title: 'Bars',
  metric: null,
  settings: { sort: 'name' },
  outer: [
    { sort: 'list', direction: 'vertical', values: [1] },
    { direction: 'horizontal', maxBars: 5 },
  ],
};
const SHARED = ['sort', 'direction', 'maxBars', 'scope'];

it('the nearest level that says a setting wins, of those that may be said around the panel', () => {
  expect(holdingSettings(spec, SHARED)).toEqual({
    sort: 'name',
    direction: 'vertical',
    maxBars: 5,
  });
  expect(SHARED.map((name) => levelOf(spec, name))).toEqual([
    'panel',
    'section',
    'workspace',
    'default',
  ]);
});

it('a form of a level sees what it sets and what is around it', () => {
  const section = specAt(spec, 'section');
  expect(levelOf(section, 'direction')).toBe('panel');
  expect(levelOf(section, 'maxBars')).toBe('workspace');
  const workspace = specAt(spec, 'workspace');
  expect(levelOf(workspace, 'direction')).toBe('panel');
  expect(levelOf(workspace, 'sort')).toBe('default');
});
