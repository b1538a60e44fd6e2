import { expect, it } from 'vitest';
import { diffMetadata } from './metadata-difference.ts';

it('tells values that came, went and changed, wherever they stand', () => {
  const before = { a: 1, deep: { x: 'old', same: [1, 2] }, gone: null, list: [1] };
  const after = { a: 1, deep: { x: 'new', same: [1, 2] }, list: [1, 2], 'dot.ted': {} };
  expect(diffMetadata(before, after)).toEqual([
    { path: ['deep', 'x'], before: '"old"', after: '"new"' },
    { path: ['dot.ted'], before: null, after: '{}' },
    { path: ['gone'], before: 'null', after: null },
    { path: ['list'], before: '[1]', after: '[1, 2]' },
  ]);
});

it('keeps numbers that JSON has no word for, and keys that only look alike, apart', () => {
  expect(diffMetadata({ a: { b: 1 } }, { 'a.b': 1 })).toHaveLength(2);
  const [nan, big] = [{ $number: 'NaN' }, { $number: '9007199254740993' }];
  expect(diffMetadata({ x: nan }, { x: nan })).toEqual([]);
  expect(diffMetadata({ x: nan }, { x: big })).toEqual([
    { path: ['x'], before: 'NaN', after: '9007199254740993' },
  ]);
  expect(diffMetadata({}, JSON.parse('{"__proto__": 1}'))).toHaveLength(1);
});
