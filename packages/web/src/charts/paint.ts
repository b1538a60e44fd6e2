import type { ChartLine, LineMark } from './chart-line.ts';
import { indicesInView } from './columns.ts';
import type { Range } from './extent.ts';

/** What the painter may use of a canvas. */
export type Canvas = CanvasRenderingContext2D;

export interface PaintArea {
  /** Of the plotting area, in pixels of the canvas. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly x: Range;
  readonly y: Range;
  readonly isLog: boolean;
  /** Canvas pixels of a CSS pixel. */
  readonly pixelRatio: number;
}

export interface PaintedLine extends ChartLine {
  /** As the canvas takes it. */
  readonly stroke: string;
}

/** Lines brought out: `focus` dims all others, `hovered` only draws the line wider. */
export interface Emphasis {
  readonly focus: string | null;
  readonly hovered: string | null;
}

const LINE_WIDTH = 1.5;
const EMPHASIZED_WIDTH = 2.5;
const DIMMED = 0.22;
const BAND_ALPHA = 0.16;
/** The edges of the band make a spike of one step in a million a line one can see. */
const BAND_EDGE_ALPHA = 0.5;
const ORIGINAL_ALPHA = 0.28;
/** Points are drawn as such when they are at least this far apart, CSS pixels. */
const DOT_SPACING = 22;
const DOT_RADIUS = 2.2;
const MARK_SIZE = 3;

/** Draws all lines; those brought out last, over the others. */
export function paintLines(
  canvas: Canvas,
  area: PaintArea,
  lines: readonly PaintedLine[],
  { focus, hovered }: Emphasis,
): void {
  const to = createProjection(area);
  canvas.save();
  canvas.beginPath();
  // Dots on the first and last x are whole.
  const overhang = (DOT_RADIUS + 1) * area.pixelRatio;
  canvas.rect(area.left - overhang, area.top, area.width + 2 * overhang, area.height);
  canvas.clip();
  canvas.lineJoin = 'round';
  canvas.lineCap = 'round';
  const isFocused = (line: PaintedLine) => focus === null || line.id === focus;
  const isWide = ({ id }: PaintedLine) => id === focus || id === hovered;
  const ordered = [...lines].sort((a, b) => Number(isWide(a)) - Number(isWide(b)));
  for (const line of ordered) paintBand(canvas, to, line, isFocused(line) ? 1 : DIMMED);
  for (const line of ordered) {
    paintOriginal(canvas, to, line, isFocused(line) ? ORIGINAL_ALPHA : ORIGINAL_ALPHA * DIMMED);
  }
  for (const line of ordered) {
    canvas.globalAlpha = isFocused(line) ? 1 : DIMMED;
    canvas.lineWidth = (isWide(line) ? EMPHASIZED_WIDTH : LINE_WIDTH) * area.pixelRatio;
    paintLine(canvas, to, line);
    paintMarks(canvas, to, line);
  }
  canvas.restore();
}

/** From values to pixels of the canvas; NaN where the axis has no place for the value. */
export interface Projection {
  readonly area: PaintArea;
  x(value: number): number;
  y(value: number): number;
}

export function createProjection(area: PaintArea): Projection {
  const { left, top, width, height, x, y, isLog } = area;
  const perX = width / (x.max - x.min);
  const bottom = top + height;
  if (!isLog) {
    const perY = height / (y.max - y.min);
    return {
      area,
      x: (value) => left + (value - x.min) * perX,
      y: (value) => bottom - (value - y.min) * perY,
    };
  }
  const low = Math.log10(y.min);
  const perDecade = height / (Math.log10(y.max) - low);
  return {
    area,
    x: (value) => left + (value - x.min) * perX,
    y: (value) => (value > 0 ? bottom - (Math.log10(value) - low) * perDecade : Number.NaN),
  };
}

function paintBand(canvas: Canvas, to: Projection, line: PaintedLine, alpha: number): void {
  if (line.band === null) return;
  const { low, high } = line.band;
  const { from, to: end } = indicesInView(line.x, to.area.x);
  // Below the lowest place of a logarithmic axis the band goes down to the edge.
  const floor = to.area.top + to.area.height * 2;
  const bottomOf = (index: number): number => {
    const bottom = to.y(low[index] ?? Number.NaN);
    return Number.isNaN(bottom) ? floor : bottom;
  };
  canvas.fillStyle = line.stroke;
  canvas.strokeStyle = line.stroke;
  canvas.lineWidth = Math.max(1, 0.75 * to.area.pixelRatio);
  const isSmoothed = line.original !== null;
  for (const [start, stop] of piecesOf(high, to, from, end)) {
    canvas.beginPath();
    for (let index = start; index < stop; index += 1) {
      canvas.lineTo(to.x(line.x[index] ?? 0), to.y(high[index] ?? 0));
    }
    for (let index = stop - 1; index >= start; index -= 1) {
      canvas.lineTo(to.x(line.x[index] ?? 0), bottomOf(index));
    }
    canvas.closePath();
    canvas.globalAlpha = BAND_ALPHA * alpha;
    canvas.fill();
    canvas.globalAlpha = (isSmoothed ? ORIGINAL_ALPHA : BAND_EDGE_ALPHA) * alpha;
    canvas.stroke();
  }
}

