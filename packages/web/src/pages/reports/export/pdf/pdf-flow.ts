import type { jsPDF } from 'jspdf';
import {
  breakLines,
  createMeasure,
  fontOf,
  type Line,
  type Measure,
  type Piece,
  type Run,
  shaped,
  type TextLook,
} from './pdf-text.ts';
import { mirrored, startsRightToLeft, visualOrder } from './visual-order.ts';

/** A4 in points, with room for the number of the page. */
export const PAGE = { width: 595.28, height: 841.89, left: 62, right: 62, top: 64, bottom: 70 };

/** What is drawn beside or behind every line of a block. */
interface Decoration {
  readonly x: number;
  readonly width: number;
  readonly colour: string;
}

export type Flow = ReturnType<typeof createFlow>;

/** Puts blocks below each other, and goes on to the next page where one is full. */
export function createFlow(pdf: jsPDF) {
  const measure = createMeasure(pdf);
  let y = PAGE.top;
  let left = PAGE.left;
  let right = PAGE.width - PAGE.right;
  let decorations: readonly Decoration[] = [];
  const bottom = PAGE.height - PAGE.bottom;
  /** Promised until something is drawn below: between blocks, not at the top of a page. */
  let gap = 0;

  const newPage = () => {
    pdf.addPage();
    y = PAGE.top;
    gap = 0;
  };
  const decorate = (height: number) => {
    for (const { x, width, colour } of decorations) {
      pdf.setFillColor(colour);
      pdf.rect(x, y, width, height, 'F');
    }
  };
  /** Makes room for something of this height. */
  const reserve = (height: number) => {
    if (gap > 0 && y > PAGE.top) {
      if (y + gap < bottom) decorate(gap);
      y += gap;
    }
    gap = 0;
    if (y + height > bottom && y > PAGE.top) newPage();
  };
  const drawLine = async (line: Line, x: number) => {
    decorate(line.ascent + line.descent);
    await drawPieces(pdf, measure, line, x, y + line.ascent);
    y += line.ascent + line.descent;
  };

  const widthOfRun = (run: Run): number =>
    run.kind === 'text'
      ? measure.widthOf(run.text, run.look)
      : run.kind === 'box'
        ? run.box.width
        : 0;

  return {
    pdf,
    measure,
    get y() {
      return y;
    },
    get width() {
      return right - left;
    },
    get left() {
      return left;
    },
    get page() {
      return pdf.getCurrentPageInfo().pageNumber;
    },
    /** Space before what comes next; the larger of two gaps counts. */
    space(height: number) {
      gap = Math.max(gap, height);
    },
    reserve,
    /** Goes down by what was drawn. */
    advance(height: number) {
      y += height;
    },
    lines: (runs: readonly Run[], base: TextLook, width = right - left) =>
      breakLines(runs, width, base, measure),
    /** @param keepsWith height that must follow on the same page */
    async text(
      runs: readonly Run[],
      base: TextLook,
      { keepsWith = 0, align = 'left' as 'left' | 'center' } = {},
    ) {
      const lines = breakLines(runs, right - left, base, measure);
      for (const [index, line] of lines.entries()) {
        reserve(line.ascent + line.descent + (index === lines.length - 1 ? keepsWith : 0));
        const room = right - left - line.width;
        const indent = align === 'center' ? room / 2 : line.isRtl ? room : 0;
        await drawLine(line, left + indent);
      }
    },
    /** Draws texts and pictures of texts on one line, as they stand in a chart. */
    runsAt(runs: readonly Run[], x: number, baseline: number) {
      const pieces = runs.flatMap((run): readonly Piece[] =>
        run.kind === 'break' ? [] : [{ ...run, width: widthOfRun(run) }],
      );
      const whole = runs.map((run) => (run.kind === 'text' ? run.text : '')).join('');
      // No picture of letters takes time: all of it is drawn before this returns.
      void drawPieces(pdf, measure, { pieces, isRtl: startsRightToLeft(whole) }, x, baseline);
    },
    widthOf: (runs: readonly Run[]) => runs.reduce((sum, run) => sum + widthOfRun(run), 0),
    /** Draws lines at a place of their own; the flow stays where it is. */
    async linesAt(lines: readonly Line[], x: number, top: number) {
      let at = top;
      for (const line of lines) {
        await drawPieces(pdf, measure, line, x, at + line.ascent);
        at += line.ascent + line.descent;
      }
    },
    /** Everything inside stands further in. */
    async inset<T>(
      {
        by = 0,
        byRight = 0,
        bar,
        background,
      }: { by?: number; byRight?: number; bar?: string; background?: string },
      inside: () => Promise<T>,
    ): Promise<T> {
      const before = { left, right, decorations };
      decorations = [
        ...decorations,
        ...(background === undefined ? [] : [{ x: left, width: right - left, colour: background }]),
        ...(bar === undefined ? [] : [{ x: left, width: 2.5, colour: bar }]),
      ];
      left += by;
      right -= byRight;
      try {
        return await inside();
      } finally {
        ({ left, right, decorations } = before);
      }
    },
  };
}

