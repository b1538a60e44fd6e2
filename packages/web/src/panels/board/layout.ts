import type { PanelSpec } from '../panel-type.ts';
import type { Section } from './sections.ts';

/** A line of the board: a heading, or panels side by side. */
export type BoardRow =
  | { readonly kind: 'heading'; readonly section: Section; readonly isOpen: boolean }
  | { readonly kind: 'panels'; readonly section: Section; readonly panels: readonly PanelSpec[] };

/** Lays sections out from top to bottom; closed ones are only their heading. */
export function layoutRows(
  sections: readonly Section[],
  isOpen: (section: Section) => boolean,
  columns: number,
): BoardRow[] {
  return sections.flatMap((section) => {
    const open = isOpen(section);
    const rows: BoardRow[] = [{ kind: 'heading', section, isOpen: open }];
    for (let from = 0; open && from < section.panels.length; from += columns) {
      rows.push({ kind: 'panels', section, panels: section.panels.slice(from, from + columns) });
    }
    return rows;
  });
}

export interface PanelSize {
  readonly columns: number;
  /** px */
  readonly width: number;
  readonly height: number;
}

export const MOST_COLUMNS = 6;
export const PANEL_GAP = 10;
/** A chart narrower than this can't be read. */
const LEAST_WIDTH = 300;

/**
 * Size of panels in a board.
 * @param width room for panels, px
 * @param chosen columns asked for; null: as many as fit well
 * @param most panels that any section has: with few of them each gets more room
 */
export function panelSize(width: number, chosen: number | null, most: number): PanelSize {
  const fitting = Math.floor((width + PANEL_GAP) / (LEAST_WIDTH + PANEL_GAP));
  const columns = Math.max(
    1,
    Math.min(MOST_COLUMNS, chosen ?? Math.min(fitting, Math.max(2, most))),
  );
  const panelWidth = Math.max(0, Math.floor((width - PANEL_GAP * (columns - 1)) / columns));
  return { columns, width: panelWidth, height: Math.round(clamp(panelWidth * 0.6, 190, 400)) };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
