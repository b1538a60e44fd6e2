import { InlineEdit } from '../../../components/inline-edit.tsx';
import { Panel } from '../../../components/panel.tsx';
import { useToasts } from '../../../components/toast.tsx';
import { useChangeRun } from '../../../data/runs.ts';
import { useShownRun } from '../run-context.ts';
import styles from './overview.module.css';

/** Free text about the run, as plain text. */
export function NotesPanel() {
  const { entity, project, name, run } = useShownRun();
  const change = useChangeRun(entity, project, name);
  const toasts = useToasts();
  return (
    <Panel title="Notes">
      <InlineEdit
        label="Notes"
        value={run.notes}
        isLong
        maxLength={100_000}
        placeholder="What was tried, and what came of it"
        canEdit={run.canWrite}
        onSave={(notes) =>
          change.mutate(
            { notes },
            { onError: (error) => toasts.failure('The notes could not be saved', error) },
          )
        }
      >
        {run.notes === '' ? (
          <span className={styles.placeholder}>
            {run.canWrite ? 'Add a note: what was tried, and what came of it' : 'No notes'}
          </span>
        ) : (
          <span className={styles.notes} dir="auto">
            {run.notes}
          </span>
        )}
      </InlineEdit>
    </Panel>
  );
}
