import type { DrawnGraph } from './drawn-graph.ts';

/** Size of what is drawn for a node, px. */
export const NODE_WIDTH = 208;
export const NODE_HEIGHT = 46;
const NODE_GAP = 16;

/** More than this a careful layout takes too long for. */
const MOST_CAREFUL = 400;
const SWEEPS = 4;

/** Between layers, px: edges that lie flat need more room to be told apart. */
const rankGap = (isDownward: boolean): number => (isDownward ? 56 : 88);

export interface LayoutRequest {
  readonly ids: readonly string[];
  /** Positions in `ids`. */
  readonly edges: readonly (readonly [source: number, target: number])[];
  /** From the top down, not from left to right. */
  readonly isDownward?: boolean;
}

/** Middles of the nodes, in the order of the request. */
export interface Layout {
  readonly points: readonly { readonly x: number; readonly y: number }[];
  readonly width: number;
  readonly height: number;
}

export function requestOf(graph: DrawnGraph): LayoutRequest {
  const places = new Map(graph.nodes.map(({ id }, index) => [id, index]));
  return {
    ids: graph.nodes.map(({ id }) => id),
    edges: graph.edges.map(({ source, target }) => [
      places.get(source) ?? 0,
      places.get(target) ?? 0,
    ]),
    isDownward: graph.isDownward ?? false,
  };
}

/**
 * Places nodes in layers, data going from left to right. Few are placed with dagre (crossings,
 * straight edges), many by layers and a few sweeps of averages, so that thousands take a moment.
 */
export async function layOut(request: LayoutRequest): Promise<Layout> {
  return request.ids.length <= MOST_CAREFUL ? careful(request) : quick(request);
}

async function careful({ ids, edges, isDownward = false }: LayoutRequest): Promise<Layout> {
  const dagre = await import('@dagrejs/dagre');
  const graph = new dagre.graphlib.Graph({ multigraph: false, compound: false });
  graph.setGraph({
    rankdir: isDownward ? 'TB' : 'LR',
    nodesep: NODE_GAP,
    ranksep: rankGap(isDownward),
    ranker: 'network-simplex',
  });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const index of ids.keys()) {
    graph.setNode(String(index), { width: NODE_WIDTH, height: NODE_HEIGHT });
  }
  for (const [source, target] of edges) graph.setEdge(String(source), String(target));
  dagre.layout(graph);
  const points = [...ids.keys()].map((index) => {
    const { x, y } = graph.node(String(index));
    return { x: x ?? 0, y: y ?? 0 };
  });
  return extentOf(points);
}

/** Layers by the longest way from a source, ordered by the average of what they hang on. */
export function quick({ ids, edges, isDownward = false }: LayoutRequest): Layout {
  const ranks = ranksOf(ids.length, edges);
  const before: number[][] = ids.map(() => []);
  const after: number[][] = ids.map(() => []);
  for (const [source, target] of edges) {
    before[target]?.push(source);
    after[source]?.push(target);
  }
  const layers = [...Map.groupBy(ids.keys(), (index) => ranks[index] ?? 0)]
    .sort(([a], [b]) => a - b)
    .map(([, members]) => members);
  const order = new Float64Array(ids.length);
  const number = (layer: readonly number[]) => {
    for (const [place, index] of layer.entries()) order[index] = place - layer.length / 2;
  };
  for (const layer of layers) number(layer);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const isForward = sweep % 2 === 0;
    for (const layer of isForward ? layers : [...layers].reverse()) {
      const beside = isForward ? before : after;
      const averages = new Map(
        layer.map((index) => {
          const others = beside[index] ?? [];
          const sum = others.reduce((total, other) => total + (order[other] ?? 0), 0);
          return [index, others.length === 0 ? (order[index] ?? 0) : sum / others.length];
        }),
      );
      layer.sort((a, b) => (averages.get(a) ?? 0) - (averages.get(b) ?? 0) || a - b);
      number(layer);
    }
  }
  const points: { x: number; y: number }[] = [];
  for (const index of ids.keys()) {
    const [rank, place] = [ranks[index] ?? 0, order[index] ?? 0];
    points.push(
      isDownward
        ? { x: place * (NODE_WIDTH + NODE_GAP), y: rank * (NODE_HEIGHT + rankGap(true)) }
        : { x: rank * (NODE_WIDTH + rankGap(false)), y: place * (NODE_HEIGHT + NODE_GAP) },
    );
  }
  return extentOf(points);
}

/** The longest way to each node; a cycle (a run that logs what it used) ends where it was begun. */
function ranksOf(count: number, edges: LayoutRequest['edges']): Int32Array {
  const ranks = new Int32Array(count);
  const waits = new Int32Array(count);
  const after: number[][] = Array.from({ length: count }, () => []);
  for (const [source, target] of edges) {
    after[source]?.push(target);
    waits[target] = (waits[target] ?? 0) + 1;
  }
  const isDone = new Uint8Array(count);
  const open: number[] = [];
  for (let index = 0; index < count; index += 1) if (waits[index] === 0) open.push(index);
  let next = 0;
  for (let done = 0; done < count; done += 1) {
    let index = open.pop();
    while (index === undefined) {
      // Only cycles are left: begin with the first of them.
      if (isDone[next] === 0) index = next;
      next += 1;
    }
    isDone[index] = 1;
    for (const target of after[index] ?? []) {
      if (isDone[target] === 1) continue;
      ranks[target] = Math.max(ranks[target] ?? 0, (ranks[index] ?? 0) + 1);
      waits[target] = (waits[target] ?? 0) - 1;
      if (waits[target] === 0) open.push(target);
    }
  }
  return ranks;
}

function extentOf(points: readonly { readonly x: number; readonly y: number }[]): Layout {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of points) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  if (points.length === 0) return { points, width: 0, height: 0 };
  const [halfWidth, halfHeight] = [NODE_WIDTH / 2, NODE_HEIGHT / 2];
  return {
    points: points.map(({ x, y }) => ({ x: x - left + halfWidth, y: y - top + halfHeight })),
    width: right - left + NODE_WIDTH,
    height: bottom - top + NODE_HEIGHT,
  };
}
