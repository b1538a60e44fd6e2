import type { FigureModel } from './figure-model.ts';
import type { Pen } from './pen.ts';
import { drawPng, drawSvg, HEAD, paintHead } from './picture.ts';
import { readChartTheme } from './theme.ts';

/** Of pictures, CSS pixels: as wide as a page of a paper wants them. */
const WIDTH = 900;
const HEIGHT = 520;

/** The figure with its title, as SVG whose marks are paths. */
export function figureToSvg<Layout>(model: FigureModel<Layout>, title: string): string {
  return drawSvg({ title, width: WIDTH, height: HEIGHT }, (pen) => paint(pen, model, title));
}

/** The same as PNG. @throws Error where the browser can't draw it */
export function figureToPng<Layout>(model: FigureModel<Layout>, title: string): Promise<Blob> {
  return drawPng({ width: WIDTH, height: HEIGHT }, (pen) => paint(pen, model, title));
}

function paint<Layout>(pen: Pen, model: FigureModel<Layout>, title: string): void {
  const theme = readChartTheme(document.documentElement.dataset['theme'] ?? '');
  const below = paintHead(pen, { title, width: WIDTH, height: HEIGHT }, theme);
  model.paint(below, model.layout(WIDTH, HEIGHT - HEAD), theme);
}
