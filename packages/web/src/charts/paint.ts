import type { ChartLine } from './chart-line.ts';
import { indicesInView } from './columns.ts';
import type { ChartLayout } from './layout.ts';
import { paintMarks } from './paint-marks.ts';
import type { Pen } from './pen.ts';
import type { Projection } from './projection.ts';
import type { ChartTheme } from './theme.ts';

/** Lines brought out: `focus` dims all others, `hovered` only draws the line wider. Sources and ids. */
export interface Emphasis {
  /** Of a run or a group: {@link ChartLine.source}. */
  readonly focus: string | null;
}

const EMPHASIZED = 1;
const DIMMED = 0.22;
const BAND_ALPHA = 0.16;
/** The edges of the band make a spike of one step in a million a line one can see. */
const BAND_EDGE_ALPHA = 0.5;
const ORIGINAL_ALPHA = 0.28;
const AREA_ALPHA = 0.55;
/** Points are drawn as such when they are at least this far apart, CSS pixels. */
const DOT_SPACING = 22;
const DOT_RADIUS = 2.2;
/** Round joins are not seen where there are many lines, and cost the most. */
const MOST_ROUND = 40;

/** Draws all lines; those brought out last, over the others. */
export function paintLines(
  pen: Pen,
  layout: ChartLayout,
  theme: ChartTheme,
  { focus }: Emphasis,
): void {
  const { view, to, stacked } = layout;
  pen.save();
  clipToArea(pen, to);
  const isRound = view.lines.length <= MOST_ROUND;
  pen.lineJoin = isRound ? 'round' : 'bevel';
  pen.lineCap = isRound ? 'round' : 'butt';
  const alphaOf = ({ source }: ChartLine) => (focus === null || source === focus ? 1 : DIMMED);
  if (stacked !== null) {
    for (const area of stacked.areas) {
      paintArea(pen, to, stacked.x, area, theme.colour(area.line.colour), alphaOf(area.line));
    }
    pen.restore();
    return;
  }
  const ordered =
    focus === null
      ? view.lines
      : [...view.lines].sort((a, b) => Number(a.source === focus) - Number(b.source === focus));
  const lines = ordered.map((line) => ({ line, stroke: theme.colour(line.colour) }));
  for (const { line, stroke } of lines) paintBand(pen, to, line, stroke, alphaOf(line));
  for (const { line, stroke } of lines) {
    paintSamples(pen, to, line, stroke, ORIGINAL_ALPHA * alphaOf(line));
  }
  for (const { line, stroke } of lines) {
    paintOriginal(pen, to, line, stroke, ORIGINAL_ALPHA * alphaOf(line));
  }
  for (const { line, stroke } of lines) {
    pen.globalAlpha = alphaOf(line);
    const wider = focus !== null && line.source === focus ? EMPHASIZED : 0;
    paintLine(pen, to, line, stroke, (line.width ?? view.lineWidth) + wider, view.type);
  }
  pen.restore();
}

/** Draws one line alone, wider, over what is there. */
export function paintHighlight(
  pen: Pen,
  { view, to, stacked }: ChartLayout,
  theme: ChartTheme,
  id: string,
): void {
  const line = view.lines.find((candidate) => candidate.id === id);
  if (line === undefined) return;
  const stroke = theme.colour(line.colour);
  pen.save();
  clipToArea(pen, to);
  pen.lineJoin = 'round';
  pen.lineCap = 'round';
  const area = stacked?.areas.find((candidate) => candidate.line === line);
  if (stacked && area) paintArea(pen, to, stacked.x, area, stroke, 1);
  else paintLine(pen, to, line, stroke, (line.width ?? view.lineWidth) + EMPHASIZED, view.type);
  pen.restore();
}

function clipToArea(pen: Pen, { area }: Projection): void {
  pen.beginPath();
  // Dots on the first and last x are whole.
  const overhang = DOT_RADIUS + 1;
  pen.rect(area.left - overhang, area.top, area.width + 2 * overhang, area.height);
  pen.clip();
}

function paintBand(pen: Pen, to: Projection, line: ChartLine, stroke: string, alpha: number): void {
  if (line.band === null) return;
  const { low, high, kind } = line.band;
  const { from, to: end } = indicesInView(line.x, to.area.x);
  // Below the lowest place of a logarithmic axis the band goes down to the edge.
  const floor = to.area.top + to.area.height * 2;
  const bottomOf = (index: number): number => {
    const bottom = to.y(low[index] ?? Number.NaN);
    return Number.isNaN(bottom) ? floor : bottom;
  };
  pen.fillStyle = stroke;
  pen.strokeStyle = stroke;
  pen.lineWidth = 0.75;
  for (const [start, stop] of piecesOf(line.x, high, to, from, end)) {
    pen.beginPath();
    pen.moveTo(to.x(line.x[start] ?? 0), to.y(high[start] ?? 0));
    for (let index = start + 1; index < stop; index += 1) {
      pen.lineTo(to.x(line.x[index] ?? 0), to.y(high[index] ?? 0));
    }
    for (let index = stop - 1; index >= start; index -= 1) {
      pen.lineTo(to.x(line.x[index] ?? 0), bottomOf(index));
    }
    pen.closePath();
    pen.globalAlpha = BAND_ALPHA * alpha;
    pen.fill();
    if (kind === 'interval') continue;
    pen.globalAlpha = (line.original === null ? BAND_EDGE_ALPHA : ORIGINAL_ALPHA) * alpha;
    pen.stroke();
  }
}

