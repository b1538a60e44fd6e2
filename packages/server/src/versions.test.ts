import { expect, test } from 'vitest';
import { createVersions } from './versions.ts';

test('versions grow strictly, also when the clock stands still or steps back', () => {
  const times = [5, 5, 3, 9];
  const next = createVersions(() => times.shift() ?? 0);
  expect([next(), next(), next(), next()]).toEqual([5000n, 5001n, 5002n, 9000n]);
});
