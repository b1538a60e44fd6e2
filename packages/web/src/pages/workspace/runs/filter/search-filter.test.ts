import { parseRunFilter, RUN_FILTER_LIMITS, toMongo } from '@runloom/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { searchFilter as findRuns } from './search-filter.ts';

const searchFilter = (view: Parameters<typeof findRuns>[0]) => {
  const filter = findRuns(view);
  return filter === null ? null : JSON.stringify(toMongo(filter));
};

const patterns = (search: string, isExpression = false) =>
  [
    ...(searchFilter({ search, isExpression }) ?? '').matchAll(/"\$regex":("(?:[^"\\]|\\.)*")/g),
  ].map(([, text = '']) => JSON.parse(text));

test('plain text is looked for as it is, in names and in ids of runs without a name', () => {
  expect(patterns('a.b (1)')).toEqual(['(?i)a\\.b \\(1\\)', '^\\s*$', '(?i)a\\.b \\(1\\)']);
});

test('an expression goes as it is, half an expression as text', () => {
  expect(patterns('lr=.*5$', true)[0]).toBe('(?i)lr=.*5$');
  expect(patterns('(half', true)[0]).toBe('(?i)\\(half');
});

test('nothing is asked for an empty search, or one that the server would refuse', () => {
  expect(searchFilter({ search: '', isExpression: false })).toBe(null);
  const long = 'x'.repeat(RUN_FILTER_LIMITS.pattern);
  expect(searchFilter({ search: long, isExpression: false })).toBe(null);
});

test('the server can read every search', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 100 }),
      fc.boolean(),
      (search, isExpression) => {
        const filter = searchFilter({ search, isExpression });
        if (filter !== null) expect(() => parseRunFilter(filter)).not.toThrow();
      },
    ),
  );
});
