import { type ChartLine, type ChartView, chartPicture } from '../../charts/index.ts';
import type { CsvTable } from '../analysis/csv.ts';
import { type PanelDrawing, painted } from '../board/panel-drawing.ts';

/** A chart of lines as other documents draw it; null where there are none. */
export function lineDrawing(title: string, chart: ChartView): PanelDrawing | null {
  if (chart.lines.length === 0) return null;
  return {
    picture: (theme, size) => painted(chartPicture(chart, { title, ...size }, theme)),
    table: () => lineTable(chart.lines),
  };
}

/** Every point that the lines pass through, with what is shaded around it. */
function lineTable(lines: readonly ChartLine[]): CsvTable {
  const rows = lines.flatMap(({ label, source, x, y, band }) =>
    Array.from(x, (at, index) => [
      source,
      label,
      at,
      finite(y[index]),
      finite(band?.low[index]),
      finite(band?.high[index]),
    ]),
  );
  return { columns: ['source', 'line', 'x', 'y', 'low', 'high'], rows };
}

const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;
