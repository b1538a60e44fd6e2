import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSearch, stringifySearch } from './search-params.ts';

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
