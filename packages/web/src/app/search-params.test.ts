import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSearch, safeNext, stringifySearch } from './search-params.ts';

describe('the state in the address', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string({ unit: 'grapheme' }),
          fc.string({ unit: 'grapheme', minLength: 1 }),
          { noNullPrototype: true },
        ),
        (search) => {
          expect(parseSearch(stringifySearch(search))).toEqual(search);
        },
      ),
    );
  });

  it('keeps digits as text and leaves out what is empty', () => {
    expect(parseSearch('?q=12&x=true')).toEqual({ q: '12', x: 'true' });
    expect(stringifySearch({ q: '', x: undefined, y: null })).toBe('');
  });
});

describe('safeNext', () => {
  const origin = 'http://127.0.0.1:8080';

  it('keeps paths of this site', () => {
    expect(safeNext('/team/project?q=a#b', origin)).toBe('/team/project?q=a#b');
  });

  it('goes home instead of to another site', () => {
    for (const next of [
      undefined,
      '',
      'https://evil.test/',
      '//evil.test/x',
      '/\\evil.test',
      '/\t/evil.test',
      '\\\\evil.test',
      'javascript:alert(1)',
      ' //evil.test',
      '/signin?next=/x',
    ]) {
      const target = safeNext(next, origin);
      expect(new URL(target, origin).origin).toBe(origin);
      if (next !== '/\t/evil.test') expect(target).toBe('/');
    }
  });
});
