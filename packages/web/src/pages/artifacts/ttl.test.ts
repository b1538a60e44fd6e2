import { expect, it } from 'vitest';
import { ttlText } from './ttl.ts';

it.each([
  [null, 'for ever'],
  [86_400, '1 day'],
  [30 * 86_400, '30 days'],
  [365 * 86_400, '1 year'],
  [5_400, '90 minutes'],
  [61, '61 seconds'],
])('says %s as %s', (seconds, text) => {
  expect(ttlText(seconds)).toBe(text);
});
