import type { jsPDF } from 'jspdf';
import type { Drawing } from '../export-source.ts';
import { type PdfTools, textRuns } from './pdf-inline.ts';
import { createPdfPen } from './pdf-pen.ts';
import 'svg2pdf.js';
import { SANS } from './pdf-fonts.ts';
import { svgElement } from './svg-element.ts';

/** Draws a figure as vectors: by a pen of its own where it can be drawn so, with nothing to be read again. */
export async function drawDrawing(
  tools: Pick<PdfTools, 'flow' | 'onMissing'>,
  { paint, svg, width, height }: Drawing,
  box: Box,
): Promise<void> {
  const { pdf } = tools.flow;
  if (paint === undefined) return drawSvg(pdf, svg(), box);
  pdf.saveGraphicsState();
  paint(
    createPdfPen(pdf, box, { width, height }, ({ text, look, x, y, align }) => {
      const runs = textRuns(text, look, tools);
      const whole = tools.flow.widthOf(runs);
      const left = align === 'left' ? x : align === 'right' ? x - whole : x - whole / 2;
      tools.flow.runsAt(runs, left, y);
    }),
  );
  pdf.restoreGraphicsState();
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Draws an SVG that our own code made, as vectors, with the fonts of the document. */
export async function drawSvg(pdf: jsPDF, svg: string, box: Box): Promise<void> {
  const own = svg
    .replace(/ font-family="[^"]*"/g, ` font-family="${SANS}"`)
    .replace(
      / font-weight="(\d+)"/g,
      (_, weight: string) => ` font-weight="${Number(weight) >= 600 ? 700 : 400}"`,
    )
    .replaceAll('currentColor', '#1d1d1f');
  await pdf.svg(svgElement(own), { ...box, loadExternalStyleSheets: false });
}
