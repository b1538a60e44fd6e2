import type { ShownGraph } from './graph-model.ts';

type Places = ReadonlyMap<string, { readonly x: number; readonly y: number } | undefined>;

/**
 * Where an arrow key leads from a node: left to what it was made from, right to what came of it, up
 * and down to the next one of the same layer. Null for other keys and where there is nothing.
 */
export function neighbourInDirection(
  graph: ShownGraph,
  places: Places,
  from: string | null,
  key: string,
): string | null {
  if (from === null) return null;
  const here = places.get(from);
  if (here === undefined) return null;
  const candidates =
    key === 'ArrowLeft'
      ? graph.edges.filter(({ target }) => target === from).map(({ source }) => source)
      : key === 'ArrowRight'
        ? graph.edges.filter(({ source }) => source === from).map(({ target }) => target)
        : key === 'ArrowUp' || key === 'ArrowDown'
          ? graph.nodes
              .map(({ id }) => id)
              .filter((id) => {
                const place = places.get(id);
                if (place === undefined || id === from) return false;
                const isSameLayer = Math.abs(place.x - here.x) < 1;
                return isSameLayer && (key === 'ArrowUp' ? place.y < here.y : place.y > here.y);
              })
          : [];
  let nearest: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const id of candidates) {
    const distance = Math.abs((places.get(id)?.y ?? 0) - here.y);
    if (distance < least) [nearest, least] = [id, distance];
  }
  return nearest;
}
