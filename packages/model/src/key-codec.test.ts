import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeKey, encodeKey } from './key-codec.ts';

it('gives back every key, odd ones among them', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes)),
        fc
          .array(fc.constantFrom('\\', 'u', '0', 'd800', '\0', '\ud800'))
          .map((parts) => parts.join('')),
      ),
      (key) => {
        const encoded = encodeKey(key);
        expect(decodeKey(encoded)).toBe(key);
        expect(encoded.isWellFormed()).toBe(true);
        expect(encoded).not.toContain('\0');
      },
    ),
  );
});

it('leaves ordinary keys as they are', () => {
  expect(encodeKey('train/loss "π" 🙂')).toBe('train/loss "π" 🙂');
});
