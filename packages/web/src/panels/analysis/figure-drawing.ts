import type { FigureModel } from '../../charts/figure-model.ts';
import { figurePicture } from '../../charts/figure-picture.ts';
import { type PanelDrawing, painted } from '../board/panel-drawing.ts';
import type { CsvTable } from './csv.ts';

/** A figure as other documents draw it; null where there is none. */
export function figureDrawing<Layout>(
  title: string,
  model: FigureModel<Layout> | null,
  table: () => CsvTable,
): PanelDrawing | null {
  if (model === null) return null;
  return {
    picture: (theme, size) => painted(figurePicture(model, { title, ...size }, theme)),
    table,
  };
}
