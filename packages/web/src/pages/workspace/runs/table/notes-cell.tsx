import type { RunRowView } from '@runloom/model';
import { Pencil } from 'lucide-react';
import { useState } from 'react';
import { runLabel } from '../../../../components/run-label.ts';
import { takeFocus } from '../../../../components/take-focus.ts';
import { useToasts } from '../../../../components/toast.tsx';
import { Truncated } from '../../../../components/truncated.tsx';
import { useChangeRun, useRun } from '../../../../data/runs.ts';
import styles from './runs-table.module.css';

/** The notes of a run, changed in their place. */
export function NotesCell({
  entity,
  project,
  run,
}: {
  readonly entity: string;
  readonly project: string;
  readonly run: RunRowView;
}) {
  const [isEditing, setEditing] = useState(false);
  if (isEditing) {
    return (
      <NotesField
        entity={entity}
        project={project}
        run={run.name}
        onDone={() => setEditing(false)}
      />
    );
  }
  return (
    <button
      type="button"
      className={styles.notes}
      aria-label={`Edit the notes of ${runLabel(run)}`}
      onClick={() => setEditing(true)}
    >
      {run.notes === '' ? <Pencil aria-hidden /> : <Truncated text={run.notes} />}
    </button>
  );
}

/** The whole notes are read first: the list has only their beginning. */
function NotesField({
  entity,
  project,
  run,
  onDone,
}: {
  readonly entity: string;
  readonly project: string;
  readonly run: string;
  readonly onDone: () => void;
}) {
  const { data } = useRun(entity, project, run);
  const change = useChangeRun(entity, project, run);
  const toasts = useToasts();
  const [draft, setDraft] = useState<string | null>(null);
  if (data === undefined) return <span role="status">…</span>;
  if (!data.canWrite) return <span>{data.notes}</span>;
  const save = () => {
    onDone();
    if (draft === null || draft === data.notes) return;
    change.mutate(
      { notes: draft },
      { onError: (problem) => toasts.failure('The notes could not be saved', problem) },
    );
  };
  return (
    <input
      className={styles.notesField}
      aria-label="Notes"
      value={draft ?? data.notes}
      ref={takeFocus}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter') save();
        if (event.key === 'Escape') onDone();
      }}
    />
  );
}
