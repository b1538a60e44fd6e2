import { createContext, useContext, useEffect } from 'react';
import type { ChartTheme } from '../../charts/theme.ts';
import type { CsvTable } from '../analysis/csv.ts';

/** What a panel draws, so that it can be drawn elsewhere: in a document, for one. */
export interface PanelDrawing {
  readonly title: string;
  /** Of the whole picture, its title included. */
  svg(theme: ChartTheme, size: { readonly width: number; readonly height: number }): string;
  /** The numbers that it draws. */
  table(): CsvTable;
}

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
