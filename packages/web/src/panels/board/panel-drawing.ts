import { createContext, useContext, useEffect } from 'react';
import type { Pen } from '../../charts/pen.ts';
import { drawSvg, type PaintedPicture } from '../../charts/picture.ts';
import type { ChartTheme } from '../../charts/theme.ts';
import type { CsvTable } from '../analysis/csv.ts';

/** What a panel draws, so that it can be drawn elsewhere: in a document, for one. */
export interface PanelDrawing {
  /**
   * The whole picture, its title included.
   * @throws Error that says why it can't be drawn
   */
  picture(
    theme: ChartTheme,
    size: { readonly width: number; readonly height: number },
  ): PanelPicture | Promise<PanelPicture>;
  /** The numbers that it draws. */
  table(): CsvTable;
}

/** A picture of a panel, as a document takes it. Sizes in CSS pixels. */
export interface PanelPicture {
  readonly width: number;
  readonly height: number;
  readonly svg: () => string;
  /** Draws the same with a pen; absent where it is there as SVG alone. */
  readonly paint?: (pen: Pen) => void;
}

/** The picture of a panel that is drawn by a pen. */
export const painted = (picture: PaintedPicture): PanelPicture => ({
  ...picture,
  svg: () => drawSvg(picture, picture.paint),
});

/** Collects drawings of panels by their ids; null where nobody asks for them. */
export const DrawingsContext = createContext<Map<string, PanelDrawing> | null>(null);

/**
 * Offers what the panel draws to whoever draws the board elsewhere.
 * @param drawing null while there is nothing to draw
 */
export function useOfferDrawing(panel: string, drawing: PanelDrawing | null): void {
  const drawings = useContext(DrawingsContext);
  useEffect(() => {
    if (drawings === null) return;
    if (drawing === null) drawings.delete(panel);
    else drawings.set(panel, drawing);
  });
}
