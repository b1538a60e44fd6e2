import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { parseRunFilter } from '../run-filter/parse.ts';
import { toMongo } from '../run-filter/to-mongo.ts';
import type { RunField, RunFilter } from '../run-filter/types.ts';
import { FilterTextError } from './error.ts';
import { formatFilterText } from './format.ts';
import { parseFilterText } from './parse.ts';

const lr: RunField = { kind: 'config', path: 'lr' };
const loss: RunField = { kind: 'summary', path: 'train/loss' };

describe('a filter as text', () => {
  it.each<[string, RunFilter]>([
    ['', { kind: 'and', filters: [] }],
    ["Config('lr') > 0.01", { kind: 'compare', field: lr, comparison: 'gt', value: 0.01 }],
    ['config.lr = 1e-3', { kind: 'in', field: lr, values: [0.001] }],
    [
      'SummaryMetric("train/loss") <= -.5',
      { kind: 'compare', field: loss, comparison: 'lte', value: -0.5 },
    ],
    ['tags contains "be(st"', { kind: 'matches', field: { kind: 'tags' }, pattern: '(?i)be\\(st' }],
    [
      "Metric('state') not in ['crashed', 'failed']",
      {
        kind: 'not',
        filter: {
          kind: 'in',
          field: { kind: 'attribute', name: 'state' },
          values: ['crashed', 'failed'],
        },
      },
    ],
    [
      'created within_last 5 days',
      { kind: 'within', field: { kind: 'attribute', name: 'createdAt' }, seconds: 432_000 },
    ],
    [
      "Metric('CreatedTimestamp') within_last 90 'minutes'",
      { kind: 'within', field: { kind: 'attribute', name: 'createdAt' }, seconds: 5_400 },
    ],
    ['config.lr is set', { kind: 'exists', field: lr, orNull: false }],
    ['config.lr = True', { kind: 'in', field: lr, values: [1] }],
    [
      'created > "2026-11-23"',
      {
        kind: 'compare',
        field: { kind: 'attribute', name: 'createdAt' },
        comparison: 'gt',
        value: Date.UTC(2026, 10, 23),
      },
    ],
  ])('%s', (text, filter) => {
    expect(parseFilterText(text)).toEqual(filter);
  });

  it('binds and before or, and not before both', () => {
    const text = 'not config.a > 1 and config.b = 2 or config.c = 3';
    expect(formatFilterText(parseFilterText(text))).toBe(text);
    const grouped = 'config.a = 1 and (config.b = 2 or config.c = 3)';
    expect(formatFilterText(parseFilterText(grouped))).toBe(grouped);
  });

  it.each([
    ['config.lr >', 11, 'ends where'],
    ['lr > 1', 0, 'no field "lr"'],
    ['config.lr > 1 config.b', 14, 'Here should come'],
    ['state = 3', 8, 'quotes'],
    ['config.a = "x', 11, 'never closed'],
    ['(config.a = 1', 13, 'ends where “)”'],
    ['config.a ~ 1', 9, 'no meaning'],
    ['Nothing("a") = 1', 0, 'no “Nothing(…)”'],
    ['created > "yesterday"', 10, 'no time'],
    [`${'('.repeat(40)}config.a = 1`, 33, 'nested'],
  ])('refuses %j and says where', (text, from, message) => {
    try {
      parseFilterText(text);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(FilterTextError);
      expect(error).toMatchObject({ from, message: expect.stringContaining(message) });
    }
  });
});

const PATH = fc.oneof(
  fc.constantFrom('lr', 'train/loss', 'opt.beta', 'a b', 'x"y', 'e\u202eé', 'value'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
);
const FIELD: fc.Arbitrary<RunField> = fc.oneof(
  fc.constant({ kind: 'tags' as const }),
  fc.record({ kind: fc.constantFrom('config' as const, 'summary' as const), path: PATH }),
  fc.record({
    kind: fc.constant('attribute' as const),
    name: fc.constantFrom('state' as const, 'displayName' as const, 'user' as const),
  }),
);
// −0 is written as 0, which is equal to it.
const NUMBER = fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0);
const valuesFor = (field: RunField) =>
  field.kind === 'config' || field.kind === 'summary'
    ? fc.oneof(NUMBER, fc.string({ unit: 'binary', minLength: 1 }))
    : fc.string({ unit: 'binary', minLength: 1 });
const CONDITION: fc.Arbitrary<RunFilter> = FIELD.chain((field) =>
  fc.oneof(
    fc.record({
      kind: fc.constant('in' as const),
      field: fc.constant(field),
      values: fc.array(valuesFor(field), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constant('compare' as const),
      field: fc.constant(field),
      comparison: fc.constantFrom('gt' as const, 'gte' as const, 'lt' as const, 'lte' as const),
      value: valuesFor(field),
    }),
    fc.record({
      kind: fc.constant('matches' as const),
      field: fc.constant(field),
      pattern: fc.string({ unit: 'binary', maxLength: 20 }),
    }),
    fc.constant({ kind: 'exists' as const, field, orNull: false }),
  ),
);
const FILTER: fc.Arbitrary<RunFilter> = fc.letrec<{ filter: RunFilter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3 },
    CONDITION,
    fc.record({
      kind: fc.constant('within' as const),
      field: fc.constant({ kind: 'attribute' as const, name: 'createdAt' as const }),
      seconds: fc.nat(),
    }),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      filters: fc.array(tie('filter'), { minLength: 2, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('not' as const), filter: tie('filter') }),
  ),
})).filter;

test('every filter is read back from its text', () => {
  fc.assert(
    fc.property(FILTER, (filter) => {
      expect(parseFilterText(formatFilterText(filter))).toEqual(filter);
    }),
  );
});

/** Without what takes itself back. */
function plain(filter: RunFilter): RunFilter {
  if ('filters' in filter) {
    const filters = filter.filters.map(plain);
    const [only] = filters;
    return filters.length === 1 && only !== undefined ? only : { ...filter, filters };
  }
  if (filter.kind !== 'not') return filter;
  const inner = plain(filter.filter);
  return inner.kind === 'not' ? inner.filter : { kind: 'not', filter: inner };
}

test('what is sent to the server means the same', () => {
  const wrapped = (filter: RunFilter): boolean =>
    'filters' in filter
      ? filter.filters.some(wrapped)
      : filter.kind === 'not'
        ? wrapped(filter.filter)
        : 'field' in filter && filter.field.kind === 'config' && /value/.test(filter.field.path);
  fc.assert(
    fc.property(
      FILTER.filter((filter) => !wrapped(filter)),
      (filter) => {
        const again = parseRunFilter(JSON.stringify(toMongo(filter)));
        expect(plain(again)).toEqual(plain(filter));
      },
    ),
  );
});
