import { shownText } from '../../../components/shown-text.ts';
import type { FlameLayout } from './flame-layout.ts';
import { isError, nameOf, type TraceTree } from './trace-tree.ts';

export const LANE_HEIGHT = 20;
/** Room for the times above. */
export const TOP = 20;

/** Milliseconds from the start of the trace. */
export interface TimeView {
  readonly from: number;
  readonly to: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
  /** How far it is scrolled down. */
  readonly top: number;
}

/** Rectangles closer than this are drawn as one: more could not be told apart. */
const FINEST = 0.5;
const NARROWEST_TEXT = 28;
const COLOURS = 8;

/** Draws what is in sight. */
export function paintFlame(
  canvas: HTMLCanvasElement,
  scene: {
    readonly tree: TraceTree;
    readonly layout: FlameLayout;
    readonly view: TimeView;
    readonly size: Size;
    readonly chosen: number | null;
    readonly pointed: number | null;
    readonly found: ReadonlySet<number> | null;
  },
): void {
  const { tree, layout, view, size, chosen, pointed, found } = scene;
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(size.width * ratio);
  canvas.height = Math.round(size.height * ratio);
  const pen = canvas.getContext('2d');
  if (pen === null || size.width === 0) return;
  pen.scale(ratio, ratio);
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  const fills = Array.from({ length: COLOURS }, (_, index) => token(`--run-${index}`));
  const [danger, text, surface, muted] = ['--danger', '--text', '--surface', '--text-muted'].map(
    token,
  );
  pen.font = `11px ${token('--font-text')}`;
  pen.textBaseline = 'middle';
  const perMs = size.width / (view.to - view.from);
  /** Where the last rectangle of each line ended, so that thousands of thin ones are not drawn over each other. */
  const drawnTo = new Map<number, number>();
  const { outline } = tree;
  for (const node of tree.order) {
    const lane = layout.lanes[node] ?? 0;
    const y = TOP + lane * LANE_HEIGHT - size.top;
    if (y + LANE_HEIGHT < TOP || y > size.height) continue;
    const from = ((layout.starts[node] ?? 0) - view.from) * perMs;
    const to = ((layout.ends[node] ?? 0) - view.from) * perMs;
    if (to < 0 || from > size.width) continue;
    const left = Math.max(-1, from);
    const width = Math.max(1, Math.min(size.width + 1, to) - left);
    const before = drawnTo.get(lane) ?? Number.NEGATIVE_INFINITY;
    const standsOut = node === chosen || node === pointed;
    if (!standsOut && left + width < before + FINEST && left >= before - 1) continue;
    drawnTo.set(lane, Math.max(before, left + width));
    const isFaint = found !== null && !found.has(node);
    const colour = fills[Math.abs(outline.names[node] ?? 0) % COLOURS] ?? '';
    pen.globalAlpha = isFaint ? 0.12 : standsOut ? 0.55 : 0.32;
    pen.fillStyle = (isError(outline, node) ? danger : colour) ?? '';
    pen.fillRect(left, y + 1, Math.max(1, width - 0.5), LANE_HEIGHT - 2);
    pen.globalAlpha = isFaint ? 0.4 : 1;
    if (node === chosen) {
      pen.strokeStyle = text ?? '';
      pen.lineWidth = 1.5;
      pen.strokeRect(left + 0.5, y + 1.5, Math.max(1, width - 1.5), LANE_HEIGHT - 3);
    }
    if (width < NARROWEST_TEXT) continue;
    pen.save();
    pen.beginPath();
    pen.rect(Math.max(0, left), y, width - 4, LANE_HEIGHT);
    pen.clip();
    pen.fillStyle = text ?? '';
    const name = shownText(nameOf(outline, node)).slice(0, 200);
    pen.fillText(name, Math.max(0, left) + 5, y + LANE_HEIGHT / 2 + 0.5);
    pen.restore();
  }
  pen.globalAlpha = 1;
  paintTimes(pen, view, size, { surface: surface ?? '', text: muted ?? '' });
}

function paintTimes(
  pen: CanvasRenderingContext2D,
  view: TimeView,
  size: Size,
  colours: { readonly surface: string; readonly text: string },
): void {
  pen.fillStyle = colours.surface;
  pen.fillRect(0, 0, size.width, TOP);
  pen.fillStyle = colours.text;
  const distance = tickDistance((view.to - view.from) / Math.max(1, size.width / 90));
  for (let at = Math.ceil(view.from / distance) * distance; at <= view.to; at += distance) {
    const x = ((at - view.from) / (view.to - view.from)) * size.width;
    pen.fillRect(x, TOP - 5, 1, 5);
    const label =
      at >= 1_000 ? `${Number((at / 1_000).toPrecision(6))} s` : `${Number(at.toPrecision(6))} ms`;
    if (x + 4 < size.width - 30) pen.fillText(label, x + 4, TOP / 2);
  }
}

/** 1, 2 or 5 times a power of ten. */
function tickDistance(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 5, 10].find((digit) => digit * power >= rough) ?? 10) * power;
}

/** The call under a place of the canvas; the nearest where they are too thin to hit. */
export function nodeAt(
  layout: FlameLayout,
  view: TimeView,
  size: Size,
  x: number,
  y: number,
): number | null {
  if (y < TOP) return null;
  const lane = Math.floor((y - TOP + size.top) / LANE_HEIGHT);
  const perMs = size.width / (view.to - view.from);
  const time = view.from + x / perMs;
  const reach = 3 / perMs;
  let nearest: number | null = null;
  let distance = reach;
  for (let node = 0; node < layout.lanes.length; node += 1) {
    if (layout.lanes[node] !== lane) continue;
    const start = layout.starts[node] ?? 0;
    const end = layout.ends[node] ?? 0;
    if (time >= start && time <= end) return node;
    const away = time < start ? start - time : time - end;
    if (away < distance) {
      distance = away;
      nearest = node;
    }
  }
  return nearest;
}
