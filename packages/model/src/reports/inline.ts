import type { ReportMark, ReportNode } from './document.ts';
import { REPORT_MARKS } from './schema.ts';

/** A paragraph, without the member `content` where it is empty, as ProseMirror writes it. */
export const paragraphOf = (content: readonly ReportNode[]): ReportNode =>
  content.length === 0 ? { type: 'paragraph' } : { type: 'paragraph', content };

/** A piece of text, without the member `marks` where it has none. */
export const textNodeOf = (text: string, marks: readonly ReportMark[]): ReportNode =>
  marks.length === 0 ? { type: 'text', text } : { type: 'text', text, marks };

/** In the order of the schema, as editors write them back. */
export function inMarkOrder(marks: readonly ReportMark[]): readonly ReportMark[] {
  const order = Object.keys(REPORT_MARKS);
  return marks.toSorted((a, b) => order.indexOf(a.type) - order.indexOf(b.type));
}

/** Pieces of text that carry the same marks are one, as editors have them. Others may stand between. */
export function joinTexts<Piece extends object>(pieces: readonly Piece[]): readonly Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last !== undefined && isText(last) && isText(piece) && hasSameMarks(last, piece)) {
      joined[joined.length - 1] = { ...last, text: `${last.text}${piece.text}` };
    } else joined.push(piece);
  }
  return joined;
}

const isText = <Piece extends object>(piece: Piece): piece is Piece & ReportNode =>
  'type' in piece && piece.type === 'text';

const hasSameMarks = (a: ReportNode, b: ReportNode): boolean =>
  JSON.stringify(a.marks ?? []) === JSON.stringify(b.marks ?? []);
