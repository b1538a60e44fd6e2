import type { DrawnGraph } from './drawn-graph.ts';

type Places = ReadonlyMap<string, { readonly x: number; readonly y: number } | undefined>;

/**
 * Where an arrow key leads from a node: left to what it was made from, right to what came of it, up
 * and down to the next one of the same layer; in a graph that goes down, up, down, left and right.
 * Null for other keys and where there is nothing.
 */
export function neighbourInDirection(
  graph: DrawnGraph,
  places: Places,
  from: string | null,
  key: string,
): string | null {
  if (from === null) return null;
  const here = places.get(from);
  if (here === undefined) return null;
  const [back, on, before, after] = graph.isDownward
    ? ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']
    : ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'];
  const [along, across] = graph.isDownward ? (['y', 'x'] as const) : (['x', 'y'] as const);
  const candidates =
    key === back
      ? graph.edges.filter(({ target }) => target === from).map(({ source }) => source)
      : key === on
        ? graph.edges.filter(({ source }) => source === from).map(({ target }) => target)
        : key === before || key === after
          ? graph.nodes
              .map(({ id }) => id)
              .filter((id) => {
                const place = places.get(id);
                if (place === undefined || id === from) return false;
                const isSameLayer = Math.abs(place[along] - here[along]) < 1;
                const isBefore = place[across] < here[across];
                return isSameLayer && (key === before) === isBefore;
              })
          : [];
  let nearest: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const id of candidates) {
    const distance = Math.abs((places.get(id)?.[across] ?? 0) - here[across]);
    if (distance < least) [nearest, least] = [id, distance];
  }
  return nearest;
}
