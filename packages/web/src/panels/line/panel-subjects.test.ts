import { DEFAULT_LINE_SETTINGS } from '@runloom/model';
import { expect, test } from 'vitest';
import { groupColours } from './line-styles.ts';
import { panelRequest } from './panel-request.ts';
import { panelSettings } from './panel-settings.ts';
import { lineAxisOf, subjectsOf } from './panel-subjects.ts';

const own = { stream: 'history', key: 'loss' } as const;
const keys = ['layer1/w', 'layer1/b', 'layer2/w', '_step', 'loss'];
const pattern = (text: string) => ({
  metrics: { kind: 'pattern', pattern: text } as const,
  expressions: [],
});

test('a panel draws the metric it came for until it is told otherwise', () => {
  expect(subjectsOf(DEFAULT_LINE_SETTINGS, own, keys, 0)).toMatchObject({
    y: [{ key: 'loss' }],
    problems: [],
  });
});

test('a pattern draws all that it finds; its groups make one chart each', () => {
  expect(subjectsOf(pattern('^layer'), null, keys, 0).y).toHaveLength(3);
  const second = subjectsOf(pattern('^(layer\\d)/'), null, keys, 1);
  expect(second.captures).toEqual(['layer1', 'layer2']);
  expect(second.y).toEqual([{ key: 'layer2/w' }]);
});

test('a pattern or an expression that can’t be read is a problem with its place, not a failure', () => {
  expect(subjectsOf(pattern('a('), null, keys, 0).problems[0]).toMatch(/sign 2: .*never closed/);
  const { y, problems } = subjectsOf(
    { metrics: null, expressions: ['2 *', 'loss * 2'] },
    own,
    keys,
    0,
  );
  expect(y).toEqual([{ key: 'loss' }, { expression: 'loss * 2' }]);
  expect(problems).toHaveLength(1);
});

test('the toolbar speaks for the workspace until the workspace, a section or the panel does', () => {
  const view = {
    axis: 'wall',
    smoothing: { kind: 'ema', weight: 0.5 },
    showsOriginal: true,
    isLog: true,
    ignoresOutliers: false,
  } as const;
  const { settings, levels } = panelSettings(
    { settings: { yLog: false }, outer: [{}, { x: 'process' }] },
    view,
  );
  expect(settings).toMatchObject({ yLog: false, x: 'process', smoothing: view.smoothing });
  expect(levels).toMatchObject({ yLog: 'panel', x: 'workspace', smoothing: 'workspace' });
});

test('the machine is drawn over time, and no metric over itself', () => {
  const system = { stream: 'system', key: 'cpu' } as const;
  expect(lineAxisOf('step', system, []).axis).toBe('relative');
  expect(lineAxisOf({ key: 'loss' }, own, []).axis).toBe('step');
  expect(lineAxisOf({ expression: 'a+b' }, own, []).axis).toBe('expression:a+b');
});

test('groups ask for their line first, then for what the band is made of', () => {
  const settings = { ...DEFAULT_LINE_SETTINGS, isGrouped: true, aggregate: 'median' as const };
  const request = panelRequest(settings, {
    stream: 'history',
    y: [{ key: 'loss' }],
    axis: 'step',
    range: null,
    width: 500,
  });
  expect(request.group?.columns).toEqual(['median', 'low95', 'high95']);
  expect(request.smoothing).toEqual({ kind: 'none' });
});

test('groups keep their colours when others are hidden', () => {
  const all = groupColours(['lr: 0.1', 'lr: 0.01', 'lr: 0.001']);
  expect(new Set(all.values()).size).toBe(3);
  expect(groupColours(['lr: 0.1']).get('lr: 0.1')).toBe(all.get('lr: 0.1'));
});
