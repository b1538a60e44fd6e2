import type { MetricDefinition } from '@runloom/model';
import { expect, test } from 'vitest';
import type { ShownRun } from './board-context.ts';
import { panelAxisOf, visibleKeys } from './panel-axis.ts';

const define = (key: string, rest: Partial<MetricDefinition> = {}): MetricDefinition => ({
  key: key.replace(/\*$/, ''),
  isGlob: key.endsWith('*'),
  stepMetric: null,
  stepSync: false,
  hidden: false,
  summary: [],
  goal: null,
  ...rest,
});
const run = (definitions: MetricDefinition[], summaryKeys: string[] = []): ShownRun => ({
  name: 'r',
  label: 'r',
  colour: 'red',
  definitions,
  summaryKeys,
  media: [],
  charts: [],
});
const STEPS = { axis: 'step' } as const;
const history = (key: string) => ({ stream: 'history', key }) as const;
const byEpoch = run([define('val/*', { stepMetric: 'epoch' })], ['val/loss', 'epoch']);

test('over steps, a metric lies on the step metric that its runs define', () => {
  expect(panelAxisOf(STEPS, history('val/loss'), [byEpoch, byEpoch])).toEqual({
    axis: 'metric:epoch',
    disputed: [],
  });
  expect(panelAxisOf(STEPS, history('lr'), [byEpoch]).axis).toBe('step');
});

test('what the reader chose wins over definitions', () => {
  const loss = history('val/loss');
  expect(panelAxisOf({ axis: 'relative' }, loss, [byEpoch]).axis).toBe('relative');
  expect(panelAxisOf({ axis: 'metric:batch' }, loss, [byEpoch]).axis).toBe('metric:batch');
});

test('the machine is drawn over time, and no metric over itself', () => {
  const cpu = { stream: 'system', key: 'cpu' } as const;
  expect(panelAxisOf(STEPS, cpu, [byEpoch]).axis).toBe('relative');
  expect(panelAxisOf({ axis: 'metric:epoch' }, cpu, [byEpoch]).axis).toBe('relative');
  expect(panelAxisOf({ axis: 'wall' }, cpu, [byEpoch]).axis).toBe('wall');
  expect(panelAxisOf({ axis: 'metric:epoch' }, history('epoch'), [byEpoch]).axis).toBe('step');
});

test('runs that name different axes are drawn over steps, and the panel knows which', () => {
  const byBatch = run([define('val/loss', { stepMetric: 'batch' })]);
  expect(panelAxisOf(STEPS, history('val/loss'), [byEpoch, byBatch])).toEqual({
    axis: 'step',
    disputed: ['epoch', 'batch'],
  });
});

test('a run that logs the metric without defining it keeps the others on steps', () => {
  const loss = history('val/loss');
  const plain = run([], ['val/loss']);
  expect(panelAxisOf(STEPS, loss, [byEpoch, plain]).disputed).toEqual(['epoch', 'step']);
  expect(panelAxisOf(STEPS, loss, [byEpoch, run([], ['lr'])]).axis).toBe('metric:epoch');
  const nested = { ...byEpoch, definitions: [define('a.b', { stepMetric: 'epoch' })] };
  expect(panelAxisOf(STEPS, history('a.b'), [nested, run([], ['a'])]).axis).toBe('step');
});

test('hidden metrics get no panel unless a run that defines them wants them seen', () => {
  const hiding = run([define('epoch', { hidden: true }), define('debug/*', { hidden: true })]);
  const keys = ['debug/x', 'epoch', 'loss'];
  expect(visibleKeys(keys, [hiding, run([])])).toEqual(['loss']);
  expect(visibleKeys(keys, [hiding, run([define('epoch')])])).toEqual(['epoch', 'loss']);
  expect(visibleKeys(keys, [run([])])).toBe(keys);
});