function paintOriginal(canvas: Canvas, to: Projection, line: PaintedLine, alpha: number): void {
  // Behind a smoothed line of buckets the band shows what was logged.
  if (line.original === null || line.band !== null) return;
  canvas.globalAlpha = alpha;
  canvas.strokeStyle = line.stroke;
  canvas.lineWidth = to.area.pixelRatio;
  const { from, to: end } = indicesInView(line.x, to.area.x);
  tracePieces(canvas, to, line.x, line.original, from, end);
}

function paintLine(canvas: Canvas, to: Projection, line: PaintedLine): void {
  canvas.strokeStyle = line.stroke;
  canvas.fillStyle = line.stroke;
  const { from, to: end } = indicesInView(line.x, to.area.x);
  tracePieces(canvas, to, line.x, line.y, from, end);
  const isSparse = (end - from - 1) * DOT_SPACING * to.area.pixelRatio <= to.area.width;
  paintDots(canvas, to, line, from, end, isSparse);
}

/** Points that no line would show, alone between holes; all of them where there is room. */
function paintDots(
  canvas: Canvas,
  to: Projection,
  { x, y }: PaintedLine,
  from: number,
  end: number,
  isSparse: boolean,
): void {
  const isPlaced = (index: number) => Number.isFinite(to.y(y[index] ?? Number.NaN));
  const radius = DOT_RADIUS * to.area.pixelRatio;
  for (let index = from; index < end; index += 1) {
    if (!isPlaced(index)) continue;
    if (!isSparse && (isPlaced(index - 1) || isPlaced(index + 1))) continue;
    canvas.beginPath();
    canvas.arc(to.x(x[index] ?? 0), to.y(y[index] ?? 0), radius, 0, 2 * Math.PI);
    canvas.fill();
  }
}

/** A cross at the bottom for NaN, a triangle at the edge that an infinity lies beyond. */
function paintMarks(canvas: Canvas, to: Projection, line: PaintedLine): void {
  const { area } = to;
  const size = MARK_SIZE * area.pixelRatio;
  canvas.lineWidth = 1.25 * area.pixelRatio;
  let lastX = Number.NEGATIVE_INFINITY;
  for (const mark of line.marks) {
    if (mark.x < area.x.min || mark.x > area.x.max) continue;
    const x = to.x(mark.x);
    // Thousands of NaN in a row are one line of crosses.
    if (x - lastX < size * 2) continue;
    lastX = x;
    canvas.beginPath();
    traceMark(canvas, area, mark, x, size);
  }
}

function traceMark(
  canvas: Canvas,
  { top, height }: PaintArea,
  { kind }: LineMark,
  x: number,
  size: number,
): void {
  if (kind === 'nan') {
    const y = top + height - size * 1.8;
    canvas.moveTo(x - size, y - size);
    canvas.lineTo(x + size, y + size);
    canvas.moveTo(x + size, y - size);
    canvas.lineTo(x - size, y + size);
    canvas.stroke();
    return;
  }
  const direction = kind === 'infinity' ? -1 : 1;
  const tip = kind === 'infinity' ? top + 1 : top + height - 1;
  canvas.moveTo(x, tip);
  canvas.lineTo(x - size, tip - direction * size * 1.7);
  canvas.lineTo(x + size, tip - direction * size * 1.7);
  canvas.closePath();
  canvas.fill();
}

function tracePieces(
  canvas: Canvas,
  to: Projection,
  x: Float64Array,
  y: Float64Array,
  from: number,
  end: number,
): void {
  canvas.beginPath();
  let isDown = false;
  for (let index = from; index < end; index += 1) {
    const at = to.y(y[index] ?? Number.NaN);
    if (!Number.isFinite(at)) {
      isDown = false;
      continue;
    }
    if (isDown) canvas.lineTo(to.x(x[index] ?? 0), at);
    else canvas.moveTo(to.x(x[index] ?? 0), at);
    isDown = true;
  }
  canvas.stroke();
}

/** Stretches without a hole, as [from, to). */
function piecesOf(
  y: Float64Array,
  to: Projection,
  from: number,
  end: number,
): (readonly [number, number])[] {
  const pieces: (readonly [number, number])[] = [];
  let start = -1;
  for (let index = from; index <= end; index += 1) {
    const isPlaced = index < end && Number.isFinite(to.y(y[index] ?? Number.NaN));
    if (isPlaced && start < 0) start = index;
    if (!isPlaced && start >= 0) {
      pieces.push([start, index]);
      start = -1;
    }
  }
  return pieces;
}
