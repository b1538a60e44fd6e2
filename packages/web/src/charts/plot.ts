import { createLayer } from './layer.ts';
import { type ChartLayout, type ChartView, layoutChart } from './layout.ts';
import { type Emphasis, paintHighlight, paintLines } from './paint.ts';
import { paintAxes } from './paint-axes.ts';
import type { Painting } from './painting.ts';
import type { ChartTheme } from './theme.ts';

/** Everything that a plot draws when nobody points at it. */
export interface PlotContent {
  readonly view: ChartView;
  readonly emphasis: Emphasis;
  readonly theme: ChartTheme;
}

/** What follows the pointer; drawn over the lines, which stay as they are. */
export interface Pointed {
  /** Where the crosshair stands, CSS pixels in the element; null without. */
  readonly left: number | null;
  readonly dots: readonly {
    readonly left: number;
    readonly top: number;
    readonly colour: string;
  }[];
  /** Line to bring out. */
  readonly hovered: string | null;
  /** Stretch that is being selected. */
  readonly selection: { readonly from: number; readonly to: number } | null;
}

export const NOTHING_POINTED: Pointed = { left: null, dots: [], hovered: null, selection: null };

/**
 * Two canvases, one over the other: lines and axes below, what moves with the pointer above, so that
 * a hover over a hundred lines draws only one of them. Both are drawn at most once a frame, the lower
 * one when its turn comes.
 */
export interface Plot {
  readonly layout: ChartLayout;
  show(content: PlotContent): void;
  resize(width: number, height: number): void;
  point(pointed: Pointed): void;
  /** How long the last drawing of all lines took, milliseconds. */
  readonly drawMs: number;
  destroy(): void;
}

export function createPlot(
  root: HTMLElement,
  first: PlotContent,
  size: { readonly width: number; readonly height: number },
  painting: Painting,
): Plot {
  let content = first;
  let { width, height } = size;
  let layout = layoutChart(content.view, width, height);
  let pointed = NOTHING_POINTED;
  let frame: number | null = null;
  let drawMs = 0;
  const below = createLayer(root, 'lines');
  const above = createLayer(root, 'pointer');
  below.resize(width, height);
  above.resize(width, height);
  painting.request(paintBelow);

  function requestAbove(): void {
    frame ??= requestAnimationFrame(() => {
      frame = null;
      paintAbove();
    });
  }

  function paintBelow(): void {
    const startedAt = performance.now();
    const pen = below.clear();
    if (pen === null) return;
    paintAxes(pen, layout, content.theme);
    paintLines(pen, layout, content.theme, content.emphasis);
    drawMs = performance.now() - startedAt;
    // For those who look from outside: tests and benchmarks.
    const { left, top, width: areaWidth, height: areaHeight } = layout.to.area;
    root.dataset['area'] = [left, top, areaWidth, areaHeight].join(' ');
    root.dataset['lines'] = String(content.view.lines.length);
    root.dataset['drawMs'] = drawMs.toFixed(2);
  }

  function paintAbove(): void {
    const pen = above.clear();
    if (pen === null) return;
    const { theme } = content;
    const { left: areaLeft, top, width: areaWidth, height: areaHeight } = layout.to.area;
    const { left, dots, hovered, selection } = pointed;
    if (selection !== null) {
      const from = Math.min(selection.from, selection.to);
      const to = Math.max(selection.from, selection.to);
      pen.fillStyle = theme.selection;
      pen.fillRect(from, top, to - from, areaHeight);
      pen.fillStyle = theme.accent;
      pen.fillRect(from, top, 1, areaHeight);
      pen.fillRect(to - 1, top, 1, areaHeight);
    }
    if (left !== null && left >= areaLeft - 1 && left <= areaLeft + areaWidth + 1) {
      pen.fillStyle = theme.crosshair;
      pen.globalAlpha = 0.7;
      pen.fillRect(Math.round(left), top, 1, areaHeight);
      pen.globalAlpha = 1;
    }
    if (hovered !== null) paintHighlight(pen, layout, theme, hovered);
    for (const dot of dots) {
      pen.beginPath();
      pen.arc(dot.left, dot.top, 4.5, 0, 2 * Math.PI);
      pen.fillStyle = theme.surface;
      pen.fill();
      pen.beginPath();
      pen.arc(dot.left, dot.top, 3.25, 0, 2 * Math.PI);
      pen.fillStyle = theme.colour(dot.colour);
      pen.fill();
    }
  }

  return {
    get layout() {
      return layout;
    },
    get drawMs() {
      return drawMs;
    },
    show(next) {
      if (next === content) return;
      if (next.view !== content.view) layout = layoutChart(next.view, width, height);
      content = next;
      painting.request(paintBelow);
      requestAbove();
    },
    resize(nextWidth, nextHeight) {
      if (nextWidth === width && nextHeight === height) return;
      width = nextWidth;
      height = nextHeight;
      layout = layoutChart(content.view, width, height);
      below.resize(width, height);
      above.resize(width, height);
      // A resized canvas is empty until it is drawn: not a frame later.
      painting.cancel(paintBelow);
      paintBelow();
      requestAbove();
    },
    point(next) {
      if (next === pointed) return;
      pointed = next;
      requestAbove();
    },
    destroy() {
      painting.cancel(paintBelow);
      if (frame !== null) cancelAnimationFrame(frame);
      below.remove();
      above.remove();
    },
  };
}
