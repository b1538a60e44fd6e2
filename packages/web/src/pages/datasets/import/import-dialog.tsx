import type { DatasetFormat, DatasetImportColumn } from '@runloom/model';
import { useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { Form } from '../../../components/fields.tsx';
import { formatPlural } from '../../../components/format.ts';
import { SelectField } from '../../../components/select-field.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import type { ProjectPlace } from '../../../data/client.ts';
import { useImportFile, usePreviewFile } from '../../../data/datasets.ts';
import styles from '../datasets.module.css';
import { PreviewTable } from '../preview-table.tsx';
import { type Target, TargetFields } from '../target-fields.tsx';
import { usePublished } from '../use-published.ts';
import { ColumnForm } from './column-form.tsx';
import { FileDrop } from './file-drop.tsx';
import { FORMATS, formatOf, nameOf } from './formats.ts';

/** A dataset, or more rows of one, from a file: looked at first, then published. */
export function ImportDialog({
  place,
  names,
  onClose,
}: {
  readonly place: ProjectPlace;
  /** Of the datasets that are there. */
  readonly names: readonly string[];
  readonly onClose: () => void;
}) {
  const published = usePublished(place, onClose);
  const preview = usePreviewFile(place);
  const publish = useImportFile(place);
  const [file, setFile] = useState<File | null>(null);
  const [format, setFormat] = useState<DatasetFormat>('csv');
  const [columns, setColumns] = useState<readonly DatasetImportColumn[]>([]);
  const [target, setTarget] = useState<Target>({ name: '', mode: 'create' });

  const look = (next: File, as: DatasetFormat): void => {
    setFile(next);
    setFormat(as);
    publish.reset();
    preview.mutate(
      { file: next, format: as },
      {
        onSuccess: (found) =>
          setColumns(found.columns.map(({ source, name, type }) => ({ source, name, type }))),
      },
    );
  };
  const send = (): void => {
    if (file === null) return;
    publish.mutate({ ...target, file, format, columns }, { onSuccess: published });
  };
  const found = preview.data;
  const problem = publish.error?.message ?? preview.error?.message ?? null;
  return (
    <Dialog
      isOpen
      width="large"
      title="Import a file"
      onClose={onClose}
      footer={
        file === null ? null : (
          <Button
            kind="primary"
            disabled={found === undefined || found.problemCount > 0 || target.name === ''}
            isBusy={publish.isPending}
            onClick={send}
          >
            Publish {found === undefined ? '' : formatPlural(found.rowCount, 'row')}
          </Button>
        )
      }
    >
      {file === null ? (
        <FileDrop
          onFile={(next) => {
            setTarget({ name: nameOf(next.name), mode: 'create' });
            look(next, formatOf(next.name));
          }}
        />
      ) : (
        <Form>
          <div className={styles.toolbar}>
            <span>{file.name}</span>
            <SelectField
              label="Read as"
              className={styles.version}
              value={format}
              choices={FORMATS}
              onChange={(next) => look(file, next)}
            />
            <Button size="small" onClick={() => setFile(null)}>
              Another file
            </Button>
          </div>
          {problem === null ? null : (
            <p className={styles.problems} role="alert">
              {problem}
            </p>
          )}
          {found === undefined ? (
            preview.isPending ? (
              <Skeleton lines={5} label="Reading the file" />
            ) : null
          ) : (
            <>
              {found.problemCount > 0 ? (
                <ul className={styles.problems} role="alert">
                  {found.problems.map((text) => (
                    <li key={text}>{text}</li>
                  ))}
                </ul>
              ) : null}
              {found.columns.length > 0 ? (
                <>
                  <ColumnForm
                    columns={columns}
                    emptyCounts={new Map(found.columns.map((one) => [one.source, one.emptyCount]))}
                    onChange={setColumns}
                  />
                  <PreviewTable rows={found.rows} />
                </>
              ) : null}
              <TargetFields names={names} target={target} onChange={setTarget} />
            </>
          )}
        </Form>
      )}
    </Dialog>
  );
}
