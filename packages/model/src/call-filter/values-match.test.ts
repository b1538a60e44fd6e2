import { describe, expect, it } from 'vitest';
import { FilterTextError } from '../filter-text/error.ts';
import { parseCallFilter } from './parse.ts';
import type { FilterFields } from './types.ts';
import { valuesMatch } from './values-match.ts';

const FIELDS: FilterFields = {
  read: (name) => (/^(?:in|out)(?:\.|$)/.test(name) ? { name, path: name, kind: 'value' } : null),
  hint: 'There are in and out.',
};

const matches = (text: string, values: Readonly<Record<string, readonly unknown[]>>) =>
  valuesMatch(parseCallFilter(text, FIELDS), ({ path }) => values[path] ?? []);

describe('a filter over values in memory', () => {
  it('knows the fields it is given and no others', () => {
    expect(() => parseCallFilter('latency > 2', FIELDS)).toThrow(FilterTextError);
    expect(() => parseCallFilter('latency > 2', FIELDS)).toThrow('There are in and out.');
  });

  it('holds when one of several values fulfils it, and `not` when none does', () => {
    const values = { out: [1, 5] };
    expect(matches('out > 4', values)).toBe(true);
    expect(matches('not out > 4', values)).toBe(false);
    expect(matches('out > 5', values)).toBe(false);
    expect(matches('out in [5, 6] and out = 1', values)).toBe(true);
  });

  it('compares numbers with numbers and texts with texts, true being 1', () => {
    expect(matches('in = "5"', { in: [5] })).toBe(false);
    expect(matches('in > "4"', { in: ['5'] })).toBe(true);
    expect(matches('in > "\uffee"', { in: ['😀'] })).toBe(true);
    expect(matches('in = true', { in: [1] })).toBe(true);
    expect(matches('in >= 1', { in: [true, false] })).toBe(true);
    expect(matches('in = true', { in: ['true'] })).toBe(false);
    expect(matches('in < 1 or in >= 1', { in: [Number.NaN] })).toBe(false);
    expect(matches('in >= 1', { in: [Number.POSITIVE_INFINITY] })).toBe(true);
  });

  it('finds texts in any case and inside of nested values; what is null is not there', () => {
    expect(matches('in contains "PARIS"', { in: [{ city: 'Paris' }] })).toBe(true);
    expect(matches('in contains "paris"', { in: [null] })).toBe(false);
    expect(matches('in is set', { in: [null] })).toBe(false);
    expect(matches('in is not set', {})).toBe(true);
    expect(matches('', {})).toBe(true);
  });
});
