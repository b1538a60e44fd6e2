import { parseExactJson } from '@runloom/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPointCloud } from './point-cloud.ts';

const read = (value: unknown) => readPointCloud(parseExactJson(JSON.stringify(value)));

describe('readPointCloud', () => {
  it('reads points with and without colours', () => {
    expect(read([[1, 2, 3]])).toEqual({
      positions: Float32Array.of(1, 2, 3),
      colours: null,
      lines: [],
    });
    expect(read([[1, 2, 3, 255, 0, 51]])?.colours).toEqual(Float32Array.of(1, 0, 0.2));
    const [first, second] = [read([[0, 0, 0, 1]]), read([[0, 0, 0, 2]])];
    expect(first?.colours).not.toEqual(second?.colours);
  });

  it('reads the boxes and arrows of a scene', () => {
    const corners = Array.from({ length: 8 }, (_, at) => [at & 1, (at >> 1) & 1, at >> 2]);
    const cloud = read({
      type: 'lidar/beta',
      points: [[0, 0, 0]],
      boxes: [{ corners, label: 'car', color: [255, 0, 0] }, { corners: [1] }],
      vectors: [{ start: [0, 0, 0], end: [1, 1, 1] }],
    });
    expect(cloud?.lines.map(({ label, colour }) => [label, colour])).toEqual([
      ['car', [1, 0, 0]],
      ['', null],
    ]);
    // Every edge of a box goes along one axis.
    const ends = cloud?.lines[0]?.ends ?? [];
    for (let at = 0; at < ends.length; at += 6) {
      const moved = [0, 1, 2].filter((axis) => ends[at + axis] !== ends[at + 3 + axis]);
      expect(moved).toHaveLength(1);
    }
    expect(ends).toHaveLength(12 * 6);
  });

  it('never throws, and finds nothing in other JSON', () => {
    expect(read({ columns: [] })).toBeNull();
    fc.assert(fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => void [read(a), read([a, b])]));
  });
});
