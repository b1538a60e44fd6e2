import { dataFiles, figureCsv } from '../csv.ts';
import type { Figure, PreparedReport } from '../export-source.ts';
import { endingOf } from '../markdown.ts';
import { documentTex } from './document-tex.ts';

/**
 * LaTeX beside its figures, as the files of an archive.
 * @param drawingToPdf makes one page of a drawing, as vectors
 */
export async function latexFiles(
  prepared: PreparedReport,
  drawingToPdf: (drawing: Extract<Figure, { kind: 'drawing' }>) => Promise<Uint8Array>,
): Promise<ReadonlyMap<string, string | Uint8Array>> {
  const files = new Map<string, string | Uint8Array>();
  const figures = new Map<Figure, string>();
  for (const figure of [...prepared.figures.values()].flat()) {
    const number = figures.size + 1;
    if (figure.kind === 'drawing') {
      const path = `figures/figure-${number}.pdf`;
      figures.set(figure, path);
      files.set(path, await drawingToPdf(figure));
    } else if (figure.kind === 'picture') {
      const path = `figures/figure-${number}.${endingOf(figure.picture.type)}`;
      figures.set(figure, path);
      files.set(path, figure.picture.bytes);
    }
  }
  const pictures = new Map<string, string>();
  for (const [file, { bytes, type }] of prepared.pictures) {
    const path = `images/${file}.${endingOf(type)}`;
    pictures.set(file, path);
    files.set(path, bytes);
  }
  for (const [figure, name] of dataFiles(prepared)) files.set(name, figureCsv(figure));
  return new Map([['report.tex', documentTex(prepared, { figures, pictures })], ...files]);
}
