import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPreparedLists } from './prepared-lists.ts';

const itemsOf = (texts: readonly string[]): Buffer =>
  Buffer.from(JSON.stringify(texts).slice(1, -1));

describe('lists that are JSON already', () => {
  it('stand in the answer as if they had been written with it', () => {
    const texts = fc.array(fc.string({ unit: 'grapheme' }));
    fc.assert(
      fc.property(texts, texts, fc.string(), (first, second, other) => {
        const lists = createPreparedLists();
        const answer = {
          a: lists.add(itemsOf(first)),
          other,
          b: { c: lists.add(itemsOf(second)) },
        };
        const filled = lists.fill(JSON.stringify(answer)).toString();
        expect(JSON.parse(filled)).toEqual({ a: first, other, b: { c: second } });
      }),
    );
  });

  it('may stand in several places, as fragments and aliases have it', () => {
    const lists = createPreparedLists();
    const rows = lists.add(itemsOf(['{"a":1}', '$1 $& \\']));
    const filled = lists.fill(JSON.stringify({ x: rows, y: rows })).toString();
    expect(JSON.parse(filled)).toEqual({ x: ['{"a":1}', '$1 $& \\'], y: ['{"a":1}', '$1 $& \\'] });
  });
});
