import type { ScatterSettings } from '@runloom/model';
import type { Drag, FigureModel, Place } from '../../charts/figure.tsx';
import {
  canvasText,
  type Frame,
  isWithin,
  layoutFrame,
  leftOf,
  paintFrame,
  strokeLine,
  topOf,
  valuesAt,
} from '../../charts/frame.ts';
import type { Pen } from '../../charts/pen.ts';
import { formatOn } from '../../charts/scale.ts';
import type { ChartTheme } from '../../charts/theme.ts';
import type { Told } from '../../charts/value-tooltip.tsx';
import { colourScale, LEGEND_HEIGHT, paintColourLegend } from '../analysis/colour-legend.ts';
import { formatCell } from '../analysis/format-cell.ts';
import { valueTitle } from '../analysis/values.ts';
import { type ScatterData, VALUE } from './scatter-data.ts';

/** How far from a point the pointer may be, CSS pixels. */
const REACH = 10;
const DIMMED = 0.18;

export interface ScatterZoom {
  readonly x: [number, number];
  readonly y: [number, number];
}

/** The plot as a figure. Marks are numbers of points. */
export function scatterFigure(
  data: ScatterData,
  settings: ScatterSettings,
  themeName: string,
  onZoom: (zoom: ScatterZoom) => void,
): FigureModel<Frame> {
  const { points, frontier } = data;
  const colours = data.z === null ? null : colourScale(data.z, settings.gradient, themeName);
  const onFrontier = new Set(frontier);
  const titles = {
    x: settings.xTitle || (settings.x === null ? '' : valueTitle(settings.x)),
    y: settings.yTitle || (settings.y === null ? '' : valueTitle(settings.y)),
    z: settings.zTitle || (settings.z === null ? '' : valueTitle(settings.z)),
  };
  const colourOf = (at: number): string => {
    const point = points[at];
    if (point === undefined) return '';
    return colours === null ? point.run.colour : colours.colourOf(point.z);
  };
  const placeOf = (frame: Frame, at: number): Place => {
    const point = points[at];
    return { left: leftOf(frame, point?.x ?? 0), top: topOf(frame, point?.y ?? 0) };
  };
  const dims = settings.dimsOthers && frontier.length > 0;

  return {
    order: data.byX,
    layout: (width, height) =>
      layoutFrame(width, height, {
        x: data.x,
        y: data.y,
        xTitle: titles.x,
        yTitle: titles.y,
        below: colours === null ? 0 : LEGEND_HEIGHT,
      }),
    paint(pen, frame, theme) {
      paintFrame(pen, frame, theme);
      pen.save();
      clipTo(pen, frame);
      paintRegression(pen, frame, theme, data, settings);
      for (const at of points.keys()) {
        pen.globalAlpha = dims && !onFrontier.has(at) ? DIMMED : 0.82;
        paintPoint(pen, placeOf(frame, at), settings.pointSize, theme.colour(colourOf(at)));
      }
      pen.globalAlpha = 1;
      paintRunning(pen, frame, theme, data);
      paintFrontier(pen, frame, theme, data);
      pen.restore();
      if (settings.labelsFrontier) paintLabels(pen, frame, theme, data, placeOf);
      if (colours !== null) paintColourLegend(pen, frame, theme, colours, titles.z);
    },
    paintMark(pen, frame, theme, mark) {
      const place = placeOf(frame, mark);
      if (!isWithin(frame, place, 1)) return;
      paintPoint(pen, place, settings.pointSize + 3.5, theme.text);
      paintPoint(pen, place, settings.pointSize + 2, theme.surface);
      paintPoint(pen, place, settings.pointSize, theme.colour(colourOf(mark)));
    },
    find(frame, place) {
      if (!isWithin(frame, place, REACH)) return null;
      let [best, nearest]: [number | null, number] = [null, REACH + settings.pointSize];
      for (const at of points.keys()) {
        const own = placeOf(frame, at);
        if (!isWithin(frame, own, 1)) continue;
        const distance = Math.hypot(own.left - place.left, own.top - place.top);
        if (distance < nearest) [best, nearest] = [at, distance];
      }
      return best;
    },
    placeOf,
    tell: (mark): Told => {
      const point = points[mark];
      const rows = [
        { name: titles.x, value: formatOn(data.x, point?.x ?? Number.NaN) },
        { name: titles.y, value: formatOn(data.y, point?.y ?? Number.NaN) },
      ];
      if (data.z !== null) {
        const value = formatCell(point?.run.values[VALUE.z] ?? null, settings.z);
        rows.push({ name: titles.z, value });
      }
      const first = settings.z === null ? 2 : 3;
      for (const [at, ref] of settings.tooltip.entries()) {
        const value = formatCell(point?.run.values[first + at] ?? null, ref);
        rows.push({ name: valueTitle(ref), value });
      }
      return {
        heading: point?.run.label ?? '',
        colour: colourOf(mark),
        rows,
        ...(onFrontier.has(mark) ? { note: 'On the frontier' } : {}),
      };
    },
    startDrag: (frame, from) =>
      isWithin(frame, from) && data.x.kind !== 'category' && data.y.kind !== 'category'
        ? zoomDrag(frame, from, onZoom)
        : null,
    cursorAt: (frame, place) => (isWithin(frame, place) ? 'crosshair' : null),
  };
}

