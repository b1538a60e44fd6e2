import { expect, test } from 'vitest';
import { formatDifference, formatInterval, formatScore, kindOfMetric } from './score-text.ts';

test.each([
  ['rate', 0.8, '80 %', '+80 pp'],
  ['rate', 0.123456, '12.35 %', '+12.3 pp'],
  ['number', 1234.5678, '1,235', '+1,235'],
  ['number', 0.0312345, '0.03123', '+0.0312'],
  ['seconds', 1.25, '1.25 s', '+1.25 s'],
  ['dollars', 0.0137, '$0.014', '+$0.014'],
  ['rate', 0, '0 %', '0 pp'],
] as const)('a %s of %d', (kind, value, score, difference) => {
  expect(formatScore(kind, value)).toBe(score);
  expect(formatDifference(kind, value)).toBe(difference);
  if (value !== 0) expect(formatDifference(kind, -value)).toBe(difference.replace('+', '−'));
});

test('intervals name their unit once', () => {
  expect(formatInterval('rate', 0.6505, 0.9)).toBe('65 … 90 %');
  expect(formatInterval('number', -0.5, 12.345)).toBe('−0.5 … 12.3');
  expect(formatInterval('seconds', -0.002, 1.5)).toBe('−2 ms … 1.50 s');
  expect(formatInterval('number', null, 1)).toBeNull();
});

test('latency is in seconds and cost in dollars, unless a score is called so', () => {
  expect(kindOfMetric({ key: 'latency', group: 'use', kind: 'number' })).toBe('seconds');
  expect(kindOfMetric({ key: 'cost', group: 'use', kind: 'number' })).toBe('dollars');
  expect(kindOfMetric({ key: 'tokens', group: 'use', kind: 'number' })).toBe('number');
  expect(kindOfMetric({ key: 'latency', group: 'score', kind: 'rate' })).toBe('rate');
});
