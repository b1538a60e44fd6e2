import { HEAD } from '../../charts/picture.ts';
import { escapeXml } from '../../charts/svg-pen.ts';
import type { RunCell } from '../analysis/cells.ts';
import type { CsvTable } from '../analysis/csv.ts';
import type { PanelDrawing } from '../board/panel-drawing.ts';
import { cleanSvg } from './clean-svg.ts';
import type { ChartHandle } from './sandboxed-chart.tsx';

/** Around the chart, CSS pixels. */
const EDGE = 12;

type Rows = readonly Readonly<Record<string, unknown>>[];

/** A custom chart as other documents draw it, with the rows that it is drawn from. */
export function chartDrawing(
  title: string,
  { rows, columns }: { readonly rows: Rows; readonly columns: readonly string[] },
  vectors: ChartHandle['vectors'],
): PanelDrawing {
  return {
    async picture(theme, size) {
      const inner = { width: size.width - 2 * EDGE, height: size.height - HEAD - EDGE };
      const drawing = cleanSvg(await vectors(theme, inner));
      // A specification may say itself how large it is.
      const width = drawing.width + 2 * EDGE;
      const height = drawing.height + HEAD + EDGE;
      const svg = `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img"><title>${escapeXml(title)}</title><rect x="0" y="0" width="${width}" height="${height}" fill="${escapeXml(theme.surface)}"/><text x="${EDGE}" y="${HEAD / 2 + 5}" font-family="${escapeXml(theme.fontFamily)}" font-size="12" font-weight="500" fill="${escapeXml(theme.text)}">${escapeXml(title)}</text><g transform="translate(${EDGE},${HEAD})" font-weight="400">${drawing.content}</g></svg>
`;
      return { width, height, svg: () => svg };
    },
    table: () => rowsTable(rows, columns),
  };
}

/** The rows with the run that each is of; its colour is no number. */
function rowsTable(rows: Rows, columns: readonly string[]): CsvTable {
  const names = ['run', ...columns.filter((name) => name !== 'color' && name !== 'run')];
  return { columns: names, rows: rows.map((row) => names.map((name) => toCell(row[name]))) };
}

function toCell(value: unknown): RunCell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'string') return value;
  return typeof value === 'boolean' ? Number(value) : String(value);
}