/** Drags a rectangle to look into. */
function zoomDrag(frame: Frame, from: Place, onZoom: (zoom: ScatterZoom) => void): Drag {
  let to = from;
  const within = ({ left, top }: Place): Place => ({
    left: Math.min(frame.left + frame.width, Math.max(frame.left, left)),
    top: Math.min(frame.top + frame.height, Math.max(frame.top, top)),
  });
  return {
    move: (place) => {
      to = within(place);
    },
    end(place, isClick) {
      to = within(place);
      if (isClick || Math.abs(to.left - from.left) < 4 || Math.abs(to.top - from.top) < 4) return;
      const [a, b] = [valuesAt(frame, from), valuesAt(frame, to)];
      onZoom({
        x: [Math.min(a.x, b.x), Math.max(a.x, b.x)],
        y: [Math.min(a.y, b.y), Math.max(a.y, b.y)],
      });
    },
    cancel: () => {},
    paint(pen, theme) {
      const [left, top] = [Math.min(from.left, to.left), Math.min(from.top, to.top)];
      const [width, height] = [Math.abs(to.left - from.left), Math.abs(to.top - from.top)];
      pen.fillStyle = theme.selection;
      pen.fillRect(left, top, width, height);
      pen.strokeStyle = theme.accent;
      pen.lineWidth = 1;
      pen.beginPath();
      pen.rect(left + 0.5, top + 0.5, width, height);
      pen.stroke();
    },
  };
}

function clipTo(pen: Pen, { left, top, width, height }: Frame): void {
  pen.beginPath();
  pen.rect(left - 1, top - 1, width + 2, height + 2);
  pen.clip();
}

function paintPoint(pen: Pen, { left, top }: Place, radius: number, colour: string): void {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.arc(left, top, radius, 0, 2 * Math.PI);
  pen.fill();
}

const RUNNING_DASHES = { minimum: [6, 3], maximum: [2, 3], mean: [] } as const;

function paintRunning(pen: Pen, frame: Frame, theme: ChartTheme, data: ScatterData): void {
  pen.strokeStyle = theme.text;
  pen.lineWidth = 1.5;
  for (const { kind, ys } of data.running) {
    pen.setLineDash([...RUNNING_DASHES[kind]]);
    pen.beginPath();
    for (const [at, index] of data.byX.entries()) {
      const left = leftOf(frame, data.points[index]?.x ?? 0);
      const top = topOf(frame, ys[at] ?? 0);
      if (at === 0) pen.moveTo(left, top);
      else pen.lineTo(left, top);
    }
    pen.stroke();
  }
  pen.setLineDash([]);
}

