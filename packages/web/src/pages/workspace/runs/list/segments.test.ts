import { expect, test } from 'vitest';
import { groupPath, placeSegments, type Segment, segmentAt } from './segments.ts';

const runs = (path: string, count: number): Segment => ({ kind: 'runs', path, keys: [], count });
const group = (path: string): Segment => ({
  kind: 'group',
  node: {
    path,
    keys: [path],
    depth: 0,
    isOpen: true,
    group: { key: path, count: 1, statistics: [] },
  },
});

test('each row is found in its segment, empty ones are passed over', () => {
  const { placed, count } = placeSegments([
    group('a'),
    runs('a', 3),
    group('b'),
    runs('b', 0),
    group('c'),
    runs('c', 2),
  ]);
  expect(count).toBe(8);
  const kinds = Array.from({ length: count }, (_, row) => {
    const found = segmentAt(placed, row);
    if (found === undefined) return null;
    const { segment, start } = found;
    return segment.kind === 'group' ? segment.node.path : `${segment.path}${row - start}`;
  });
  expect(kinds).toEqual(['a', 'a0', 'a1', 'a2', 'b', 'c', 'c0', 'c1']);
});

test('groups are told apart by the kind of their values', () => {
  expect(groupPath(['1'])).not.toBe(groupPath([1]));
  expect(groupPath([null])).not.toBe(groupPath(['null']));
});
