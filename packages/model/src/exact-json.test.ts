import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ExactJson, parseExactJson, stringifyExact, toApiJson } from './exact-json.ts';

const exactJson = fc.letrec<{ value: ExactJson }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    fc.string({ unit: 'binary' }),
    fc.double(),
    fc.bigInt({ min: 2n ** 53n }),
    fc.array(tie('value')),
    fc.array(fc.tuple(fc.string(), tie('value'))).map((entries) => new Map(entries)),
  ),
})).value;

describe('parseExactJson', () => {
  it('reads back whatever stringifyExact wrote', () => {
    fc.assert(
      fc.property(exactJson, (value) => {
        expect(parseExactJson(stringifyExact(value))).toEqual(value);
      }),
    );
  });

  it('agrees with JSON.parse on plain JSON', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(JSON.stringify(toApiJson(parseExactJson(text)))).toBe(
          JSON.stringify(toApiJson(parseExactJson(JSON.stringify(JSON.parse(text))))),
        );
      }),
    );
  });

  it('reads bare NaN and infinities', () => {
    expect(parseExactJson('[NaN, Infinity, -Infinity, 1.7e+09]')).toEqual([
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      1.7e9,
    ]);
  });

  it('keeps every digit of integers past 2^53', () => {
    expect(parseExactJson('9007199254740993')).toBe(9007199254740993n);
    expect(parseExactJson('-9223372036854775808')).toBe(-(2n ** 63n));
    expect(stringifyExact(parseExactJson('1152921504606846976'))).toBe('1152921504606846976');
    expect(toApiJson(parseExactJson('1152921504606846976'))).toEqual({
      $number: '1152921504606846976',
    });
    expect(parseExactJson(`1${'0'.repeat(30)}1`)).toBe(10n ** 31n + 1n);
  });

  it('keeps __proto__ as a plain key', () => {
    const value = parseExactJson('{"__proto__": {"polluted": 1}, "constructor": 2}');
    expect(value).toBeInstanceOf(Map);
    expect((value as Map<string, ExactJson>).get('constructor')).toBe(2);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it.each([
    '',
    '{',
    '{"a"',
    '{"a":}',
    '[1,]',
    '01',
    '+1',
    '1 2',
    '"\u0001"',
    'nul',
    "{'a':1}",
    '-',
    '1e',
  ])('refuses %j and says where', (text) => {
    expect(() => parseExactJson(text)).toThrow(SyntaxError);
  });

  it('refuses nesting that is too deep instead of overflowing the stack', () => {
    expect(() => parseExactJson('['.repeat(100_000))).toThrow(/nested deeper/);
  });
});
