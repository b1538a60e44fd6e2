import type { AxisBrush, ParallelSettings } from '@runloom/model';
import type { AxisTicks } from '../../charts/axes.ts';
import type { Drag, FigureModel, Place } from '../../charts/figure.tsx';
import { canvasText, strokeLine } from '../../charts/frame.ts';
import type { Pen } from '../../charts/pen.ts';
import { shareOf, ticksOf } from '../../charts/scale.ts';
import type { ChartTheme } from '../../charts/theme.ts';
import {
  type ColourScale,
  colourScale,
  LEGEND_HEIGHT,
  NO_COLOUR,
  paintColourLegend,
} from '../analysis/colour-legend.ts';
import { formatCell } from '../analysis/format-cell.ts';
import { paintLine, paintLines } from './paint-lines.ts';
import { brushOf, brushStretches, type DrawnAxis, type ParallelData } from './parallel-data.ts';

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

/** What the reader does to the axes. */
export interface ParallelActions {
  /** Null takes the brush away. `isOver` when the pointer was let go. */
  readonly onBrush: (axis: number, brush: AxisBrush | null, isOver: boolean) => void;
  readonly onMove: (axis: number, to: number) => void;
  readonly onFlip: (axis: number) => void;
}

const HEAD = 24;
const PADDING = { left: 46, right: 54, bottom: 10 };
/** How far from an axis it is brushed, CSS pixels. */
const BRUSH_REACH = 12;
/** How far from a line it is pointed at. */
const LINE_REACH = 8;

/** The lines as a figure. Marks are numbers of lines. */
export function parallelFigure(
  data: ParallelData,
  settings: ParallelSettings,
  themeName: string,
  actions: ParallelActions,
): FigureModel<ParallelLayout> {
  const { axes, runs, isIn, colour } = data;
  const colours = colour === null ? null : colourScale(colour.scale, settings.gradient, themeName);
  const colourOf = (line: number): string =>
    colours === null
      ? (runs[line]?.colour ?? NO_COLOUR)
      : colours.colourOf(colour?.values[line] ?? Number.NaN);
  const topOf = ({ top, height }: ParallelLayout, share: number) => top + (1 - share) * height;
  const last = axes.at(-1);
  const order = [...runs.keys()]
    .filter((line) => isIn[line] === 1)
    .sort((a, b) => (last?.shares[b] ?? 0) - (last?.shares[a] ?? 0));

  return {
    order,
    layout: (width, height) => layoutAxes(axes, width, height, colours !== null),
    paint(pen, layout, theme) {
      paintLines(pen, layout, theme, data, settings, colourOf);
      for (const [at, axis] of axes.entries()) paintAxis(pen, layout, theme, axis, at);
      if (colours !== null) paintLegend(pen, layout, theme, colours, colour?.title ?? '');
    },
    paintMark(pen, layout, theme, line) {
      pen.lineWidth = 5;
      pen.strokeStyle = theme.surface;
      paintLine(pen, layout, axes, line);
      pen.lineWidth = 2.5;
      pen.strokeStyle = theme.colour(colourOf(line));
      paintLine(pen, layout, axes, line);
      for (const [at, axis] of axes.entries()) {
        pen.fillStyle = theme.text;
        pen.beginPath();
        pen.arc(layout.lefts[at] ?? 0, topOf(layout, axis.shares[line] ?? 0), 3, 0, 2 * Math.PI);
        pen.fill();
      }
    },
    find(layout, place) {
      return nearestLine(layout, axes, order, place, topOf);
    },
    placeOf: (layout, line) => ({
      left: layout.lefts.at(-1) ?? 0,
      top: topOf(layout, last?.shares[line] ?? 0),
    }),
    tell: (line) => ({
      heading: runs[line]?.label ?? '',
      colour: colourOf(line),
      rows: [
        ...axes.map(({ title, axis }, at) => ({
          name: title,
          value: formatCell(runs[line]?.values[at] ?? null, axis),
        })),
        ...(typeof settings.colourBy === 'object' && colour !== null
          ? [
              {
                name: colour.title,
                value: formatCell(runs[line]?.values[axes.length] ?? null, settings.colourBy),
              },
            ]
          : []),
      ],
    }),
    startDrag(layout, from) {
      const title = titleAt(layout, from);
      if (title !== null) return moveDrag(layout, title, from, actions);
      const at = axisAt(layout, from);
      const axis = at === null ? undefined : axes[at];
      return at === null || axis === undefined ? null : brushDrag(layout, axis, at, from, actions);
    },
    cursorAt(layout, place) {
      if (titleAt(layout, place) !== null) return 'grab';
      return axisAt(layout, place) === null ? null : 'ns-resize';
    },
  };
}

