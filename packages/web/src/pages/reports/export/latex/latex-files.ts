import { filesBesideText } from '../beside-text.ts';
import type { Drawing, PreparedReport } from '../export-source.ts';
import { documentTex } from './document-tex.ts';

/**
 * LaTeX beside its figures, as the files of an archive.
 * @param drawingToPdf makes one page of a drawing, as vectors
 */
export async function latexFiles(
  prepared: PreparedReport,
  drawingToPdf: (drawing: Drawing) => Promise<Uint8Array>,
): Promise<ReadonlyMap<string, string | Uint8Array>> {
  const drawn = new Map<Drawing, Uint8Array>();
  for (const figure of [...prepared.figures.values()].flat()) {
    if (figure.kind === 'drawing') drawn.set(figure, await drawingToPdf(figure));
  }
  const { files, ...places } = filesBesideText(prepared, {
    ending: 'pdf',
    contentOf: (figure) => drawn.get(figure) ?? new Uint8Array(),
  });
  return new Map([['report.tex', documentTex(prepared, places)], ...files]);
}
