import type { ReportDetail, ReportDocument } from '@runloom/model';
import { reportPath } from '@runloom/model';
import { useState } from 'react';
import { CheckField } from '../../../components/check-field.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { useToasts } from '../../../components/toast.tsx';
import { saveFile } from '../../../panels/line/panel-export.ts';
import { useLanes } from '../off-stage/use-lanes.ts';
import { useReportPlace } from '../report-context.ts';
import styles from './export-dialog.module.css';
import { type ExportFormat, exportReport } from './export-report.ts';
import type { Figure } from './export-source.ts';
import { FigureStage } from './figures/figure-stage.tsx';

const FORMATS: readonly { format: ExportFormat; name: string; about: string }[] = [
  { format: 'pdf', name: 'PDF', about: 'To read, print and send. Figures are vectors.' },
  { format: 'html', name: 'HTML', about: 'One file that opens in any browser, without a network.' },
  { format: 'latex', name: 'LaTeX', about: 'A zip with the text and its figures as PDF.' },
  { format: 'markdown', name: 'Markdown', about: 'A zip with the text and its figures as SVG.' },
];

/** Makes a file of the report, with the numbers that the page shows. */
export function ExportDialog({
  detail,
  authors,
  documentOf,
  onClose,
}: {
  readonly detail: ReportDetail;
  readonly authors: readonly string[];
  readonly documentOf: () => ReportDocument;
  readonly onClose: () => void;
}) {
  const { fileAddress } = useReportPlace();
  const toasts = useToasts();
  const [format, setFormat] = useState<ExportFormat>('pdf');
  const [withData, setWithData] = useState(false);
  const [progress, setProgress] = useState<string | null>(null);
  const [problem, setProblem] = useState<Error | null>(null);
  const { run: figuresOf, stage } = useLanes<readonly Figure[]>((node, end) => (
    <FigureStage node={node} onDone={end.onDone} onFailed={end.onFailed} />
  ));
  const isZip = format === 'latex' || format === 'markdown';

  const run = async () => {
    setProblem(null);
    setProgress('Reading the report');
    try {
      const { entityName, projectName, title, description, updatedAt } = detail;
      const address = new URL(reportPath(detail), window.location.href).href;
      const file = await exportReport(format, {
        report: { title, description, authors, entityName, projectName, updatedAt, address },
        document: documentOf(),
        figuresOf,
        readFile: async (id) => {
          const response = await fetch(fileAddress(id), { credentials: 'same-origin' });
          if (!response.ok) throw new Error('The server did not give a picture of the report.');
          return response.blob();
        },
        withData: withData && isZip,
        onProgress: setProgress,
      });
      saveFile(file.name, file.content);
      toasts.success(['The file is saved.', ...file.notes].join(' '));
      onClose();
    } catch (failure) {
      setProblem(failure instanceof Error ? failure : new Error('The file could not be made.'));
    } finally {
      setProgress(null);
    }
  };

  return (
    <>
      <FormDialog
        title="Export the report"
        submit={progress ?? 'Export'}
        isBusy={progress !== null}
        error={problem}
        onClose={onClose}
        onSubmit={() => void run()}
      >
        <fieldset className={styles.formats}>
          <legend className="visually-hidden">Format</legend>
          {FORMATS.map((one) => (
            <label key={one.format} className={styles.format}>
              <input
                type="radio"
                name="format"
                value={one.format}
                checked={format === one.format}
                onChange={() => setFormat(one.format)}
              />
              <span>
                <strong>{one.name}</strong>
                <small>{one.about}</small>
              </span>
            </label>
          ))}
        </fieldset>
        {isZip ? (
          <CheckField
            label="With the numbers of the figures (CSV)"
            isChecked={withData}
            onChange={setWithData}
          />
        ) : null}
      </FormDialog>
      {stage}
    </>
  );
}
