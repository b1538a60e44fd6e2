import { shownText } from '../components/shown-text.ts';
import type { AxisTicks } from './axes.ts';
import type { Place } from './figure-model.ts';
import type { Pen } from './pen.ts';
import { type Scale, shareOf, shorten, ticksOf, valueAt } from './scale.ts';
import type { ChartTheme } from './theme.ts';

/** Two axes and the area between them, CSS pixels. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly x: Scale;
  readonly y: Scale;
  readonly xTicks: AxisTicks;
  readonly yTicks: AxisTicks;
  readonly xTitle: string;
  readonly yTitle: string;
  /** Where the labels and the title below the area end. */
  readonly end: number;
}

export interface FrameOptions {
  readonly x: Scale;
  readonly y: Scale;
  readonly xTitle: string;
  readonly yTitle: string;
  /** Kept free above and below. */
  readonly above?: number;
  readonly below?: number;
}

const DIGIT_WIDTH = 6.2;
const LINE_HEIGHT = 13.5;
const PADDING = { top: 8, right: 14 };
const TITLE_HEIGHT = 15;

export function layoutFrame(width: number, height: number, options: FrameOptions): Frame {
  const { x, y, xTitle, yTitle, above = 0, below = 0 } = options;
  const top = PADDING.top + above + (yTitle === '' ? 0 : TITLE_HEIGHT);
  // The height tells how many labels there are, the labels how wide the axis is.
  const rough = ticksOf(y, height - top - 40, 'left');
  const longest = rough.labels.reduce((most, label) => Math.max(most, label.length), 0);
  const left = Math.min(width / 2, Math.max(34, Math.ceil(longest * DIGIT_WIDTH) + 14));
  const inner = Math.max(1, width - left - PADDING.right);
  const xTicks = ticksOf(x, inner, 'below');
  const lines = xTicks.labels.some((label) => label.includes('\n')) ? 2 : 1;
  const bottom = 8 + lines * LINE_HEIGHT + (xTitle === '' ? 0 : TITLE_HEIGHT) + below;
  const innerHeight = Math.max(1, height - top - bottom);
  return {
    left,
    top,
    width: inner,
    height: innerHeight,
    x,
    y,
    xTicks,
    yTicks: ticksOf(y, innerHeight, 'left'),
    xTitle,
    yTitle,
    end: height - below,
  };
}

export const leftOf = (frame: Frame, value: number): number =>
  frame.left + shareOf(frame.x, value) * frame.width;

export const topOf = (frame: Frame, value: number): number =>
  frame.top + (1 - shareOf(frame.y, value)) * frame.height;

/** The values at a place. */
export function valuesAt(frame: Frame, place: Place): { readonly x: number; readonly y: number } {
  return {
    x: valueAt(frame.x, (place.left - frame.left) / frame.width),
    y: valueAt(frame.y, 1 - (place.top - frame.top) / frame.height),
  };
}

export function isWithin(frame: Frame, { left, top }: Place, room = 0): boolean {
  return (
    left >= frame.left - room &&
    left <= frame.left + frame.width + room &&
    top >= frame.top - room &&
    top <= frame.top + frame.height + room
  );
}

/** Grid, labels and titles of both axes. @param grid axes whose labels have lines through the area */
export function paintFrame(
  pen: Pen,
  frame: Frame,
  theme: ChartTheme,
  grid: { readonly x: boolean; readonly y: boolean } = { x: true, y: true },
): void {
  const { left, top, width, height, xTicks, yTicks, xTitle, yTitle } = frame;
  const bottom = top + height;
  pen.save();
  pen.strokeStyle = theme.grid;
  pen.lineWidth = 1;
  if (grid.y)
    for (const place of yTicks.places) {
      const y = Math.round(topOf(frame, place)) + 0.5;
      strokeLine(pen, left, y, left + width, y);
    }
  if (grid.x)
    for (const place of xTicks.places) {
      const x = Math.round(leftOf(frame, place)) + 0.5;
      strokeLine(pen, x, top, x, bottom);
    }
  pen.fillStyle = theme.axis;
  pen.font = theme.font;
  pen.textAlign = 'right';
  pen.textBaseline = 'middle';
  for (const [index, place] of yTicks.places.entries()) {
    pen.fillText(canvasText(yTicks.labels[index] ?? ''), left - 6, topOf(frame, place));
  }
  pen.textAlign = 'center';
  pen.textBaseline = 'top';
  for (const [index, place] of xTicks.places.entries()) {
    for (const [at, line] of (xTicks.labels[index] ?? '').split('\n').entries()) {
      pen.fillText(canvasText(line), leftOf(frame, place), bottom + 5 + at * LINE_HEIGHT);
    }
  }
  const lines = xTicks.labels.some((label) => label.includes('\n')) ? 2 : 1;
  if (xTitle !== '') {
    pen.fillText(canvasText(xTitle), left + width / 2, bottom + 7 + lines * LINE_HEIGHT);
  }
  if (yTitle !== '') {
    pen.textAlign = 'left';
    pen.fillText(canvasText(yTitle), 8, top - PADDING.top - TITLE_HEIGHT + 4);
  }
  pen.restore();
}

export function strokeLine(pen: Pen, x1: number, y1: number, x2: number, y2: number): void {
  pen.beginPath();
  pen.moveTo(x1, y1);
  pen.lineTo(x2, y2);
  pen.stroke();
}

const LONGEST_TEXT = 90;

/** A text as it may stand on a canvas: of bearable length, without signs that turn its direction. */
export function canvasText(text: string, most = LONGEST_TEXT): string {
  return shorten(shownText(text.slice(0, 4 * most)), most);
}