function paintFrontier(pen: Pen, frame: Frame, theme: ChartTheme, data: ScatterData): void {
  if (data.frontier.length === 0) return;
  pen.strokeStyle = theme.accent;
  pen.lineWidth = 1.75;
  pen.beginPath();
  for (const [at, index] of data.frontier.entries()) {
    const point = data.points[index];
    const [left, top] = [leftOf(frame, point?.x ?? 0), topOf(frame, point?.y ?? 0)];
    if (at === 0) pen.moveTo(left, top);
    else pen.lineTo(left, top);
  }
  pen.stroke();
}

const LABEL = { width: 6, height: 13, most: 28 };

/** Names beside the points of the frontier, as far as they don't cover each other. */
function paintLabels(
  pen: Pen,
  frame: Frame,
  theme: ChartTheme,
  { frontier, points }: ScatterData,
  placeOf: (frame: Frame, at: number) => Place,
): void {
  pen.font = theme.font;
  pen.textBaseline = 'middle';
  const taken: { left: number; top: number; right: number }[] = [];
  for (const index of frontier) {
    const { left, top } = placeOf(frame, index);
    if (!isWithin(frame, { left, top })) continue;
    const text = canvasText(points[index]?.run.label ?? '', LABEL.most);
    const width = text.length * LABEL.width;
    const isBefore = left + 8 + width > frame.left + frame.width;
    const from = isBefore ? left - 8 - width : left + 8;
    const at = top - 9;
    const isFree = taken.every(
      (other) =>
        from > other.right || from + width < other.left || Math.abs(at - other.top) > LABEL.height,
    );
    if (!isFree) continue;
    taken.push({ left: from, top: at, right: from + width });
    pen.fillStyle = theme.text;
    pen.textAlign = isBefore ? 'right' : 'left';
    pen.fillText(text, isBefore ? left - 8 : left + 8, at);
  }
}

const STEPS = 60;

/** The line of least squares with the 95 % interval of its mean. */
function paintRegression(
  pen: Pen,
  frame: Frame,
  theme: ChartTheme,
  { regression, x, points }: ScatterData,
  { xLog, yLog }: ScatterSettings,
): void {
  if (regression === null || x.kind === 'category') return;
  const xs = points.map((point) => (xLog ? Math.log10(point.x) : point.x));
  const [min, max] = [Math.min(...extent(xs)), Math.max(...extent(xs))];
  const back = (value: number) => (yLog ? 10 ** value : value);
  const places = Array.from({ length: STEPS + 1 }, (_, at) => min + ((max - min) * at) / STEPS);
  const at = (place: number, y: number): Place => ({
    left: leftOf(frame, xLog ? 10 ** place : place),
    top: topOf(frame, back(y)),
  });
  const meanAt = (place: number) => regression.intercept + regression.slope * place;
  if (Number.isFinite(regression.marginAt(min))) {
    pen.fillStyle = theme.accent;
    pen.globalAlpha = 0.14;
    pen.beginPath();
    for (const place of places) lineTo(pen, at(place, meanAt(place) + regression.marginAt(place)));
    for (const place of places.toReversed()) {
      lineTo(pen, at(place, meanAt(place) - regression.marginAt(place)));
    }
    pen.closePath();
    pen.fill();
    pen.globalAlpha = 1;
  }
  pen.strokeStyle = theme.accent;
  pen.lineWidth = 1.5;
  pen.setLineDash([5, 4]);
  const [from, to] = [at(min, meanAt(min)), at(max, meanAt(max))];
  strokeLine(pen, from.left, from.top, to.left, to.top);
  pen.setLineDash([]);
}

/** A canvas takes the first `lineTo` of a path as its beginning. */
const lineTo = (pen: Pen, { left, top }: Place): void => pen.lineTo(left, top);

/** Least and most, for arrays too long to be arguments. */
function extent(values: readonly number[]): [number, number] {
  return values.reduce<[number, number]>(
    ([min, max], value) => [Math.min(min, value), Math.max(max, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
}
