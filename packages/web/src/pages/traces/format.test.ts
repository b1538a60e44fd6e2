import { expect, test } from 'vitest';
import { formatCost, formatLatency } from './format.ts';

test.each([
  [0.4237, '0.42 ms'],
  [12.4, '12 ms'],
  [999.4, '999 ms'],
  [1_250, '1.25 s'],
  [45_670, '45.7 s'],
  [185_000, '3m 05s'],
  [3_720_000, '1h 02m'],
  [-1, '–'],
])('%d milliseconds are %s', (milliseconds, text) => {
  expect(formatLatency(milliseconds)).toBe(text);
});

test.each([
  [0, '$0'],
  [0.000042, '$0.000042'],
  [0.0137, '$0.014'],
  [0.5, '$0.50'],
  [1.254, '$1.25'],
  [12_345.6, '$12,346'],
  [1e-9, '<$0.0000001'],
])('%d dollars are %s', (dollars, text) => {
  expect(formatCost(dollars)).toBe(text);
});
