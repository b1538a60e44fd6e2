import type { Figure, Picture } from '../export-source.ts';
import { drawDrawing } from './pdf-chart.ts';
import { type PdfTools, textRuns } from './pdf-inline.ts';
import { drawTable } from './pdf-table.ts';
import type { TextLook } from './pdf-text.ts';

const TITLE: TextLook = { size: 9.5, isBold: true };
const BODY: TextLook = { size: 9 };
const NOTE: TextLook = { size: 8, colour: '#63666d' };
const GAP = 12;

/** Draws figures two by two, wide ones and tables over the whole width. */
export async function drawFigures(figures: readonly Figure[], tools: PdfTools): Promise<void> {
  let pair: Figure[] = [];
  const close = async () => {
    if (pair.length > 0) await drawRow(pair, tools);
    pair = [];
  };
  for (const figure of figures) {
    const isPictured = figure.kind === 'drawing' || figure.kind === 'picture';
    if (!isPictured) {
      await close();
      await drawWords(figure, tools);
    } else if (figure.isWide) {
      await close();
      await drawRow([figure], tools);
    } else {
      pair.push(figure);
      if (pair.length === 2) await close();
    }
  }
  await close();
}

/** Pictures beside each other. */
async function drawRow(figures: readonly Figure[], tools: PdfTools): Promise<void> {
  const { flow } = tools;
  const isWide = figures.some((figure) => figure.isWide);
  const width = isWide ? flow.width : (flow.width - GAP) / 2;
  const laid = figures.map((figure) => {
    const size = sizeOf(figure);
    const height = Math.min(460, (width * size.height) / Math.max(1, size.width));
    const caption =
      figure.kind === 'picture' ? [figure.title, figure.caption].filter(Boolean).join(' – ') : '';
    const lines = caption === '' ? [] : flow.lines(textRuns(caption, NOTE, tools), NOTE, width);
    const below = lines.reduce((sum, line) => sum + line.ascent + line.descent, 0);
    return { figure, size, height, lines, below };
  });
  const height = Math.max(...laid.map((one) => one.height + one.below));
  flow.space(10);
  flow.reserve(height + 6);
  for (const [index, one] of laid.entries()) {
    const x = flow.left + index * (width + GAP);
    const own = (one.height * one.size.width) / one.size.height;
    const box = { x, y: flow.y, width: Math.min(width, own), height: one.height };
    if (one.figure.kind === 'drawing') await drawDrawing(tools, one.figure, box);
    else if (one.figure.kind === 'picture') drawPicture(tools, one.figure.picture, box);
    await flow.linesAt(one.lines, x, flow.y + one.height);
  }
  flow.advance(height + 6);
}

function sizeOf(figure: Figure): { readonly width: number; readonly height: number } {
  return figure.kind === 'drawing'
    ? figure
    : figure.kind === 'picture'
      ? figure.picture
      : { width: 1, height: 1 };
}

export function drawPicture(
  { flow }: PdfTools,
  { bytes, type }: Picture,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): void {
  flow.pdf.addImage(
    bytes,
    type === 'image/png' ? 'PNG' : 'JPEG',
    box.x,
    box.y,
    box.width,
    box.height,
  );
}

/** Tables and texts. */
async function drawWords(figure: Figure, tools: PdfTools): Promise<void> {
  const { flow } = tools;
  flow.space(10);
  if (figure.title !== '')
    await flow.text(textRuns(figure.title, TITLE, tools), TITLE, { keepsWith: 24 });
  if (figure.kind === 'text') {
    for (const line of figure.lines) await flow.text(textRuns(line, BODY, tools), BODY);
  }
  if (figure.kind !== 'table') return;
  const row = (cells: readonly string[], isHead: boolean) =>
    cells.map((cell) => {
      const look: TextLook = { size: 8, isBold: isHead };
      return { runs: textRuns(cell, look, tools), look, isHead };
    });
  const hidden = await drawTable(flow, [
    ...(figure.columns.length === 0 ? [] : [row(figure.columns, true)]),
    ...figure.rows.map((cells) => row(cells, false)),
  ]);
  const left = [
    ...(figure.leftOutCount > 0 ? [`${figure.leftOutCount} more rows`] : []),
    ...(hidden > 0 ? [`${hidden} more columns`] : []),
  ];
  if (left.length > 0) await flow.text(textRuns(`and ${left.join(', ')}`, NOTE, tools), NOTE);
}
