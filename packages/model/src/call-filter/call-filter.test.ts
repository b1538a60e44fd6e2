import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { FilterTextError } from '../filter-text/error.ts';
import { CALL_FIELD_NAMES, readCallField } from './fields.ts';
import { formatCallFilter } from './format.ts';
import { parseCallFilter } from './parse.ts';
import { callQueryOf } from './to-query.ts';
import type { CallCondition, CallFilterField, CallFilterValue } from './types.ts';

const NOW = Date.UTC(2026, 10, 25);
const queryOf = (text: string) => callQueryOf(parseCallFilter(text), NOW, new Map([['ann', '7']]));

describe('a filter of calls as text', () => {
  it.each([
    'status = "error"',
    'latency > 2 s',
    'latency <= 15.5 ms',
    'inputs.model in ["a", "b"] and output contains "so\\"rry"',
    'not (inputs.a > 1 or inputs.b is set) and started within_last 7 days',
    'started >= "2026-11-23T00:00:00.000Z"',
    'attributes.flag = true',
    'user != "ann"',
    '`feedback.[wandb.reaction.1].payload.emoji` is not set',
  ])('%s comes back as it was', (text) => {
    expect(formatCallFilter(parseCallFilter(text))).toBe(text);
  });

  it.each([
    ['statsu = "error"', 'no field here. There are name'],
    ['status = 3', 'put it in quotes'],
    ['latency > "2"', 'take the quotes away'],
    ['latency contains "2"', 'compared'],
    ['name within_last 2 days', 'Only times'],
    ['status =', 'ends where'],
    ['(status = "a"', '“)”'],
  ])('%s is refused with the reason', (text, reason) => {
    expect(() => parseCallFilter(text)).toThrow(FilterTextError);
    expect(() => parseCallFilter(text)).toThrow(reason);
  });

  test('numbers are compared as numbers, times in seconds, texts as texts', () => {
    expect(queryOf('latency > 2 s')).toEqual({
      $gt: [
        { $convert: { input: { $getField: 'summary.weave.latency_ms' }, to: 'double' } },
        { $literal: 2000 },
      ],
    });
    expect(queryOf('started within_last 1 days')).toEqual({
      $gte: [{ $getField: 'started_at' }, { $literal: NOW / 1000 - 86_400 }],
    });
    expect(queryOf('inputs.a = "x"')).toEqual({
      $eq: [{ $getField: 'inputs.a' }, { $literal: 'x' }],
    });
    expect(queryOf('user = "ann"')).toEqual({
      $eq: [{ $getField: 'wb_user_id' }, { $literal: '7' }],
    });
  });

  test('an op is found by its name, whether it was published or not', () => {
    expect(queryOf('op = "add"')).toEqual({
      $or: [
        { $eq: [{ $getField: 'op_name' }, { $literal: 'add' }] },
        { $contains: { input: { $getField: 'op_name' }, substr: { $literal: '/op/add:' } } },
      ],
    });
  });

  test('whatever a filter says is read back from its text', () => {
    fc.assert(
      fc.property(condition(), (filter) => {
        const read = parseCallFilter(formatCallFilter(filter));
        expect(callQueryOf(read, NOW, new Map())).toEqual(callQueryOf(filter, NOW, new Map()));
      }),
    );
  });
});

function condition(): fc.Arbitrary<CallCondition> {
  const known = (name: string): CallFilterField => {
    const field = readCallField(name);
    if (field === null) throw new Error(`${name} is no field`);
    return field;
  };
  const field = fc
    .constantFrom(...CALL_FIELD_NAMES, 'inputs.a', 'output', 'summary.usage.gpt-4o.total_tokens')
    .map(known);
  const someValue = ({ kind }: CallFilterField): fc.Arbitrary<CallFilterValue> => {
    if (kind === 'time') return fc.integer({ min: 0, max: 4e12 });
    if (kind === 'number' || kind === 'duration')
      return fc.double({ noNaN: true, min: 0, max: 1e9 });
    if (kind === 'value') return fc.oneof(fc.string(), fc.boolean(), fc.integer());
    return fc.string();
  };
  const leaf = field.chain((known): fc.Arbitrary<CallCondition> => {
    const value = someValue(known);
    const some: fc.Arbitrary<CallCondition>[] = [
      fc.constant({ kind: 'exists', field: known }),
      fc
        .array(value, { minLength: 1, maxLength: 3 })
        .map((values) => ({ kind: 'in', field: known, values })),
      value.map((one) => ({ kind: 'compare', field: known, comparison: 'gte', value: one })),
    ];
    if (known.kind === 'text' || known.kind === 'value') {
      some.push(fc.string().map((text) => ({ kind: 'contains', field: known, text })));
    }
    if (known.kind === 'time') {
      some.push(fc.nat(1e6).map((seconds) => ({ kind: 'within', field: known, seconds })));
    }
    return fc.oneof(...some);
  });
  return fc.letrec<{ any: CallCondition }>((tie) => ({
    any: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.record({
        kind: fc.constantFrom('and' as const, 'or' as const),
        filters: fc.array(tie('any'), { minLength: 2, maxLength: 3 }),
      }),
      tie('any').map((filter): CallCondition => ({ kind: 'not', filter })),
    ),
  })).any;
}
