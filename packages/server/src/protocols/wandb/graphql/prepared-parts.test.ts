import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SpareMemory } from '../../../platform/spare-memory.ts';
import { createPreparedParts } from './prepared-parts.ts';

const itemsOf = (texts: readonly string[]): Buffer =>
  Buffer.from(JSON.stringify(texts).slice(1, -1));

const memory = new SpareMemory();

describe('parts that are JSON already', () => {
  it('leave their memory to the next answer once theirs was sent, and not before', () => {
    const answerOf = (text: string): [string | Buffer, () => void] => {
      const parts = createPreparedParts(memory);
      const list = parts.list(itemsOf([text]));
      return [parts.fill(JSON.stringify({ list })), () => parts.release()];
    };
    const [first, sent] = answerOf('first');
    const [second] = answerOf('second');
    expect(first.toString()).toBe('{"list":["first"]}');
    sent();
    const [third] = answerOf('third');
    expect([second.toString(), third.toString()]).toEqual([
      '{"list":["second"]}',
      '{"list":["third"]}',
    ]);
  });

  it('stand in the answer as if they had been written with it', () => {
    const texts = fc.array(fc.string({ unit: 'grapheme' }));
    fc.assert(
      fc.property(texts, texts, fc.string(), (first, second, other) => {
        const parts = createPreparedParts(memory);
        const answer = {
          a: parts.list(itemsOf(first)),
          other,
          b: { c: parts.list(itemsOf(second)) },
        };
        const filled = parts.fill(JSON.stringify(answer)).toString();
        expect(JSON.parse(filled)).toEqual({ a: first, other, b: { c: second } });
      }),
    );
  });

  it('may stand in several places, as fragments and aliases have it', () => {
    const parts = createPreparedParts(memory);
    const rows = parts.list(itemsOf(['{"a":1}', '$1 $& \\']));
    const filled = parts.fill(JSON.stringify({ x: rows, y: rows })).toString();
    expect(JSON.parse(filled)).toEqual({ x: ['{"a":1}', '$1 $& \\'], y: ['{"a":1}', '$1 $& \\'] });
  });

  it('may be whole values', () => {
    const parts = createPreparedParts(memory);
    const answer = {
      keys: parts.value(Buffer.from('{"a":[1,-0.0]}')),
      rows: parts.list(itemsOf(['x'])),
    };
    expect(parts.fill(JSON.stringify(answer)).toString()).toBe(
      '{"keys":{"a":[1,-0.0]},"rows":["x"]}',
    );
  });
});
