import { expect, test } from 'vitest';
import { findHeld, readReference } from './references.ts';

test('a reference names a version, also with a path into it', () => {
  expect(readReference('weave:///ann/p 1/object/my-ds:abc/attr/rows')).toEqual({
    entity: 'ann',
    project: 'p 1',
    kind: 'object',
    name: 'my-ds',
    version: 'abc',
  });
  expect(readReference('weave:///ann/p/call/1')).toBeNull();
  expect(readReference('plain')).toBeNull();
});

test('versions and files are found wherever they stand, each version once', () => {
  const image = {
    _type: 'CustomWeaveType',
    weave_type: { type: 'PIL.Image.Image' },
    files: { 'image.png': 'd1', 'metadata.json': 'd2', odd: 3 },
  };
  const ref = 'weave:///ann/p/object/M:abc';
  expect(findHeld({ self: ref, list: [{ deep: `${ref}/attr/x` }, image], files: 1 })).toEqual({
    references: [ref],
    files: [{ path: 'list.1', name: 'image.png', digest: 'd1', kind: 'image' }],
  });
});