function layoutAxes(
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

const SIGN = 6.2;

function paintAxis(
  pen: Pen,
  layout: ParallelLayout,
  theme: ChartTheme,
  drawn: DrawnAxis,
  at: number,
): void {
  const { axis, scale, title } = drawn;
  const { top, height, lefts, ticks, width } = layout;
  const left = lefts[at] ?? 0;
  const room = lefts.length > 1 ? width / (lefts.length - 1) : width;
  pen.strokeStyle = theme.axis;
  pen.lineWidth = 1;
  strokeLine(pen, Math.round(left) + 0.5, top, Math.round(left) + 0.5, top + height);
  for (const [from, to] of brushStretches(drawn)) {
    pen.fillStyle = theme.accent;
    pen.globalAlpha = 0.28;
    pen.fillRect(left - 6, top + (1 - to) * height, 12, Math.max(2, (to - from) * height));
    pen.globalAlpha = 1;
    pen.fillRect(left - 6, top + (1 - to) * height - 1, 12, 2);
    pen.fillRect(left - 6, top + (1 - from) * height - 1, 12, 2);
  }
  pen.font = theme.font;
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  const most = Math.max(3, Math.floor((room - 14) / SIGN));
  for (const [index, place] of (ticks[at]?.places ?? []).entries()) {
    const share = shareOf(scale, place);
    const label = ticks[at]?.labels[index]?.replace('\n', ' ') ?? '';
    const text = canvasText(label, Math.min(most, 24));
    const y = top + (1 - (axis.isFlipped ? 1 - share : share)) * height;
    pen.fillStyle = theme.surface;
    pen.globalAlpha = 0.72;
    pen.fillRect(left + 3, y - 7, text.length * SIGN + 4, 14);
    pen.globalAlpha = 1;
    pen.fillStyle = theme.axis;
    pen.fillText(text, left + 5, y);
  }
  pen.fillStyle = theme.text;
  pen.font = `500 11px ${theme.fontFamily}`;
  const arrow = axis.isFlipped ? ' ↓' : '';
  const heading = `${canvasText(title, Math.max(4, Math.floor(room / 6.6) - 2))}${arrow}`;
  const isFirst = at === 0 && lefts.length > 1;
  pen.textAlign = isFirst ? 'left' : at === lefts.length - 1 && at > 0 ? 'right' : 'center';
  const x = isFirst ? 6 : pen.textAlign === 'right' ? left + 46 : left;
  pen.fillText(heading, x, 11);
}

function paintLegend(
  pen: Pen,
  layout: ParallelLayout,
  theme: ChartTheme,
  colours: ColourScale,
  title: string,
): void {
  paintColourLegend(pen, layout, theme, colours, title);
}

/** The axis whose title is at a place. */
function titleAt({ lefts, width }: ParallelLayout, { left, top }: Place): number | null {
  if (top > HEAD - 2) return null;
  const reach = Math.min(60, lefts.length > 1 ? width / (lefts.length - 1) / 2 : 60);
  return nearestAxis(lefts, left, reach);
}

/** The axis that is brushed at a place. */
function axisAt({ lefts, top: from, height }: ParallelLayout, { left, top }: Place): number | null {
  if (top < from - 4 || top > from + height + 4) return null;
  return nearestAxis(lefts, left, BRUSH_REACH);
}

function nearestAxis(lefts: readonly number[], left: number, reach: number): number | null {
  const at = lefts.findIndex((place) => Math.abs(place - left) <= reach);
  return at < 0 ? null : at;
}

function nearestLine(
  layout: ParallelLayout,
  axes: readonly DrawnAxis[],
  lines: readonly number[],
  { left, top }: Place,
  topOf: (layout: ParallelLayout, share: number) => number,
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

/** Drags a stretch of an axis; a click takes the brush away. */
function brushDrag(
  { top, height }: ParallelLayout,
  axis: DrawnAxis,
  at: number,
  from: Place,
  { onBrush }: ParallelActions,
): Drag {
  const before = axis.axis.brush;
  const shareAt = (place: Place) => Math.min(1, Math.max(0, 1 - (place.top - top) / height));
  const brush = (to: Place) => brushOf(axis, shareAt(from), shareAt(to));
  return {
    move: (to) => onBrush(at, brush(to), false),
    end: (to, isClick) => onBrush(at, isClick ? null : brush(to), true),
    cancel: () => onBrush(at, before, true),
  };
}

/** Drags an axis to another place by its title; a click turns it round. */
function moveDrag(
  layout: ParallelLayout,
  at: number,
  from: Place,
  { onMove, onFlip }: ParallelActions,
): Drag {
  let to = from;
  const target = () =>
    layout.lefts.reduce(
      (best, left, index) =>
        Math.abs(left - to.left) < Math.abs((layout.lefts[best] ?? 0) - to.left) ? index : best,
      0,
    );
  return {
    move: (place) => {
      to = place;
    },
    end(place, isClick) {
      to = place;
      if (isClick) onFlip(at);
      else if (target() !== at) onMove(at, target());
    },
    cancel: () => {},
    paint(pen, theme) {
      pen.fillStyle = theme.accent;
      pen.globalAlpha = 0.5;
      pen.fillRect(to.left - 1, 0, 2, layout.top + layout.height);
      pen.globalAlpha = 1;
      pen.fillRect((layout.lefts[target()] ?? 0) - 8, layout.top - 3, 16, 3);
    },
  };
}
