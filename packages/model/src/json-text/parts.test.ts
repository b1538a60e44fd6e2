import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { itemText, itemTexts, memberText, memberTexts } from './parts.ts';

const plainObject = (members: readonly (readonly [string, unknown])[]) =>
  JSON.stringify(Object.fromEntries(members));

describe('parts of a JSON text', () => {
  it('are as they stand there', () => {
    const text = ' { "a" : 1.0 , "b": [1e3, {"c":"}]"}] ,"d":"x\\"," }';
    expect([...memberTexts(text)]).toEqual([
      ['a', '1.0'],
      ['b', '[1e3, {"c":"}]"}]'],
      ['d', '"x\\","'],
    ]);
    expect(itemText(memberText(text, 'b') ?? '', 1)).toBe('{"c":"}]"}');
    expect(itemText('[]', 0)).toBeNull();
    expect(memberText('[1]', 'a')).toBeNull();
  });

  it('hold the same values as the whole', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string(), fc.jsonValue())),
        fc.array(fc.jsonValue()),
        (members, items) => {
          const object = plainObject(members);
          const again = [...memberTexts(object)].map(
            ([key, value]) => [key, JSON.parse(value)] as const,
          );
          expect(Object.fromEntries(again)).toEqual(JSON.parse(object));
          const list = JSON.stringify(items, null, 1);
          expect([...itemTexts(list)].map((item) => JSON.parse(item))).toEqual(JSON.parse(list));
        },
      ),
    );
  });

  it('end for any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', ',', ':', 'a', '\\', ' ') }),
        (text) => {
          try {
            memberText(text, 'a');
          } catch (error) {
            expect(error).toBeInstanceOf(SyntaxError);
          }
          itemText(text, 3);
        },
      ),
    );
  });
});