function paintSamples(
  pen: Pen,
  to: Projection,
  { samples = [] }: ChartLine,
  stroke: string,
  alpha: number,
): void {
  pen.globalAlpha = alpha;
  pen.strokeStyle = stroke;
  pen.lineWidth = 0.75;
  for (const { x, y } of samples) {
    const { from, to: end } = indicesInView(x, to.area.x);
    tracePieces(pen, to, x, y, from, end);
  }
}

function paintOriginal(
  pen: Pen,
  to: Projection,
  line: ChartLine,
  stroke: string,
  alpha: number,
): void {
  // Behind a smoothed line of buckets the band shows what was logged.
  if (line.original === null || line.band?.kind === 'envelope') return;
  pen.globalAlpha = alpha;
  pen.strokeStyle = stroke;
  pen.lineWidth = 1;
  const { from, to: end } = indicesInView(line.x, to.area.x);
  tracePieces(pen, to, line.x, line.original, from, end);
}

function paintLine(
  pen: Pen,
  to: Projection,
  line: ChartLine,
  stroke: string,
  width: number,
  type: ChartLayout['view']['type'],
): void {
  pen.strokeStyle = stroke;
  pen.fillStyle = stroke;
  pen.lineWidth = width;
  const { from, to: end } = indicesInView(line.x, to.area.x);
  if (type === 'points') paintPoints(pen, to, line, from, end, width);
  else {
    if (line.dash.length > 0) pen.setLineDash(line.dash.map((length) => length * width));
    tracePieces(pen, to, line.x, line.y, from, end);
    if (line.dash.length > 0) pen.setLineDash([]);
    const isSparse = (end - from - 1) * DOT_SPACING <= to.area.width;
    paintDots(pen, to, line, from, end, isSparse);
  }
  paintMarks(pen, to, line);
}

function paintArea(
  pen: Pen,
  to: Projection,
  x: Float64Array,
  { low, high }: { readonly low: Float64Array; readonly high: Float64Array },
  stroke: string,
  alpha: number,
): void {
  const { from, to: end } = indicesInView(x, to.area.x);
  const floor = to.area.top + to.area.height * 2;
  const placeOf = (value: number) => {
    const top = to.y(value);
    return Number.isNaN(top) ? floor : top;
  };
  pen.fillStyle = stroke;
  pen.strokeStyle = stroke;
  pen.lineWidth = 1;
  pen.beginPath();
  for (let index = from; index < end; index += 1) {
    const [left, top] = [to.x(x[index] ?? 0), placeOf(high[index] ?? 0)];
    if (index === from) pen.moveTo(left, top);
    else pen.lineTo(left, top);
  }
  for (let index = end - 1; index >= from; index -= 1) {
    pen.lineTo(to.x(x[index] ?? 0), placeOf(low[index] ?? 0));
  }
  pen.closePath();
  pen.globalAlpha = AREA_ALPHA * alpha;
  pen.fill();
  pen.globalAlpha = alpha;
  tracePieces(pen, to, x, high, from, end);
}

/** Points that no line would show, alone between holes; all of them where there is room. */
function paintDots(
  pen: Pen,
  to: Projection,
  { x, y }: ChartLine,
  from: number,
  end: number,
  isSparse: boolean,
): void {
  const isPlaced = (index: number) => Number.isFinite(to.y(y[index] ?? Number.NaN));
  for (let index = from; index < end; index += 1) {
    if (!isSparse && !isAlone(y, index)) continue;
    if (!isPlaced(index) || (!isSparse && (isPlaced(index - 1) || isPlaced(index + 1)))) continue;
    pen.beginPath();
    pen.arc(to.x(x[index] ?? 0), to.y(y[index] ?? 0), DOT_RADIUS, 0, 2 * Math.PI);
    pen.fill();
  }
}

/** A quick look that rules out nearly all: neighbours that are numbers above zero make a line. */
function isAlone(y: Float64Array, index: number): boolean {
  return !((y[index - 1] ?? 0) > 0 || (y[index + 1] ?? 0) > 0);
}

function paintPoints(
  pen: Pen,
  to: Projection,
  { x, y }: ChartLine,
  from: number,
  end: number,
  width: number,
): void {
  const radius = Math.max(1, width * 0.9);
  pen.beginPath();
  for (let index = from; index < end; index += 1) {
    const [left, top] = [to.x(x[index] ?? 0), to.y(y[index] ?? Number.NaN)];
    if (!Number.isFinite(left) || !Number.isFinite(top)) continue;
    pen.moveTo(left + radius, top);
    pen.arc(left, top, radius, 0, 2 * Math.PI);
  }
  pen.fill();
}

function tracePieces(
  pen: Pen,
  to: Projection,
  x: Float64Array,
  y: Float64Array,
  from: number,
  end: number,
): void {
  pen.beginPath();
  let isDown = false;
  for (let index = from; index < end; index += 1) {
    const left = to.x(x[index] ?? 0);
    const top = to.y(y[index] ?? Number.NaN);
    if (!Number.isFinite(top) || !Number.isFinite(left)) {
      isDown = false;
      continue;
    }
    if (isDown) pen.lineTo(left, top);
    else pen.moveTo(left, top);
    isDown = true;
  }
  pen.stroke();
}

/** Stretches without a hole, as [from, to). */
function piecesOf(
  x: Float64Array,
  y: Float64Array,
  to: Projection,
  from: number,
  end: number,
): (readonly [number, number])[] {
  const pieces: (readonly [number, number])[] = [];
  let start = -1;
  for (let index = from; index <= end; index += 1) {
    const isPlaced =
      index < end &&
      Number.isFinite(to.y(y[index] ?? Number.NaN)) &&
      Number.isFinite(to.x(x[index] ?? Number.NaN));
    if (isPlaced && start < 0) start = index;
    if (!isPlaced && start >= 0) {
      pieces.push([start, index]);
      start = -1;
    }
  }
  return pieces;
}
