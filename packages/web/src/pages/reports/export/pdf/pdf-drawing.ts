import type { jsPDF } from 'jspdf';
import 'svg2pdf.js';
import type { Box } from './box.ts';
import { SANS } from './pdf-fonts.ts';
import { svgElement } from './svg-element.ts';

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
