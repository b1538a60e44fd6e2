import { useState } from 'react';
import { AreaField } from '../../../components/fields.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { TextField } from '../../../components/text-field.tsx';
import type { ProjectPlace } from '../../../data/client.ts';
import { useCreateReport } from '../../../data/reports.ts';
import styles from './list.module.css';

/** Makes a report of a text in Markdown, pasted or from a file. */
export function ImportDialog({
  place,
  onMade,
  onClose,
}: {
  readonly place: ProjectPlace;
  readonly onMade: (report: { readonly id: string; readonly title: string }) => void;
  readonly onClose: () => void;
}) {
  const create = useCreateReport(place);
  const [markdown, setMarkdown] = useState('');
  const [title, setTitle] = useState('');
  const [problem, setProblem] = useState<Error | null>(null);
  const heading = /^#\s+(.+)$/m.exec(markdown)?.[1]?.trim() ?? '';
  return (
    <FormDialog
      title="New report from Markdown"
      width="large"
      submit="Make the report"
      isBusy={create.isPending}
      error={create.error ?? problem}
      onClose={onClose}
      onSubmit={() => {
        if (markdown.trim() === '') {
          setProblem(new Error('Paste the text, or choose a file.'));
          return;
        }
        create.mutate(
          { title: (title || heading || 'Untitled report').slice(0, 256), markdown },
          {
            onSuccess: (report) => {
              onClose();
              onMade(report);
            },
          },
        );
      }}
    >
      <TextField
        label="Title"
        placeholder={heading || 'Untitled report'}
        value={title}
        maxLength={256}
        onChange={({ target }) => setTitle(target.value)}
      />
      <input
        type="file"
        className={styles.file}
        aria-label="File of Markdown"
        accept=".md,.markdown,.txt,text/markdown,text/plain"
        onChange={({ target }) => {
          void target.files?.[0]?.text().then(setMarkdown, setProblem);
        }}
      />
      <AreaField label="Markdown" value={markdown} isCode rows={14} onChange={setMarkdown} />
    </FormDialog>
  );
}
