import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareCodePoints } from './text-order.ts';

const text = fc.string({
  unit: fc.constantFrom('a', '\ud800', '\udc00', '😀', '\ue000', '\uffee'),
});

test('texts are ordered by their code points one after the other', () => {
  const codesOf = (some: string) => [...some].map((sign) => sign.codePointAt(0) ?? 0);
  fc.assert(
    fc.property(text, text, (left, right) => {
      const [a, b] = [codesOf(left), codesOf(right)];
      const at = a.findIndex((code, place) => code !== b[place]);
      const expected = at < 0 ? a.length - b.length : (a[at] ?? 0) - (b[at] ?? -1);
      expect(Math.sign(compareCodePoints(left, right))).toBe(Math.sign(expected));
    }),
  );
});

test('as their bytes in UTF-8 are', () => {
  const whole = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(whole, whole, (left, right) => {
      const expected = Buffer.compare(Buffer.from(left), Buffer.from(right));
      expect(Math.sign(compareCodePoints(left, right))).toBe(expected);
    }),
  );
});
