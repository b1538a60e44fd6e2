import { expect, it } from 'vitest';
import { generateDisplayName } from './display-name.ts';

it('is an adjective, a noun and the number of the run', () => {
  expect(generateDisplayName(42)).toMatch(/^[a-z]+-[a-z]+-42$/);
  expect(generateDisplayName(1, () => 0)).toBe('agile-alder-1');
  expect(generateDisplayName(1, () => 0.999999)).toBe('zesty-wren-1');
});
