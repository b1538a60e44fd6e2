import { describe, expect, it } from 'vitest';
import { readBoxData } from './box-data.ts';

const image = { width: 200, height: 100 };
const one = (box: unknown, size: { width: number | null; height: number | null } = image) =>
  readBoxData({ box_data: [box], class_labels: { 1: 'cat', x: 'no', 2: 5 } }, size);

describe('boxes over an image', () => {
  it('are read by their corners, as shares', () => {
    const { boxes, labels } = one({
      position: { minX: 0.1, maxX: 0.6, minY: 0.2, maxY: 0.4 },
      class_id: 1,
      scores: { acc: 0.9, bad: 'x' },
    });
    expect(boxes[0]).toMatchObject({ left: 0.1, width: 0.5, top: 0.2, classId: 1 });
    expect(boxes[0]?.scores).toEqual([['acc', 0.9]]);
    expect([...labels]).toEqual([[1, 'cat']]);
  });

  it('are read by their middle, in pixels', () => {
    const box = { position: { middle: [100, 50], width: 50, height: 20 }, domain: 'pixel' };
    expect(one(box).boxes[0]).toMatchObject({ left: 0.375, width: 0.25, top: 0.4, height: 0.2 });
    expect(one(box, { width: null, height: null }).boxes).toEqual([]);
  });

  it('are left out when they are none', () => {
    for (const box of [null, 1, {}, { position: {} }, { position: { minX: 'a' } }]) {
      expect(one(box).boxes).toEqual([]);
    }
    expect(readBoxData('text', image).boxes).toEqual([]);
  });
});
