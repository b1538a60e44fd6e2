import { toCsv } from '../../../panels/analysis/csv.ts';
import { fileName } from '../../../panels/line/panel-export.ts';
import type { Figure, PreparedReport } from './export-source.ts';

/** The numbers of all figures, each as a file of CSV. */
export function dataFiles({ figures, withData }: PreparedReport): ReadonlyMap<Figure, string> {
  const files = new Map<Figure, string>();
  if (!withData) return files;
  for (const figure of [...figures.values()].flat()) {
    if (figure.kind === 'drawing' || figure.kind === 'table') {
      files.set(figure, `data/${files.size + 1}-${fileName(`${figure.title || 'figure'}.csv`)}`);
    }
  }
  return files;
}

export function figureCsv(figure: Figure): string {
  if (figure.kind === 'drawing') return toCsv(figure.data);
  return figure.kind === 'table' ? toCsv({ columns: figure.columns, rows: figure.rows }) : '';
}
