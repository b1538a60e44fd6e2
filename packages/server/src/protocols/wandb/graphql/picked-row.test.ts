import { stringifyExact } from '@runloom/model';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pickKeys } from './picked-row.ts';

const written = (text: string, keys: readonly string[]): string =>
  JSON.stringify(pickKeys(text, keys));

it('picks by literal and nested keys, the literal first, and leaves out what is missing', () => {
  const row = '{"a.b":1,"a":{"b":2,"c":{"d":3}},"h":{"_type":"histogram","bins":[1]},"n":null}';
  expect(written(row, ['a.b', 'a.c.d', 'a', 'h', 'n', 'x', 'a.c'])).toBe(
    '{"a.b":1,"a.c.d":3,"h":{"_type":"histogram","bins":[1]},"n":null}',
  );
});

it('keeps every digit, NaN as text, and odd keys', () => {
  const row =
    '{"big":9007199254740993,"nan":NaN,"zero":-0.0,"__proto__":1,"constructor":2,"f":1e300}';
  expect(written(row, ['big', 'nan', 'zero', '__proto__', 'constructor', 'f', 'toString'])).toBe(
    '{"big":9007199254740993,"nan":"NaN","zero":-0.0,"__proto__":1,"constructor":2,"f":1e+300}',
  );
});

it('gives the same whether or not the row can be read the fast way', () => {
  const value = fc.oneof(fc.double(), fc.integer(), fc.string(), fc.constant(null), fc.boolean());
  const nested = fc.dictionary(fc.constantFrom('a', 'b', 'a.b', '__proto__'), value);
  const row = fc.dictionary(
    fc.constantFrom('a', 'b', 'a.b', 'b.a', '_type'),
    fc.oneof(value, nested),
  );
  fc.assert(
    fc.property(row, (members) => {
      const parts = Object.entries(members).map(([key, member]) => {
        const exact =
          typeof member === 'object' && member !== null
            ? new Map(Object.entries(member))
            : (member as number);
        return `${JSON.stringify(key)}:${stringifyExact(exact)}`;
      });
      const keys = ['a', 'b', 'a.b', 'b.a', 'a.a.b', 'b.__proto__'];
      const fast = written(`{${parts.join(',')}}`, keys);
      const slow = written(`{${[...parts, '"z":12345678901234567890'].join(',')}}`, keys);
      expect(fast).toBe(slow);
    }),
  );
});
