import { expect, test } from 'vitest';
import { crosshairTemplate, renderCrosshair, renderLegend, variable } from './legend-template.ts';

const KNOWN = new Map<string, unknown>([
  ['config:lr', 0.001],
  ['config:opt', { name: 'adam' }],
  ['run:group', 'g'],
]);
const subject = {
  name: 'r1',
  displayName: 'brave-sun-1',
  metric: 'loss',
  group: '',
  valueOf: (source: string, path: string) => KNOWN.get(`${source}:${path}`) ?? null,
};

test('variables of runs, config and metric stand in for themselves', () => {
  const template = `${variable('run:displayName')} - ${variable('config:lr')} ${variable('metric')} (${variable('run:group')})`;
  expect(renderLegend(template, subject)).toBe('brave-sun-1 - 0.001 loss (g)');
});

test('what is not known is a dash, and what is no variable stays to be seen', () => {
  expect(renderLegend(`${variable('config:nope')}|${variable('lr')}`, subject)).toBe(
    `–|${variable('lr')}`,
  );
  expect(renderLegend(variable('config:opt'), subject)).toBe('{"name":"adam"}');
});

test('what stands in double brackets is said at the crosshair alone', () => {
  const template = `${variable('run:displayName')} [[ ${variable('x')}: ${variable('y')} (${variable('original')}) ± ${variable('stderr')} of ${variable('count')} ]]`;
  expect(renderLegend(template, subject)).toBe('brave-sun-1');
  const told = crosshairTemplate(template) ?? '';
  const place = { x: 5, y: 0.25, original: 0.5, statistics: { count: 3 }, percentOf: () => 12.345 };
  expect(renderCrosshair(told, 'step', place)).toBe('5: 0.25 (0.5) ± – of 3');
  expect(renderCrosshair(`${variable('y')} (${variable('percent')} %)`, 'step', place)).toBe(
    '0.25 (12.3 %)',
  );
  expect(crosshairTemplate('plain')).toBe(null);
});
