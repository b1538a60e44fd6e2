import { expect, it } from 'vitest';
import { mediaFiles } from './media-files.ts';

const image = {
  _type: 'CustomWeaveType',
  weave_type: { type: 'PIL.Image.Image' },
  files: { 'image.png': 'abc' },
};

it('finds images and sounds wherever they stand, in the order of the value', () => {
  const sound = { _type: 'CustomWeaveType', files: { 'audio.wav': 'def', 'metadata.json': 'x' } };
  expect(mediaFiles({ a: [image, { b: sound }], c: image })).toEqual([
    { path: 'a.0', name: 'image.png', digest: 'abc', kind: 'image' },
    { path: 'a.1.b', name: 'audio.wav', digest: 'def', kind: 'audio' },
    { path: 'c', name: 'image.png', digest: 'abc', kind: 'image' },
  ]);
});

it.each([
  null,
  'x',
  1,
  [],
  {},
  { _type: 'CustomWeaveType' },
  { _type: 'CustomWeaveType', files: 1 },
  {
    _type: 'CustomWeaveType',
    files: { 'obj.py': 'x', 'a.png': 3, 'a.svg': 'x' },
  },
])('finds nothing in %j', (value) => {
  expect(mediaFiles(value)).toEqual([]);
});
