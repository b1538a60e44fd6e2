import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resolveLineSettings } from './cascade.ts';
import {
  DEFAULT_LINE_SETTINGS,
  LINE_SETTING_NAMES,
  LineSettings,
  OwnLineSettings,
} from './schema.ts';

test('nothing set is the defaults, from nobody', () => {
  const { settings, levels, parent } = resolveLineSettings({});
  expect(settings).toEqual(DEFAULT_LINE_SETTINGS);
  expect(parent).toEqual(DEFAULT_LINE_SETTINGS);
  expect(new Set(Object.values(levels))).toEqual(new Set(['default']));
});

test('the nearest level that sets a member wins, each member by itself', () => {
  const { settings, levels, parent } = resolveLineSettings({ yLog: true }, [
    { yLog: false, aggregate: 'median' },
    { aggregate: 'min', band: 'sd', yLog: false },
  ]);
  expect(settings).toMatchObject({ yLog: true, aggregate: 'median', band: 'sd' });
  expect(levels).toMatchObject({
    yLog: 'panel',
    aggregate: 'section',
    band: 'workspace',
    xLog: 'default',
  });
  expect(parent.yLog).toBe(false);
});

test('a range of x holds for the axis that it was set with, not for a nearer one', () => {
  const workspace = { x: { key: 'tokens' }, xMax: 1_000 };
  expect(resolveLineSettings({}, [{}, workspace]).settings.xMax).toBe(1_000);
  const { settings, levels } = resolveLineSettings({ x: 'step' }, [{}, workspace]);
  expect(settings).toMatchObject({ x: 'step', xMax: null });
  expect(levels.xMax).toBe('default');
  expect(resolveLineSettings({ x: 'step', xMax: 5 }, [{}, workspace]).settings.xMax).toBe(5);
});

test('null is a value of its own: it covers what the workspace says', () => {
  expect(resolveLineSettings({ yMax: null }, [{}, { yMax: 3 }]).settings.yMax).toBe(null);
});

test('what can’t be read is as if it were not set, and spoils nothing else', () => {
  const { settings, levels } = resolveLineSettings(
    { lineWidth: 'thick', smoothing: { kind: 'magic' }, yLog: true },
    [{ lineWidth: 3 }, 'nonsense'],
  );
  expect(settings).toMatchObject({ lineWidth: 3, yLog: true, smoothing: { kind: 'twema' } });
  expect(levels).toMatchObject({ lineWidth: 'section', smoothing: 'default' });
});

test('a level keeps members that this version does not know, and gets no defaults', () => {
  expect(OwnLineSettings.parse({ yLog: true, fromTheFuture: 1 })).toEqual({
    yLog: true,
    fromTheFuture: 1,
  });
});

test('any levels whatsoever give complete settings', () => {
  const level = fc.oneof(
    fc.anything(),
    fc.dictionary(fc.constantFrom(...LINE_SETTING_NAMES), fc.anything()),
  );
  fc.assert(
    fc.property(level, fc.array(level, { maxLength: 3 }), (own, outer) => {
      expect(LineSettings.safeParse(resolveLineSettings(own, outer).settings).success).toBe(true);
    }),
  );
});
