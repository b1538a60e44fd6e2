import type { FigureModel } from './figure-model.ts';
import type { Pen } from './pen.ts';
import { drawPng, drawSvg, HEAD, type PictureOptions, paintHead } from './picture.ts';
import { type ChartTheme, readPageTheme } from './theme.ts';

/** Of pictures, CSS pixels: as wide as a page of a paper wants them. */
const SIZE: Size = { width: 900, height: 520 };

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The figure with its title, as SVG whose marks are paths. */
export function figureToSvg<Layout>(
  model: FigureModel<Layout>,
  title: string,
  theme = readPageTheme(),
  size: Size = SIZE,
): string {
  return drawSvg({ title, ...size }, (pen) => paint(pen, model, { title, ...size }, theme));
}

/** The same as PNG. @throws Error where the browser can't draw it */
export function figureToPng<Layout>(model: FigureModel<Layout>, title: string): Promise<Blob> {
  return drawPng(SIZE, (pen) => paint(pen, model, { title, ...SIZE }, readPageTheme()));
}

function paint<Layout>(
  pen: Pen,
  model: FigureModel<Layout>,
  options: PictureOptions,
  theme: ChartTheme,
): void {
  const { width, height } = options;
  const below = paintHead(pen, options, theme);
  model.paint(below, model.layout(width, height - HEAD), theme);
}
