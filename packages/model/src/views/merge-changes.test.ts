import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { type ExactJson, parseExactJson, stringifyExact } from '../exact-json.ts';
import { isSameJson, type ListRule, mergeChanges } from './merge-changes.ts';

const byId: ListRule = (items) =>
  items.map((item, index) => {
    const id = item instanceof Map ? item.get('id') : undefined;
    return typeof id === 'string' ? id : String(index);
  });
const merge = (mine: string, before: string, after: string, rule: ListRule = byId): string =>
  stringifyExact(
    mergeChanges(parseExactJson(mine), parseExactJson(before), parseExactJson(after), () => rule),
  );

const json: fc.Arbitrary<ExactJson> = fc
  .jsonValue()
  .map((value) => parseExactJson(JSON.stringify(value)));
const items = fc.uniqueArray(
  fc.record({ id: fc.constantFrom(...'abcdefgh'), value: fc.integer({ max: 3, min: 0 }) }),
  { selector: ({ id }) => id },
);

test('nothing changed leaves everything as it is', () => {
  fc.assert(
    fc.property(json, json, (mine, same) => {
      expect(mergeChanges(mine, same, same, () => 'place')).toBe(mine);
    }),
  );
});

test('what was the same before is the same afterwards', () => {
  fc.assert(
    fc.property(json, json, fc.constantFrom<ListRule>('whole', 'place'), (before, after, rule) => {
      expect(
        isSameJson(
          mergeChanges(before, before, after, () => rule),
          after,
        ),
      ).toBe(true);
    }),
  );
  fc.assert(
    fc.property(items, items, (before, after) => {
      const [was, is] = [JSON.stringify(before), JSON.stringify(after)];
      expect(JSON.parse(merge(was, was, is))).toEqual(after);
    }),
  );
});

it('keeps members that the change does not know, to the last digit', () => {
  const mine = '{"a":1,"big":12345678901234567890,"deep":{"x":1,"other":[1.5,null]}}';
  expect(merge(mine, '{"a":1,"deep":{"x":1}}', '{"a":2,"deep":{}}')).toBe(
    '{"a":2,"big":12345678901234567890,"deep":{"other":[1.5,null]}}',
  );
});

it('keeps items of others in their places among those that were moved, added and removed', () => {
  const list = (...ids: string[]) => JSON.stringify(ids.map((id) => ({ id })));
  expect(merge(list('a', 'x', 'b', 'c'), list('a', 'b', 'c'), list('c', 'a', 'new'))).toBe(
    list('c', 'a', 'x', 'new'),
  );
  expect(merge(list('x', 'a', 'b'), list('a', 'b'), list('a', 'n', 'b'))).toBe(
    list('x', 'a', 'n', 'b'),
  );
});

it('does not bring back what was removed on this side', () => {
  expect(merge('[{"id":"a"}]', '[{"id":"a"},{"id":"b"}]', '[{"id":"a"},{"id":"b","v":1}]')).toBe(
    '[{"id":"a"}]',
  );
});
