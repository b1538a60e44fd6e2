import { GState, type jsPDF } from 'jspdf';
import type { Pen } from '../../../../charts/pen.ts';
import {
  FIRST_PEN_STATE,
  type PenState,
  type StyleName,
  withStyles,
} from '../../../../charts/pen-state.ts';
import type { Box } from './box.ts';
import { inkOf } from './ink.ts';
import type { TextLook } from './pdf-text.ts';

/** Where a text stands, and how. */
interface PlacedText {
  readonly text: string;
  readonly look: TextLook;
  /** Of the line that letters stand on. */
  readonly x: number;
  readonly y: number;
  readonly align: 'left' | 'center' | 'right';
}

const JOINS: Readonly<Record<CanvasLineJoin, number>> = { miter: 0, round: 1, bevel: 2 };
const CAPS: Readonly<Record<CanvasLineCap, number>> = { butt: 0, round: 1, square: 2 };
/** Hundredths of a point: ends of a line that lie closer are one on any paper. */
const NEAR = 3;
/** How far the ends of a curve's handles are from it, for a quarter of a circle. */
const ROUND = 0.5523;
/** From the middle of a line, or from its top, to where its letters stand, in parts of their size. */
const BASELINES: Readonly<Record<string, number>> = { middle: 0.36, top: 0.93 };

/**
 * A pen that writes the operators of PDF: what canvases and SVG are drawn by draws paper, too, without
 * any text in between that would have to be read again.
 * @param box on the page, pt
 * @param size of the picture, px
 */
export function createPdfPen(
  pdf: jsPDF,
  box: Box,
  size: { readonly width: number; readonly height: number },
  drawText: (text: PlacedText) => void,
): Pen {
  const { write } = pdf.internal as unknown as { write: (operators: string) => void };
  const scale = Math.min(box.width / size.width, box.height / size.height);
  const pageHeight = pdf.internal.pageSize.getHeight();
  /** In hundredths of a point. */
  const toX = (x: number): number => Math.round((box.x + x * scale) * 100);
  const toY = (y: number): number => Math.round((pageHeight - box.y - y * scale) * 100);
  const length = (pixels: number): string => String(Math.round(pixels * scale * 100) / 100);
  const saved: PenState[] = [];
  let state: PenState = { ...FIRST_PEN_STATE };
  let path: string[] = [];
  let [lastX, lastY] = [Number.NaN, Number.NaN];

  const goTo = (x: number, y: number, operator: 'm' | 'l'): void => {
    [lastX, lastY] = [toX(x), toY(y)];
    path.push(`${lastX / 100} ${lastY / 100} ${operator}`);
  };
  const alpha = (own: number): void => {
    const opacity = Math.round(own * state.globalAlpha * 1_000) / 1_000;
    pdf.setGState(new GState({ opacity, 'stroke-opacity': opacity }));
  };
  const paint = (style: Pen['fillStyle'], kind: 'rg' | 'RG'): void => {
    const ink = inkOf(String(style));
    alpha(ink.alpha);
    write(`${ink.red} ${ink.green} ${ink.blue} ${kind}`);
  };

  const pen: Omit<Pen, StyleName> = {
    save() {
      saved.push(state);
      state = { ...state };
      pdf.saveGraphicsState();
    },
    restore() {
      const before = saved.pop();
      if (before === undefined) return;
      state = before;
      pdf.restoreGraphicsState();
    },
    beginPath() {
      path = [];
      lastX = Number.NaN;
    },
    moveTo: (x, y) => goTo(x, y, 'm'),
    lineTo(x, y) {
      if (Math.abs(toX(x) - lastX) < NEAR && Math.abs(toY(y) - lastY) < NEAR) return;
      goTo(x, y, path.length === 0 ? 'm' : 'l');
    },
    closePath() {
      path.push('h');
    },
    rect(x, y, width, height) {
      path.push(`${toX(x) / 100} ${toY(y + height) / 100} ${length(width)} ${length(height)} re`);
    },
    arc(x, y, radius) {
      // Only whole circles are drawn.
      const handle = radius * ROUND;
      const place = (dx: number, dy: number) => `${toX(x + dx) / 100} ${toY(y + dy) / 100}`;
      path.push(
        `${place(-radius, 0)} m`,
        `${place(-radius, -handle)} ${place(-handle, -radius)} ${place(0, -radius)} c`,
        `${place(handle, -radius)} ${place(radius, -handle)} ${place(radius, 0)} c`,
        `${place(radius, handle)} ${place(handle, radius)} ${place(0, radius)} c`,
        `${place(-handle, radius)} ${place(-radius, handle)} ${place(-radius, 0)} c h`,
      );
    },
    clip() {
      write(`${path.join('\n')}\nW n`);
    },
    stroke() {
      if (path.length === 0) return;
      paint(state.strokeStyle, 'RG');
      write(
        `${length(state.lineWidth)} w ${JOINS[state.lineJoin]} j ${CAPS[state.lineCap]} J [${state.dash.map(length).join(' ')}] 0 d`,
      );
      // A line that goes nowhere has an end and is a dot with round caps.
      write(`${path.join('\n')}${path.length === 1 ? dot(lastX, lastY) : ''}\nS`);
    },
    fill() {
      if (path.length === 0) return;
      paint(state.fillStyle, 'rg');
      write(`${path.join('\n')}\nf`);
    },
    fillRect(x, y, width, height) {
      paint(state.fillStyle, 'rg');
      write(`${toX(x) / 100} ${toY(y + height) / 100} ${length(width)} ${length(height)} re f`);
    },
    fillText(text, x, y) {
      const [, weight = '400', pixels = '11'] = /^(?:(\d+)\s+)?([\d.]+)px/.exec(state.font) ?? [];
      const { red, green, blue, alpha: own } = inkOf(String(state.fillStyle));
      const hex = [red, green, blue].map((part) =>
        Math.round(part * 255)
          .toString(16)
          .padStart(2, '0'),
      );
      alpha(own);
      const size = Number(pixels) * scale;
      const align = { right: 'right', end: 'right', center: 'center' } as const;
      drawText({
        text,
        look: { size, isBold: Number(weight) >= 600, colour: `#${hex.join('')}` },
        x: box.x + x * scale,
        y: box.y + y * scale + size * (BASELINES[state.textBaseline] ?? 0),
        align: Reflect.get(align, state.textAlign) ?? 'left',
      });
    },
    setLineDash(segments) {
      state.dash = [...segments];
    },
  };
  return withStyles<Pen>(pen, () => state);
}

const dot = (x: number, y: number): string => (Number.isNaN(x) ? '' : `\n${x / 100} ${y / 100} l`);
