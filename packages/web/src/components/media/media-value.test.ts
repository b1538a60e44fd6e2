import { describe, expect, it } from 'vitest';
import { histogramOf, mediaItems, tableValues } from './media-value.ts';

describe('files of a logged value', () => {
  it('are read of one image with its layers', () => {
    const [item] = mediaItems({
      _type: 'image-file',
      path: 'a.png',
      caption: 'c',
      width: 4,
      height: 2,
      boxes: { truth: { _type: 'boxes2D', path: 'b.json' }, broken: 7 },
      masks: { predictions: { path: 'm.png' } },
    });
    expect(item).toMatchObject({
      path: 'a.png',
      caption: 'c',
      width: 4,
      height: 2,
      boxes: [{ name: 'truth', path: 'b.json' }],
      masks: [{ name: 'predictions', path: 'm.png' }],
    });
  });

  it('are read of images with captions and layers beside each other', () => {
    const items = mediaItems({
      _type: 'images/separated',
      filenames: ['0.png', '1.png'],
      captions: ['first', 3],
      all_masks: [null, { p: { path: 'm.png' } }],
    });
    expect(items.map(({ path, caption, masks }) => [path, caption, masks.length])).toEqual([
      ['0.png', 'first', 0],
      ['1.png', '', 1],
    ]);
  });

  it('are read of a list of sounds', () => {
    const items = mediaItems({
      _type: 'audio',
      audio: [{ path: 'a.wav', caption: 'own' }, { path: 'b.wav' }, null],
      captions: ['x', 'y'],
    });
    expect(items.map(({ path, caption }) => [path, caption])).toEqual([
      ['a.wav', 'own'],
      ['b.wav', 'y'],
    ]);
  });

  it('are none of what is no medium', () => {
    for (const value of [null, 1, 'path', [], {}, { filenames: 1 }, { path: 3 }]) {
      expect(mediaItems(value)).toEqual([]);
    }
  });
});

describe('a histogram', () => {
  it('is read with its edges, or with edges that are packed', () => {
    expect(histogramOf({ values: [1, 2], bins: [0, 1, 2] })).toEqual({
      counts: [1, 2],
      edges: [0, 1, 2],
    });
    const packedBins = { min: -1, size: 0.5, count: 2 };
    expect(histogramOf({ values: [3, 4], packedBins })?.edges).toEqual([-1, -0.5, 0]);
  });

  it('is refused when counts and edges do not match', () => {
    expect(histogramOf({ values: [1], bins: [0, 1, 2] })).toBeNull();
    expect(histogramOf({ values: [1], bins: [{ $number: 'NaN' }, 1] })).toBeNull();
    expect(histogramOf({ values: [], bins: [0] })).toBeNull();
  });
});

describe('the values of a table', () => {
  const increment = (increment_num: number) => ({ _type: 'incremental-table-file', increment_num });

  it('are the last one, or all increments since it was begun', () => {
    expect(
      tableValues([
        { _type: 'table-file', n: 1 },
        { _type: 'table-file', n: 2 },
      ]),
    ).toEqual([{ _type: 'table-file', n: 2 }]);
    const parts = [increment(0), increment(1), increment(0), increment(1)];
    expect(tableValues(parts)).toEqual([increment(0), increment(1)]);
    expect(tableValues([])).toEqual([]);
  });
});
