import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCallField, pathSegment, splitPath } from './fields.ts';
import { parseCallQuery } from './parse.ts';
import { CallQueryError } from './types.ts';

const field = { $getField: 'inputs.a' };
const eq = (left: unknown, right: unknown) => ({ $expr: { $eq: [left, right] } });

test('nothing means all calls', () => {
  expect(parseCallQuery(null)).toBeNull();
  expect(parseCallQuery(undefined)).toBeNull();
});

test('fields are read with their paths, dots in keys among them', () => {
  expect(parseCallField('inputs.a\\.b.0')).toEqual({
    kind: 'json',
    root: 'inputs',
    path: ['a.b', '0'],
  });
  expect(parseCallField('summary.weave.latency_ms')).toEqual({
    kind: 'number',
    name: 'latency_ms',
  });
  expect(parseCallField('summary.weave.latency_ms.x').kind).toBe('json');
  expect(parseCallField('feedback.[wandb.runnable.S].payload.output.ok')).toEqual({
    kind: 'feedback',
    type: 'wandb.runnable.S',
    column: 'payload',
    path: ['output', 'ok'],
  });
  expect(parseCallField('feedback.[*]')).toMatchObject({ type: '*', column: 'id' });
});

test('a path is split as it was joined', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 5 }), (keys) => {
      const path = keys.map(pathSegment).join('.');
      expect(splitPath(path)).toEqual(keys);
    }),
  );
});

test.each([
  ['x', 'A query is an object'],
  [{ $and: [] }, 'one key "$expr"'],
  [{ $expr: { $or: [] } }, '$or takes a list of conditions, not a list of 0'],
  [{ $expr: { $eq: [field] } }, '$eq takes a list of 2, not a list of 1'],
  [{ $expr: { $like: [field, field] } }, 'no operation "$like"'],
  [eq(field, 'x'), 'A value is written {"$literal": …}'],
  [{ $expr: field }, 'is no condition'],
  [eq({ $getField: 'colour' }, field), 'Calls have no field "colour"'],
  [eq({ $getField: 3 }, field), '$getField takes the name of a field, not 3'],
  [{ $expr: { $contains: [field] } }, '$contains takes {"input"'],
  [eq({ $convert: { input: field, to: 'date' } }, field), 'one of double, int, string'],
  [{ $expr: { $in: [field, field] } }, '$in takes a list of values second'],
  [{ $expr: { $not: [field], $and: [] } }, 'one key, not 2'],
])('%j is refused in words', (query, message) => {
  expect(() => parseCallQuery(query)).toThrow(CallQueryError);
  expect(() => parseCallQuery(query)).toThrow(message);
});

test('a query that is too deep or too long is refused', () => {
  let deep: unknown = { $literal: true };
  for (let level = 0; level < 100; level += 1) deep = { $not: [deep] };
  expect(() => parseCallQuery({ $expr: deep })).toThrow('nested deeper than 64');
  const values = Array.from({ length: 30_000 }, () => ({ $literal: 1 }));
  expect(() => parseCallQuery({ $expr: { $in: [field, values] } })).toThrow('20000 values');
});

test('whatever is sent, it is read or refused in words', () => {
  fc.assert(
    fc.property(fc.anything(), (query) => {
      try {
        parseCallQuery({ $expr: query });
      } catch (error) {
        expect(error).toBeInstanceOf(CallQueryError);
      }
    }),
  );
});
