import { dataFiles, figureCsv } from './csv.ts';
import type { Drawing, Figure, Picture, PreparedReport } from './export-source.ts';

/** Where pictures are, below the text that shows them. */
export interface FilePlaces {
  readonly figures: ReadonlyMap<Figure, string>;
  /** By the id of the file that was uploaded. */
  readonly pictures: ReadonlyMap<string, string>;
}

/**
 * The files that stand beside a text in an archive: figures, pictures and the numbers of figures.
 * @param drawing the ending of drawings, and what is written of one
 */
export function filesBesideText(
  prepared: PreparedReport,
  drawing: {
    readonly ending: 'svg' | 'pdf';
    readonly contentOf: (figure: Drawing) => string | Uint8Array;
  },
): FilePlaces & { readonly files: ReadonlyMap<string, string | Uint8Array> } {
  const files = new Map<string, string | Uint8Array>();
  const figures = new Map<Figure, string>();
  const pictures = new Map<string, string>();
  const put = (path: string, content: string | Uint8Array): string => {
    files.set(path, content);
    return path;
  };
  for (const figure of [...prepared.figures.values()].flat()) {
    const stem = `figures/figure-${figures.size + 1}`;
    if (figure.kind === 'drawing') {
      figures.set(figure, put(`${stem}.${drawing.ending}`, drawing.contentOf(figure)));
    } else if (figure.kind === 'picture') {
      const { type, bytes } = figure.picture;
      figures.set(figure, put(`${stem}.${endingOf(type)}`, bytes));
    }
  }
  for (const [file, { bytes, type }] of prepared.pictures) {
    pictures.set(file, put(`images/${file}.${endingOf(type)}`, bytes));
  }
  for (const [figure, name] of dataFiles(prepared)) put(name, figureCsv(figure));
  return { files, figures, pictures };
}

const endingOf = (type: Picture['type']): string => (type === 'image/jpeg' ? 'jpg' : 'png');
