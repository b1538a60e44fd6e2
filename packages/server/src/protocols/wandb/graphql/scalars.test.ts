import { parseExactJson } from '@runloom/model';
import { describe, expect, it } from 'vitest';
import { DateTimeScalar, Int64Scalar, JsonStringScalar, toWireJson } from './scalars.ts';

describe('toWireJson', () => {
  it('keeps every digit and names what JSON can not hold', () => {
    const text =
      '{"a":NaN,"b":[Infinity,-Infinity],"c":9007199254740993,"d":{"e":-0.0},"__proto__":1}';
    expect(JSON.stringify(toWireJson(parseExactJson(text)))).toBe(
      '{"a":"NaN","b":["Infinity","-Infinity"],"c":9007199254740993,"d":{"e":-0.0},"__proto__":1}',
    );
  });
});

it.each([['1152921504606846976'], ['-9223372036854775808'], ['1e+300'], ['0.1']])(
  'writes %s so that exact readers get the same number',
  (text) => {
    const written = JSON.stringify(toWireJson(parseExactJson(text)));
    expect(parseExactJson(written)).toEqual(parseExactJson(text));
  },
);

describe('Int64', () => {
  it.each([
    [5, 5n],
    ['9223372036854775807', 9223372036854775807n],
  ])('reads %j', (value, expected) => expect(Int64Scalar.parseValue(value)).toBe(expected));

  it.each([[1.5], ['x'], [true], ['9223372036854775808'], [Number.NaN]])('refuses %j', (value) => {
    expect(() => Int64Scalar.parseValue(value)).toThrow(/Int64/);
  });

  it('writes all digits', () => {
    expect(JSON.stringify(Int64Scalar.serialize(9223372036854775807n))).toBe('9223372036854775807');
  });
});

describe('JSONString', () => {
  it('keeps the text as it is, NaN among it', () => {
    expect(JsonStringScalar.parseValue('{"a": NaN}')).toBe('{"a": NaN}');
  });

  it.each([['{'], [7], [{}]])('refuses %j', (value) => {
    expect(() => JsonStringScalar.parseValue(value)).toThrow(/JSONString/);
  });
});

it('DateTime leaves fractions of a second out', () => {
  expect(DateTimeScalar.serialize(Date.UTC(2026, 10, 23, 16, 4, 27, 123))).toBe(
    '2026-11-23T16:04:27Z',
  );
});