/** Draws the parts of a line as they stand from left to right. */
async function drawPieces(
  pdf: jsPDF,
  measure: Measure,
  { pieces, isRtl }: Pick<Line, 'pieces' | 'isRtl'>,
  left: number,
  baseline: number,
): Promise<void> {
  let x = left;
  const textOf = (piece: Piece) => (piece.kind === 'text' ? piece.text : null);
  for (const { part, text, isRtl: isTurned } of visualOrder(pieces, textOf, isRtl)) {
    if (part.kind === 'box') {
      const drawing = part.box.draw(x, baseline);
      // What is drawn at once is not waited for: so is a line of such parts alone.
      if (drawing !== undefined) await drawing;
      x += part.width;
      continue;
    }
    const own = text ?? '';
    const width = own === part.text ? part.width : measure.widthOf(own, part.look);
    const draw = isTurned ? drawTurned : drawText;
    draw(pdf, own, part.look, { x, y: baseline, width }, measure);
    x += width;
  }
}

/** Letters whose forms a library would take for one more than there is once they are turned round. */
const FALSE_LIGATURE = /(?<=[\ufedf\ufee0])(?=[\ufe82\ufe84\ufe88\ufe8e])/;

/** Draws what is read from right to left; who copies it gets the letters as they were written. */
function drawTurned(
  pdf: jsPDF,
  text: string,
  look: TextLook,
  place: { readonly x: number; readonly y: number; readonly width: number },
  measure: Measure,
): void {
  const { write } = pdf.internal as unknown as { write: (operators: string) => void };
  const written = [...`\ufeff${text}`]
    .flatMap((sign) => sign.split(''))
    .map((unit) => unit.charCodeAt(0).toString(16).padStart(4, '0'));
  write(`/Span <</ActualText <${written.join('')}>>> BDC`);
  let { x } = place;
  for (const piece of mirrored(shaped(pdf, text)).split(FALSE_LIGATURE)) {
    const width = measure.widthOf(piece, look);
    drawText(pdf, piece, look, { ...place, x, width });
    x += width;
  }
  write('EMC');
}

function drawText(
  pdf: jsPDF,
  text: string,
  look: TextLook,
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
): void {
  const { family, style } = fontOf(look);
  const colour = look.colour ?? (look.link === undefined ? '#1d1d1f' : '#2f5fd0');
  if (look.background !== undefined) {
    pdf.setFillColor(look.background);
    pdf.rect(x, y - look.size * 0.85, width, look.size * 1.15, 'F');
  }
  pdf.setFont(family, style);
  pdf.setFontSize(look.size);
  pdf.setTextColor(colour);
  // It is in order already.
  const asItIs = {
    isInputVisual: true,
    isOutputVisual: true,
    isInputRtl: false,
    isOutputRtl: false,
  };
  pdf.text(text, x, y, asItIs);
  pdf.setDrawColor(colour);
  pdf.setLineWidth(0.5);
  if (look.isUnderlined) pdf.line(x, y + 1.5, x + width, y + 1.5);
  if (look.isStruck) pdf.line(x, y - look.size * 0.28, x + width, y - look.size * 0.28);
  if (look.link !== undefined) {
    pdf.link(x, y - look.size * 0.85, width, look.size * 1.15, { url: look.link });
  }
}
