import type { FigureModel } from './figure-model.ts';
import type { Pen } from './pen.ts';
import {
  drawPng,
  drawSvg,
  HEAD,
  type PaintedPicture,
  type PictureOptions,
  paintHead,
} from './picture.ts';
import { type ChartTheme, readPageTheme } from './theme.ts';

/** Of pictures, CSS pixels: as wide as a page of a paper wants them. */
const SIZE = { width: 900, height: 520 } as const;

/** The figure with its title. */
export function figurePicture<Layout>(
  model: FigureModel<Layout>,
  options: PictureOptions,
  theme: ChartTheme,
): PaintedPicture {
  return { ...options, paint: (pen) => paint(pen, model, options, theme) };
}

/** The same as SVG whose marks are paths. */
export function figureToSvg<Layout>(model: FigureModel<Layout>, title: string): string {
  const picture = figurePicture(model, { title, ...SIZE }, readPageTheme());
  return drawSvg(picture, picture.paint);
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
