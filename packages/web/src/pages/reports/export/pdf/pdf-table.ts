import type { Flow } from './pdf-flow.ts';
import type { Line, Run, TextLook } from './pdf-text.ts';

export interface PdfCell {
  readonly runs: readonly Run[];
  readonly look: TextLook;
  readonly isHead: boolean;
}

const PADDING = 3;
const LEAST = 30;
/** Columns beyond these are told, not drawn: they would be too narrow to be read. */
const MOST_COLUMNS = 12;

/** Draws a table that may go on over pages; its head is drawn again on each. */
export async function drawTable(
  flow: Flow,
  rows: readonly (readonly PdfCell[])[],
): Promise<number> {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const columns = Math.min(MOST_COLUMNS, count);
  if (columns === 0) return 0;
  const widths = columnWidths(flow, rows, columns);
  const [first] = rows;
  const head = first?.every(({ isHead }) => isHead) ? first : null;
  let page = flow.page;
  for (const [index, row] of rows.entries()) {
    const laid = layRow(flow, row, widths);
    flow.reserve(laid.height);
    if (flow.page !== page && head !== null && index > 0) {
      await drawRow(flow, layRow(flow, head, widths), widths);
    }
    page = flow.page;
    await drawRow(flow, laid, widths);
  }
  return count - columns;
}

interface LaidRow {
  readonly cells: readonly { readonly lines: readonly Line[]; readonly isHead: boolean }[];
  readonly height: number;
}

/** A row taller than this is cut: a page must hold it. */
const TALLEST = 600;

function layRow(flow: Flow, row: readonly PdfCell[], widths: readonly number[]): LaidRow {
  const cells = widths.map((width, index) => {
    const cell = row[index];
    if (cell === undefined) return { lines: [], isHead: false, height: 0 };
    const lines: Line[] = [];
    let height = 0;
    for (const line of flow.lines(cell.runs, cell.look, width - 2 * PADDING)) {
      height += line.ascent + line.descent;
      if (height > TALLEST) break;
      lines.push(line);
    }
    return { lines, isHead: cell.isHead, height: Math.min(height, TALLEST) };
  });
  return { cells, height: Math.max(...cells.map(({ height }) => height), 10) + 2 * PADDING };
}

async function drawRow(
  flow: Flow,
  { cells, height }: LaidRow,
  widths: readonly number[],
): Promise<void> {
  const { pdf } = flow;
  let x = flow.left;
  for (const [index, { lines, isHead }] of cells.entries()) {
    const width = widths[index] ?? 0;
    pdf.setDrawColor('#dcdee3');
    pdf.setLineWidth(0.5);
    if (isHead) pdf.setFillColor('#f5f6f8');
    pdf.rect(x, flow.y, width, height, isHead ? 'FD' : 'D');
    await flow.linesAt(lines, x + PADDING, flow.y + PADDING);
    x += width;
  }
  flow.advance(height);
}

/** As wide as what is in them, in parts of the width of the text. */
function columnWidths(
  flow: Flow,
  rows: readonly (readonly PdfCell[])[],
  columns: number,
): readonly number[] {
  const wanted = Array.from({ length: columns }, (_, column) =>
    rows.slice(0, 200).reduce((most, row) => {
      const cell = row[column];
      const [line] = cell === undefined ? [] : flow.lines(cell.runs, cell.look, 400);
      return Math.max(most, (line?.width ?? 0) + 2 * PADDING + 1);
    }, LEAST),
  );
  const sum = wanted.reduce((all, width) => all + width, 0);
  if (sum <= flow.width) return wanted;
  // Narrow columns keep what they need, wide ones share the rest.
  const fair = flow.width / columns;
  const narrow = wanted.filter((width) => width <= fair);
  const rest = flow.width - narrow.reduce((all, width) => all + width, 0);
  const wide = wanted.filter((width) => width > fair).reduce((all, width) => all + width, 0);
  return wanted.map((width) => (width <= fair ? width : (width / wide) * rest));
}
