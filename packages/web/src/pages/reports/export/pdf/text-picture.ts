import type { jsPDF } from 'jspdf';
import type { InlineBox, TextLook } from './pdf-text.ts';

/** Pixels to a point: sharp when it is printed. */
const SCALE = 4;

/** Letters that no font of the document has, as a picture that the browser draws with its own. */
export function drawnText(pdf: jsPDF, text: string, look: TextLook): InlineBox {
  const canvas = document.createElement('canvas');
  const font = `${look.isItalic ? 'italic ' : ''}${look.isBold ? 'bold ' : ''}${look.size * SCALE}px ${look.isMono ? 'monospace' : 'sans-serif'}`;
  const measuring = canvas.getContext('2d');
  if (measuring === null) return { width: 0, ascent: 0, descent: 0, draw: () => {} };
  measuring.font = font;
  const width = Math.max(1, measuring.measureText(text).width);
  const [ascent, descent] = [look.size * 1.1, look.size * 0.35];
  canvas.width = Math.ceil(width) + SCALE;
  canvas.height = Math.ceil((ascent + descent) * SCALE);
  const pen = canvas.getContext('2d');
  if (pen === null) return { width: 0, ascent: 0, descent: 0, draw: () => {} };
  pen.font = font;
  pen.fillStyle = look.colour ?? '#1d1d1f';
  pen.fillText(text, 0, ascent * SCALE);
  const size = { width: canvas.width / SCALE, height: canvas.height / SCALE };
  return {
    width: size.width,
    ascent,
    descent,
    draw: (x, y) => {
      pdf.addImage(canvas.toDataURL('image/png'), 'PNG', x, y - ascent, size.width, size.height);
    },
  };
}
