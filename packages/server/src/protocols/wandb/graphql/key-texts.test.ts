import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HistoryKey } from '../../../domains/metrics/index.ts';
import { createKeyTexts } from './key-texts.ts';

const number = (key: string, lastValue: unknown): HistoryKey => ({
  key,
  type: 'number',
  count: 12,
  monotonic: key.length % 2 === 0,
  firstNumber: 1,
  lastValue,
});

const read = (keys: readonly HistoryKey[]): unknown =>
  JSON.parse(createKeyTexts()({ lastStep: 7, keys }).toString());

describe('the text of keys', () => {
  it('names every key as it is, whatever is in it', () => {
    const name = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(
        'a"b',
        'back\\slash',
        'line\nfeed',
        '\u0000',
        '\u007f',
        'ü',
        'x'.repeat(300),
        '🧶',
      ),
    );
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(name, fc.double({ noNaN: true, noDefaultInfinity: true })), {
          selector: ([key]) => key,
        }),
        (entries) => {
          const { keys } = read(entries.map(([key, value]) => number(key, value))) as {
            keys: Record<string, { previousValue: number }>;
          };
          expect(Object.keys(keys).length).toBe(entries.length);
          for (const [key, value] of entries) {
            expect(Object.getOwnPropertyDescriptor(keys, key)?.value).toEqual({
              typeCounts: [{ type: 'number', count: 12 }],
              monotonic: key.length % 2 === 0,
              previousValue: value,
            });
          }
        },
      ),
    );
  });

  it('has one entry for a key of several types', () => {
    const text = { ...number('mixed', 'end'), type: 'string', count: 2, monotonic: false };
    expect(read([number('mixed', 5), text, number('plain', -0)])).toEqual({
      lastStep: 7,
      sets: [],
      keys: {
        plain: {
          typeCounts: [{ type: 'number', count: 12 }],
          monotonic: false,
          previousValue: -0,
        },
        mixed: {
          typeCounts: [
            { type: 'number', count: 12 },
            { type: 'string', count: 2 },
          ],
          monotonic: false,
          previousValue: 5,
        },
      },
    });
  });

  it('of many keys is whole', () => {
    const keys = Array.from({ length: 5000 }, (_, at) => number(`layer.${at}/größe`, at / 7));
    expect(Object.keys((read(keys) as { keys: object }).keys)).toEqual(keys.map(({ key }) => key));
  });
});
