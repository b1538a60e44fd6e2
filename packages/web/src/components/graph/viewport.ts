/** Where the graph lies under the window: a point of the graph is drawn at `x + scale * point`. */
export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

const LEAST_SCALE = 0.02;
const MOST_SCALE = 2;
const MARGIN = 32;

const clampScale = (scale: number): number => Math.min(MOST_SCALE, Math.max(LEAST_SCALE, scale));

/** All of the graph in the middle of the window, never larger than life. */
export function fitted(graph: Size, window: Size): Viewport {
  const scale = clampScale(
    Math.min(
      1,
      (window.width - 2 * MARGIN) / Math.max(1, graph.width),
      (window.height - 2 * MARGIN) / Math.max(1, graph.height),
    ),
  );
  return {
    x: (window.width - graph.width * scale) / 2,
    y: (window.height - graph.height * scale) / 2,
    scale,
  };
}

/** A point of the graph in the middle of the window, at a size that can be read. */
export function centred(
  point: { readonly x: number; readonly y: number },
  window: Size,
  scale: number,
): Viewport {
  return {
    x: window.width / 2 - point.x * scale,
    y: window.height / 2 - point.y * scale,
    scale,
  };
}

/** A point of the graph in the middle, near the top of the window: what follows it lies below. */
export function atTop(
  point: { readonly x: number; readonly y: number },
  window: Size,
  scale: number,
): Viewport {
  return { ...centred(point, window, scale), y: 2 * MARGIN - point.y * scale };
}

/** Larger or smaller; what is under the point of the window stays there. */
export function zoomed(
  { x, y, scale }: Viewport,
  factor: number,
  at: { readonly x: number; readonly y: number },
): Viewport {
  const next = clampScale(scale * factor);
  const ratio = next / scale;
  return { x: at.x - (at.x - x) * ratio, y: at.y - (at.y - y) * ratio, scale: next };
}

/** A rectangle of the graph that holds what is in the window, and as much again around it. */
export interface Sight {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * What is to be drawn: it changes only when half a window was passed, so that moving a little draws
 * nothing anew.
 */
export function sightOf({ x, y, scale }: Viewport, window: Size): Sight {
  const [stepX, stepY] = [window.width / scale / 2, window.height / scale / 2];
  const left = Math.floor(-x / scale / stepX) * stepX;
  const top = Math.floor(-y / scale / stepY) * stepY;
  return {
    left: left - stepX,
    top: top - stepY,
    right: left + 4 * stepX,
    bottom: top + 4 * stepY,
  };
}
