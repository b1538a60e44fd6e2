import type { BarSettings } from '@runloom/model';
import { strokeLine } from '../../charts/frame.ts';
import type { Pen } from '../../charts/pen.ts';
import type { ChartTheme } from '../../charts/theme.ts';
import type { Bar } from './bar-data.ts';

/** Where a bar is painted, CSS pixels. */
export interface BarShape {
  readonly isHorizontal: boolean;
  /** Across its length. */
  readonly middle: number;
  readonly thickness: number;
  /** Along its length. */
  readonly to: (value: number) => number;
  readonly zero: number;
}

const MOST_DOTS = 400;

export function paintBar(
  pen: Pen,
  at: BarShape,
  bar: Bar,
  shape: BarSettings['groupShape'],
  settings: BarSettings,
  theme: ChartTheme,
): void {
  const colour = theme.colour(bar.colour);
  if (shape === 'bar') fillBar(pen, at, bar.length, colour);
  if (shape === 'violin') paintViolin(pen, at, bar, colour);
  if (shape === 'box') paintBox(pen, at, bar, colour, theme);
  if (settings.showsRuns && bar.numbers.length > 1) paintRuns(pen, at, bar, theme);
  if (shape === 'violin') paintMiddle(pen, at, bar, theme);
  if (shape === 'bar' && bar.interval !== null) paintInterval(pen, at, bar.interval, theme);
}

/** A bar from where bars begin. */
export function fillBar(pen: Pen, at: BarShape, length: number, colour: string): void {
  pen.fillStyle = colour;
  pen.globalAlpha = 0.78;
  fillAcross(pen, at, at.zero, at.to(length), at.thickness);
  pen.globalAlpha = 1;
}

/** The whisker over a bar. */
export function paintInterval(
  pen: Pen,
  at: BarShape,
  { low, high }: { readonly low: number; readonly high: number },
  theme: ChartTheme,
): void {
  pen.strokeStyle = theme.text;
  pen.lineWidth = 1.5;
  paintWhisker(pen, at, at.to(low), at.to(high), at.thickness / 3);
}

function paintBox(pen: Pen, at: BarShape, { box }: Bar, colour: string, theme: ChartTheme): void {
  if (box === null) return;
  pen.strokeStyle = colour;
  pen.lineWidth = 1.5;
  paintWhisker(pen, at, at.to(box.low), at.to(box.q1), at.thickness / 2);
  paintWhisker(pen, at, at.to(box.high), at.to(box.q3), at.thickness / 2);
  pen.fillStyle = colour;
  pen.globalAlpha = 0.3;
  fillAcross(pen, at, at.to(box.q1), at.to(box.q3), at.thickness);
  pen.globalAlpha = 1;
  strokeAround(pen, at, at.to(box.q1), at.to(box.q3), at.thickness);
  pen.strokeStyle = theme.text;
  pen.lineWidth = 2;
  acrossLine(pen, at, at.to(box.median), at.thickness);
  for (const value of box.outliers) dot(pen, at, at.to(value), at.middle, 2.5, colour);
}

function paintViolin(pen: Pen, at: BarShape, { density }: Bar, colour: string): void {
  const most = density.reduce((top, place) => Math.max(top, place.density), 0);
  if (most === 0) return;
  const half = at.thickness / 2;
  pen.beginPath();
  for (const place of density) point(pen, at, at.to(place.at), (place.density / most) * half);
  for (const place of density.toReversed()) {
    point(pen, at, at.to(place.at), (-place.density / most) * half);
  }
  pen.closePath();
  pen.fillStyle = colour;
  pen.globalAlpha = 0.35;
  pen.fill();
  pen.globalAlpha = 1;
  pen.strokeStyle = colour;
  pen.lineWidth = 1.25;
  pen.stroke();
}

/** Quartiles and median within a violin. */
function paintMiddle(pen: Pen, at: BarShape, { box }: Bar, theme: ChartTheme): void {
  if (box === null) return;
  pen.strokeStyle = theme.text;
  pen.lineWidth = 3;
  alongLine(pen, at, at.to(box.q1), at.to(box.q3), at.middle);
  dot(pen, at, at.to(box.median), at.middle, 3.5, theme.text);
  dot(pen, at, at.to(box.median), at.middle, 2, theme.surface);
}

/** Single runs, side by side where they would cover each other. */
function paintRuns(pen: Pen, at: BarShape, { numbers }: Bar, theme: ChartTheme): void {
  const stride = Math.max(1, Math.ceil(numbers.length / MOST_DOTS));
  pen.globalAlpha = 0.5;
  for (let index = 0; index < numbers.length; index += stride) {
    // The golden ratio spreads neighbours apart, and is the same each time.
    const shift = ((index * 0.618034) % 1) - 0.5;
    const middle = at.middle + shift * at.thickness * 0.55;
    dot(pen, at, at.to(numbers[index] ?? Number.NaN), middle, 1.75, theme.text);
  }
  pen.globalAlpha = 1;
}

function paintWhisker(pen: Pen, at: BarShape, from: number, to: number, cap: number): void {
  alongLine(pen, at, from, to, at.middle);
  acrossLine(pen, at, from, cap);
  acrossLine(pen, at, to, cap);
}

function fillAcross(pen: Pen, at: BarShape, from: number, to: number, thickness: number): void {
  const [start, length] = [Math.min(from, to), Math.max(1, Math.abs(to - from))];
  if (at.isHorizontal) pen.fillRect(start, at.middle - thickness / 2, length, thickness);
  else pen.fillRect(at.middle - thickness / 2, start, thickness, length);
}

function strokeAround(pen: Pen, at: BarShape, from: number, to: number, thickness: number): void {
  const [start, length] = [Math.min(from, to), Math.abs(to - from)];
  pen.beginPath();
  if (at.isHorizontal) pen.rect(start, at.middle - thickness / 2, length, thickness);
  else pen.rect(at.middle - thickness / 2, start, thickness, length);
  pen.stroke();
}

function alongLine(pen: Pen, at: BarShape, from: number, to: number, middle: number): void {
  if (at.isHorizontal) strokeLine(pen, from, middle, to, middle);
  else strokeLine(pen, middle, from, middle, to);
}

function acrossLine(pen: Pen, at: BarShape, place: number, length: number): void {
  const [from, to] = [at.middle - length / 2, at.middle + length / 2];
  if (at.isHorizontal) strokeLine(pen, place, from, place, to);
  else strokeLine(pen, from, place, to, place);
}

function point(pen: Pen, at: BarShape, along: number, across: number): void {
  if (at.isHorizontal) pen.lineTo(along, at.middle + across);
  else pen.lineTo(at.middle + across, along);
}

function dot(
  pen: Pen,
  at: BarShape,
  along: number,
  across: number,
  radius: number,
  colour: string,
): void {
  pen.fillStyle = colour;
  pen.beginPath();
  if (at.isHorizontal) pen.arc(along, across, radius, 0, 2 * Math.PI);
  else pen.arc(across, along, radius, 0, 2 * Math.PI);
  pen.fill();
}
