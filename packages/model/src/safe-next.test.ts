import { expect, it } from 'vitest';
import { safeNext } from './safe-next.ts';

const origin = 'http://127.0.0.1:8080';

it('keeps paths of this site', () => {
  expect(safeNext('/team/project?q=a#b')).toBe('/team/project?q=a#b');
});

it('goes home instead of to another site', () => {
  for (const next of [
    undefined,
    '',
    'https://evil.test/',
    '//evil.test/x',
    '/.//evil.test',
    '/\\evil.test',
    '/\t/evil.test',
    '\\\\evil.test',
    'javascript:alert(1)',
    ' //evil.test',
    '/signin?next=/x',
  ]) {
    const target = safeNext(next);
    expect(new URL(target, origin).origin).toBe(origin);
    if (next !== '/\t/evil.test') expect(target).toBe('/');
  }
});
