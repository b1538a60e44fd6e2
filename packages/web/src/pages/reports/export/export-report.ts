import { fileName } from '../../../panels/line/panel-export.ts';
import type { ExportedFile, ExportSource } from './export-source.ts';
import { readPicture } from './picture.ts';
import { prepareReport } from './prepare.ts';

export type ExportFormat = 'pdf' | 'latex' | 'html' | 'markdown';

/**
 * Makes a file of a report. Everything that one format needs is loaded when it is asked for.
 * @throws Error when the file can't be made; what only a part lacks is in its notes
 */
export async function exportReport(
  format: ExportFormat,
  source: ExportSource,
): Promise<ExportedFile> {
  const prepared = await prepareReport(source, readPicture);
  const { notes } = prepared;
  const stem = prepared.report.title || 'report';
  const zip = async (files: ReadonlyMap<string, string | Uint8Array>) =>
    (await import('./zip.ts')).makeZip(files);
  source.onProgress?.('Writing the file');
  switch (format) {
    case 'html': {
      const { reportPage } = await import('./html/page.ts');
      const content = new Blob([await reportPage(prepared)], { type: 'text/html' });
      return { name: fileName(`${stem}.html`), content, notes };
    }
    case 'markdown': {
      const { markdownFiles } = await import('./markdown.ts');
      return { name: fileName(`${stem}.zip`), content: await zip(markdownFiles(prepared)), notes };
    }
    case 'latex': {
      const [{ latexFiles }, { createDrawingPrinter }] = await Promise.all([
        import('./latex/latex-files.ts'),
        import('./pdf/report-pdf.ts'),
      ]);
      const content = await zip(await latexFiles(prepared, createDrawingPrinter()));
      return { name: fileName(`${stem}.zip`), content, notes };
    }
    case 'pdf': {
      const { reportPdf } = await import('./pdf/report-pdf.ts');
      const { content, notes: more } = await reportPdf(prepared, (part) =>
        source.onProgress?.(`Drawing ${Math.round(part * 100)} %`),
      );
      return { name: fileName(`${stem}.pdf`), content, notes: [...notes, ...more] };
    }
  }
}
