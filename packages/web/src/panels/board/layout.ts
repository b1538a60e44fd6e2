import type { PanelSpec } from '../panel-type.ts';
import type { Section } from './sections.ts';

/** A panel with its place in the row, in cells and pixels. */
export interface PlacedPanel {
  readonly spec: PanelSpec;
  readonly columns: number;
  readonly rows: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A part of the board from top to bottom: a heading, panels beside each other, or a word for none. */
export type BoardRow =
  | { readonly kind: 'heading'; readonly section: Section; readonly pageCount: number }
  | {
      readonly kind: 'panels';
      readonly section: Section;
      readonly panels: readonly PlacedPanel[];
      readonly height: number;
    }
  | { readonly kind: 'empty'; readonly section: Section };

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

/** Lays sections out from top to bottom; closed ones are only their heading. */
export function layoutRows(
  sections: readonly Section[],
  options: {
    readonly isOpen: (section: Section) => boolean;
    readonly sizeOf: (section: Section) => PanelSize;
    readonly pages: ReadonlyMap<string, number>;
  },
): BoardRow[] {
  return sections.flatMap((section) => {
    if (!options.isOpen(section)) return [{ kind: 'heading', section, pageCount: 1 }];
    const size = options.sizeOf(section);
    const bands = bandsOf(section, size);
    const perPage = section.pageRows ?? Math.max(1, bands.length);
    const pageCount = Math.max(1, Math.ceil(bands.length / perPage));
    const page = Math.min(options.pages.get(section.id) ?? 0, pageCount - 1);
    const shown = bands.slice(page * perPage, (page + 1) * perPage);
    return [
      { kind: 'heading', section, pageCount },
      ...(bands.length === 0 ? [{ kind: 'empty', section } as const] : []),
      ...shown.map((panels) => toRow(section, panels)),
    ];
  });
}

/**
 * Size of panels.
 * @param width room for panels, px
 * @param chosen columns asked for; null: as many as fit well
 * @param most panels that any section has: with few of them each gets more room
 * @param height asked for, px; null: by the width
 */
export function panelSize(
  width: number,
  chosen: number | null,
  most: number,
  height: number | null = null,
): PanelSize {
  const fitting = Math.floor((width + PANEL_GAP) / (LEAST_WIDTH + PANEL_GAP));
  const columns = Math.max(
    1,
    Math.min(MOST_COLUMNS, chosen ?? Math.min(fitting, Math.max(2, most))),
  );
  const panelWidth = Math.max(0, Math.floor((width - PANEL_GAP * (columns - 1)) / columns));
  return {
    columns,
    width: panelWidth,
    height: height ?? Math.round(clamp(panelWidth * 0.6, 190, 400)),
  };
}

interface Cell {
  readonly spec: PanelSpec;
  readonly x: number;
  readonly y: number;
  readonly columns: number;
  readonly rows: number;
}

/** Panels in the order that they are read, cut where no panel reaches across: only those in sight are drawn. */
function bandsOf(section: Section, size: PanelSize): readonly (readonly PlacedPanel[])[] {
  const cells = packCells(section, size.columns);
  const bands: Cell[][] = [];
  let end = 0;
  for (const cell of cells.toSorted((a, b) => a.y - b.y || a.x - b.x)) {
    if (cell.y >= end || bands.length === 0) bands.push([]);
    bands.at(-1)?.push(cell);
    end = Math.max(end, cell.y + cell.rows);
  }
  return bands.map((band) => {
    const first = band[0]?.y ?? 0;
    return band.map(({ spec, x, y, columns, rows }) => ({
      spec,
      columns,
      rows,
      left: x * (size.width + PANEL_GAP),
      top: (y - first) * (size.height + PANEL_GAP),
      width: columns * size.width + (columns - 1) * PANEL_GAP,
      height: rows * size.height + (rows - 1) * PANEL_GAP,
    }));
  });
}

/** Each panel takes the first place, line by line, where it fits behind the start of the one before it. */
function packCells(section: Section, width: number): readonly Cell[] {
  if (!section.isCustom) {
    return section.panels.map((spec, index) => ({
      spec,
      x: index % width,
      y: Math.floor(index / width),
      columns: 1,
      rows: 1,
    }));
  }
  const taken = new Set<string>();
  let from = 0;
  return section.panels.map((spec) => {
    const size = section.sizes.get(spec.id);
    const columns = Math.min(width, size?.columns ?? 1);
    const rows = size?.rows ?? 1;
    for (let at = from; ; at += 1) {
      const x = at % width;
      const y = Math.floor(at / width);
      if (x + columns > width) continue;
      const area = cellsOf(x, y, columns, rows);
      if (area.some((cell) => taken.has(cell))) continue;
      for (const cell of area) taken.add(cell);
      from = at;
      return { spec, x, y, columns, rows };
    }
  });
}

function cellsOf(x: number, y: number, columns: number, rows: number): readonly string[] {
  return Array.from({ length: columns * rows }, (_, index) => {
    return `${x + (index % columns)} ${y + Math.floor(index / columns)}`;
  });
}

function toRow(section: Section, panels: readonly PlacedPanel[]): BoardRow {
  const height = Math.max(0, ...panels.map(({ top, height: own }) => top + own));
  return { kind: 'panels', section, panels, height };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
