import { type ChartLayout, type ChartView, layoutChart } from './layout.ts';
import { paintLines } from './paint.ts';
import { paintAxes } from './paint-axes.ts';
import type { Pen } from './pen.ts';
import { createSvgPen } from './svg-pen.ts';
import { type ChartTheme, readPageTheme } from './theme.ts';

export interface PictureOptions {
  readonly title: string;
  /** Of the chart alone, CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/** Height of the title, CSS pixels. */
export const HEAD = 30;
const LEGEND_ROW = 18;
const LEGEND_GAP = 18;
const SWATCH = 16;
/** About the width of a sign of the legend; the pen of SVG can't measure. */
const SIGN_WIDTH = 6.4;
const MOST_SIGNS = 60;
const MOST_LEGEND_ROWS = 40;

/** A picture that any pen draws. Sizes in CSS pixels. */
export interface PaintedPicture extends PictureOptions {
  readonly paint: (pen: Pen) => void;
}

/** The chart with its title and legend. */
export function chartPicture(
  view: ChartView,
  options: PictureOptions,
  theme: ChartTheme,
): PaintedPicture {
  const picture = prepare(view, options);
  const { title } = options;
  const { width, height } = picture;
  return { title, width, height, paint: (pen) => paintPicture(pen, picture, title, theme) };
}

/** The same as SVG whose lines are paths. */
export function chartToSvg(view: ChartView, options: PictureOptions): string {
  const picture = chartPicture(view, options, readPageTheme());
  return drawSvg(picture, picture.paint);
}

/** The same as PNG, with the pixels of this screen. @throws Error where the browser can't draw it */
export async function chartToPng(view: ChartView, options: PictureOptions): Promise<Blob> {
  const picture = prepare(view, options);
  return drawPng(picture, (pen) => paintPicture(pen, picture, options.title, readPageTheme()));
}

/** What a painter draws, as a document of SVG. */
export function drawSvg(
  { title, width, height }: PictureOptions,
  paint: (pen: Pen) => void,
): string {
  const pen = createSvgPen(width, height);
  paint(pen);
  return pen.document(title);
}

/** What a painter draws, as PNG. @throws Error where the browser can't draw it */
export async function drawPng(
  { width, height }: Pick<PictureOptions, 'width' | 'height'>,
  paint: (pen: Pen) => void,
): Promise<Blob> {
  const scale = Math.max(2, window.devicePixelRatio || 1);
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const pen = canvas.getContext('2d');
  if (pen === null) throw new Error('This browser can’t draw the picture.');
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  paint(pen);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob);
      else reject(new Error('This browser can’t save the picture.'));
    });
  });
}

/** Paints surface and title of a picture, and gives the pen for what lies below them. */
export function paintHead(
  pen: Pen,
  { title, width, height }: PictureOptions,
  theme: ChartTheme,
): Pen {
  pen.fillStyle = theme.surface;
  pen.fillRect(0, 0, width, height);
  pen.fillStyle = theme.text;
  pen.font = `500 12px ${theme.fontFamily}`;
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  pen.fillText(title, 12, HEAD / 2 + 1);
  return shiftDown(pen, HEAD);
}

interface Picture {
  readonly layout: ChartLayout;
  readonly width: number;
  readonly height: number;
  readonly entries: readonly {
    readonly text: string;
    readonly colour: string;
    readonly left: number;
    readonly top: number;
  }[];
}

function prepare(view: ChartView, { width, height }: PictureOptions): Picture {
  const layout = layoutChart(view, width, height - 2);
  let [left, row] = [12, 0];
  const entries = [];
  for (const { label, colour } of view.lines) {
    const text = label.length > MOST_SIGNS ? `${label.slice(0, MOST_SIGNS - 1)}…` : label;
    const needed = SWATCH + text.length * SIGN_WIDTH;
    if (left + needed > width - 12 && left > 12) [left, row] = [12, row + 1];
    if (row >= MOST_LEGEND_ROWS) break;
    entries.push({ text, colour, left, top: HEAD + height + 8 + row * LEGEND_ROW });
    left += needed + LEGEND_GAP;
  }
  return { layout, width, height: HEAD + height + (row + 1) * LEGEND_ROW + 16, entries };
}

function paintPicture(
  pen: Pen,
  { layout, width, height, entries }: Picture,
  title: string,
  theme: ChartTheme,
): void {
  const below = paintHead(pen, { title, width, height }, theme);
  paintAxes(below, layout, theme);
  paintLines(below, layout, theme, { focus: null });
  pen.font = `11px ${theme.fontFamily}`;
  pen.textBaseline = 'middle';
  pen.textAlign = 'left';
  for (const { text, colour, left, top } of entries) {
    pen.fillStyle = theme.colour(colour);
    pen.fillRect(left, top + 4, 10, 3);
    pen.fillStyle = theme.text;
    pen.fillText(text, left + SWATCH, top + 6);
  }
}

/** A pen that draws the same, so many pixels lower. */
function shiftDown(pen: Pen, by: number): Pen {
  const moved: Partial<Pen> = {
    moveTo: (x, y) => pen.moveTo(x, y + by),
    lineTo: (x, y) => pen.lineTo(x, y + by),
    rect: (x, y, w, h) => pen.rect(x, y + by, w, h),
    arc: (x, y, radius, from, to) => pen.arc(x, y + by, radius, from, to),
    fillRect: (x, y, w, h) => pen.fillRect(x, y + by, w, h),
    fillText: (text, x, y) => pen.fillText(text, x, y + by),
  };
  return new Proxy(pen, {
    get(target, name) {
      const own: unknown = Reflect.get(moved, name);
      if (own !== undefined) return own;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
    set: (target, name, value) => Reflect.set(target, name, value, target),
  });
}
