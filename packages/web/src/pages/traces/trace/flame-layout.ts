import { parentOf, type TraceTree } from './trace-tree.ts';

/** A call that runs is drawn up to where the trace ends. */
export interface FlameLayout {
  /** Line of each node: below its parent's, and of its own where another is drawn at the same time. */
  readonly lanes: Int32Array;
  readonly laneCount: number;
  /** Milliseconds from the start of the trace. */
  readonly starts: Float64Array;
  readonly ends: Float64Array;
}

/** Lines below a parent that are looked through for a free one; what is still in the way is drawn over. */
const MOST_TRIED = 64;

/** Places every call on a line: what runs at the same time never covers each other, as far as there are lines. */
export function layOutFlame(tree: TraceTree, length: number): FlameLayout {
  const { outline, order } = tree;
  const count = order.length;
  const starts = Float64Array.from(outline.starts);
  const ends = Float64Array.from(outline.durations, (duration, node) =>
    duration === null ? length : (starts[node] ?? 0) + duration,
  );
  const lanes = new Int32Array(count);
  const busyUntil: number[] = [];
  let laneCount = 0;
  // By start, parents before what they called: a line is free once what stands on it has ended.
  const byStart = order.toSorted((a, b) => (starts[a] ?? 0) - (starts[b] ?? 0));
  const placed = new Uint8Array(count);
  for (const node of byStart) {
    const parent = parentOf(tree, node);
    // A child whose clock runs ahead of its parent's is put where its depth says.
    const above =
      parent < 0 ? -1 : placed[parent] ? (lanes[parent] ?? 0) : (tree.depths[node] ?? 1) - 1;
    const start = starts[node] ?? 0;
    let lane = above + 1;
    const last = lane + MOST_TRIED;
    while (lane < last && (busyUntil[lane] ?? Number.NEGATIVE_INFINITY) > start) lane += 1;
    if (lane === last) lane = above + 1;
    lanes[node] = lane;
    placed[node] = 1;
    busyUntil[lane] = Math.max(busyUntil[lane] ?? 0, ends[node] ?? 0);
    laneCount = Math.max(laneCount, lane + 1);
  }
  return { lanes, laneCount, starts, ends };
}
