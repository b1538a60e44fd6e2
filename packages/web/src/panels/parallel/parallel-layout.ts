import type { AxisTicks } from '../../charts/axes.ts';
import type { Place } from '../../charts/figure-model.ts';
import { ticksOf } from '../../charts/scale.ts';
import { LEGEND_HEIGHT } from '../analysis/colour-legend.ts';
import type { DrawnAxis } from './parallel-data.ts';

/** Where axes stand, CSS pixels. */
export interface ParallelLayout {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly end: number;
  /** Left of each axis. */
  readonly lefts: readonly number[];
  readonly ticks: readonly AxisTicks[];
}

const HEAD = 24;
const PADDING = { left: 46, right: 54, bottom: 10 };
/** How far from an axis it is brushed, CSS pixels. */
const BRUSH_REACH = 12;

export function layoutAxes(
  axes: readonly DrawnAxis[],
  width: number,
  height: number,
  hasLegend: boolean,
): ParallelLayout {
  const left = Math.min(PADDING.left, width / 4);
  const inner = Math.max(1, width - left - Math.min(PADDING.right, width / 4));
  const below = PADDING.bottom + (hasLegend ? LEGEND_HEIGHT : 0);
  const innerHeight = Math.max(1, height - HEAD - below);
  const step = axes.length > 1 ? inner / (axes.length - 1) : 0;
  return {
    left,
    top: HEAD,
    width: inner,
    height: innerHeight,
    end: HEAD + innerHeight + PADDING.bottom - 2,
    lefts: axes.map((_, at) => (axes.length === 1 ? left + inner / 2 : left + at * step)),
    ticks: axes.map(({ scale }) =>
      scale.kind === 'time'
        ? ticksOf(scale, innerHeight / 2, 'left')
        : ticksOf(scale, innerHeight, 'left'),
    ),
  };
}

/** Where a line crosses an axis. @param share 0 at the bottom, 1 at the top */
export const topOf = ({ top, height }: ParallelLayout, share: number): number =>
  top + (1 - share) * height;

/** The axis whose title is at a place. */
export function titleAt({ lefts, width }: ParallelLayout, { left, top }: Place): number | null {
  if (top > HEAD - 2) return null;
  const reach = Math.min(60, lefts.length > 1 ? width / (lefts.length - 1) / 2 : 60);
  return nearestAxis(lefts, left, reach);
}

/** The axis that is brushed at a place. */
export function axisAt(
  { lefts, top: from, height }: ParallelLayout,
  { left, top }: Place,
): number | null {
  if (top < from - 4 || top > from + height + 4) return null;
  return nearestAxis(lefts, left, BRUSH_REACH);
}

function nearestAxis(lefts: readonly number[], left: number, reach: number): number | null {
  const at = lefts.findIndex((place) => Math.abs(place - left) <= reach);
  return at < 0 ? null : at;
}

/** How far from a line it is pointed at. */
const LINE_REACH = 8;

/** The line next to a place; null where none is near. */
export function nearestLine(
  layout: ParallelLayout,
  axes: readonly DrawnAxis[],
  lines: readonly number[],
  { left, top }: Place,
): number | null {
  const { lefts } = layout;
  if (top < layout.top - LINE_REACH || top > layout.top + layout.height + LINE_REACH) return null;
  const next = lefts.findIndex((place) => place >= left);
  const isOutside = left < (lefts[0] ?? 0) - LINE_REACH || left > (lefts.at(-1) ?? 0) + LINE_REACH;
  if (isOutside) return null;
  const to = next < 0 ? lefts.length - 1 : next;
  const from = Math.max(0, to - 1);
  const [a, b] = [lefts[from] ?? 0, lefts[to] ?? 0];
  const part = b > a ? Math.min(1, Math.max(0, (left - a) / (b - a))) : 0;
  let [best, nearest]: [number | null, number] = [null, LINE_REACH];
  for (const line of lines) {
    const [start, end] = [axes[from]?.shares[line] ?? 0, axes[to]?.shares[line] ?? 0];
    const distance = Math.abs(topOf(layout, start + (end - start) * part) - top);
    if (distance < nearest) [best, nearest] = [line, distance];
  }
  return best;
}
