import type { Drawing } from '../export-source.ts';
import type { Box } from './box.ts';
import { drawSvg } from './pdf-drawing.ts';
import { type PdfTools, textRuns } from './pdf-inline.ts';
import { createPdfPen } from './pdf-pen.ts';

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
