import type { RunGroupView } from '@runloom/model';

/** A group of the list: the values that its runs have, outermost first. */
export interface GroupNode {
  /** Names it in the view: JSON of its values. */
  readonly path: string;
  readonly keys: readonly RunGroupView['key'][];
  readonly group: RunGroupView;
  /** From 0. */
  readonly depth: number;
  readonly isOpen: boolean;
}

/** A part of the list from top to bottom. */
export type Segment =
  | { readonly kind: 'group'; readonly node: GroupNode }
  /** Runs of a group, or all of the list. */
  | {
      readonly kind: 'runs';
      readonly path: string;
      readonly keys: readonly RunGroupView['key'][];
      readonly count: number;
    };

export interface PlacedSegment {
  readonly segment: Segment;
  /** Rows before it. */
  readonly start: number;
}

/** Where each segment begins, and how many rows there are in all. */
export function placeSegments(segments: readonly Segment[]): {
  readonly placed: readonly PlacedSegment[];
  readonly count: number;
} {
  let count = 0;
  const placed = segments.map((segment) => {
    const start = count;
    count += segment.kind === 'group' ? 1 : segment.count;
    return { segment, start };
  });
  return { placed, count };
}

/** The segment that a row is in, by halving. */
export function segmentAt(
  placed: readonly PlacedSegment[],
  row: number,
): PlacedSegment | undefined {
  let low = 0;
  let high = placed.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((placed[middle]?.start ?? 0) <= row) low = middle;
    else high = middle - 1;
  }
  return placed[low];
}

/** Name of a group in a view; no run is called so, since names of runs hold no brackets and quotes alone. */
export const groupPath = (keys: readonly RunGroupView['key'][]): string =>
  `group:${JSON.stringify(keys)}`;
