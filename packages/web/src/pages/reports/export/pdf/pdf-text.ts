import type { jsPDF } from 'jspdf';
import { type FontStyle, MONO, SANS } from './pdf-fonts.ts';
import { startsRightToLeft } from './visual-order.ts';

/** How a piece of text looks. */
export interface TextLook {
  readonly size: number;
  readonly isBold?: boolean;
  readonly isItalic?: boolean;
  readonly isMono?: boolean;
  readonly isUnderlined?: boolean;
  readonly isStruck?: boolean;
  readonly colour?: string;
  readonly background?: string;
  readonly link?: string;
}

/** The look of what leads to an address; the same where there is none. */
export const leadingTo = (link: string | null, look: TextLook): TextLook =>
  link === null ? look : { ...look, link };

/** A formula or a picture that stands in a line. */
export interface InlineBox {
  readonly width: number;
  /** Above and below the line that letters stand on. */
  readonly ascent: number;
  readonly descent: number;
  /** @param y of the line that letters stand on */
  readonly draw: (x: number, y: number) => void | Promise<void>;
}

export type Run =
  | { readonly kind: 'text'; readonly text: string; readonly look: TextLook }
  | { readonly kind: 'box'; readonly box: InlineBox }
  | { readonly kind: 'break' };

/** A piece of a line, ready to be drawn. */
export type Piece =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly look: TextLook;
      readonly width: number;
    }
  | { readonly kind: 'box'; readonly box: InlineBox; readonly width: number };

export interface Line {
  readonly pieces: readonly Piece[];
  readonly width: number;
  readonly ascent: number;
  readonly descent: number;
  /** Its paragraph runs from right to left. */
  readonly isRtl: boolean;
}

const LEADING = 1.35;

export function fontOf(look: TextLook): { readonly family: string; readonly style: FontStyle } {
  if (look.isMono) return { family: MONO, style: 'normal' };
  const style = look.isBold
    ? look.isItalic
      ? 'bolditalic'
      : 'bold'
    : look.isItalic
      ? 'italic'
      : 'normal';
  return { family: SANS, style };
}

/** What fonts of the document know of themselves. */
interface FontMetadata {
  characterToGlyph(code: number): number;
  widthOfGlyph(glyph: number): number;
}

const ARABIC = /[\u0600-\u06ff]/;

/** A text in whose words letters of Arabic have the forms of their places: the fonts hold those as signs. */
export function shaped(pdf: jsPDF, text: string): string {
  if (!ARABIC.test(text)) return text;
  const { processArabic } = pdf as unknown as { processArabic: (text: string) => string };
  return processArabic.call(pdf, text);
}

export type Measure = ReturnType<typeof createMeasure>;

/** Widths of texts in points, and which letters the fonts have. */
export function createMeasure(pdf: jsPDF) {
  const fonts = new Map<string, { metadata: FontMetadata; widths: Map<number, number> }>();
  const fontFor = (look: TextLook) => {
    const { family, style } = fontOf(look);
    const key = `${family} ${style}`;
    let font = fonts.get(key);
    if (font === undefined) {
      pdf.setFont(family, style);
      const { metadata } = pdf.getFont() as unknown as { metadata: FontMetadata };
      font = { metadata, widths: new Map() };
      fonts.set(key, font);
    }
    return font;
  };
  const has = (sign: string, look: TextLook): boolean => {
    const code = sign.codePointAt(0) ?? 0;
    return code <= 0xffff && fontFor(look).metadata.characterToGlyph(code) > 0;
  };
  const widthOf = (text: string, look: TextLook): number => {
    const { metadata, widths } = fontFor(look);
    let sum = 0;
    for (const sign of shaped(pdf, text)) {
      const code = sign.codePointAt(0) ?? 0;
      let width = widths.get(code);
      if (width === undefined) {
        width = metadata.widthOfGlyph(metadata.characterToGlyph(code));
        widths.set(code, width);
      }
      sum += width;
    }
    return (sum * look.size) / 1000;
  };
  return { has, widthOf };
}

/** Breaks runs into lines no wider than `width`, at spaces where there are some. */
export function breakLines(
  runs: readonly Run[],
  width: number,
  base: TextLook,
  measure: Measure,
): readonly Line[] {
  const lines: Line[] = [];
  const isRtl = startsRightToLeft(
    runs.map((run) => (run.kind === 'text' ? run.text : ' ')).join(''),
  );
  let pieces: Piece[] = [];
  let used = 0;
  const close = () => {
    lines.push({ ...lineOf(pieces, base), isRtl });
    [pieces, used] = [[], 0];
  };
  const add = (piece: Piece) => {
    pieces.push(piece);
    used += piece.width;
  };
  const addText = (text: string, look: TextLook) => {
    const own = measure.widthOf(text, look);
    const isSpace = text.trim() === '';
    if (used + own <= width + 0.01) {
      if (!(isSpace && pieces.length === 0 && lines.length > 0))
        add({ kind: 'text', text, look, width: own });
      return;
    }
    if (isSpace) {
      close();
      return;
    }
    if (pieces.length > 0 && own <= width) {
      close();
      add({ kind: 'text', text, look, width: own });
      return;
    }
    // Longer than a line: it is cut where it ends.
    let part = '';
    let partWidth = 0;
    for (const sign of text) {
      const one = measure.widthOf(sign, look);
      if (used + partWidth + one > width && (part !== '' || pieces.length > 0)) {
        if (part !== '') add({ kind: 'text', text: part, look, width: partWidth });
        close();
        [part, partWidth] = ['', 0];
      }
      part += sign;
      partWidth += one;
    }
    if (part !== '') add({ kind: 'text', text: part, look, width: partWidth });
  };
  for (const run of runs) {
    if (run.kind === 'break') close();
    else if (run.kind === 'box') {
      if (used + run.box.width > width && pieces.length > 0) close();
      add({ kind: 'box', box: run.box, width: run.box.width });
    } else {
      for (const word of run.text.match(/\s+|[^\s]+/g) ?? []) addText(word, run.look);
    }
  }
  if (pieces.length > 0 || lines.length === 0) close();
  return lines;
}

function lineOf(pieces: readonly Piece[], base: TextLook): Omit<Line, 'isRtl'> {
  let ascent = base.size * 0.95;
  let descent = base.size * (LEADING - 0.95);
  for (const piece of pieces) {
    if (piece.kind === 'box') {
      ascent = Math.max(ascent, piece.box.ascent + 1);
      descent = Math.max(descent, piece.box.descent + 1);
    } else ascent = Math.max(ascent, piece.look.size * 0.95);
  }
  const width = pieces.reduce((sum, piece) => sum + piece.width, 0);
  return { pieces: mergePieces(pieces), width, ascent, descent };
}

/** Words of the same look are one text, which readers choose and search as such. */
function mergePieces(pieces: readonly Piece[]): readonly Piece[] {
  const merged: Piece[] = [];
  for (const piece of pieces) {
    const last = merged.at(-1);
    if (last?.kind === 'text' && piece.kind === 'text' && last.look === piece.look) {
      merged[merged.length - 1] = {
        ...last,
        text: last.text + piece.text,
        width: last.width + piece.width,
      };
    } else merged.push(piece);
  }
  return merged;
}
