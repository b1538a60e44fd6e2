import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { StateDot } from '../../../../components/badge.tsx';
import { Button } from '../../../../components/button.tsx';
import { Dialog } from '../../../../components/dialog.tsx';
import { ErrorState } from '../../../../components/error-state.tsx';
import { formatBytes } from '../../../../components/format.ts';
import { ownLabel } from '../../../../components/run-label.ts';
import { TimeAgo } from '../../../../components/time-ago.tsx';
import { useToasts } from '../../../../components/toast.tsx';
import { Truncated } from '../../../../components/truncated.tsx';
import { queryKeys } from '../../../../data/query-keys.ts';
import { type DeletedRun, purgeRun, restoreRun, useTrash } from '../../../../data/trash.ts';
import styles from './trash-dialog.module.css';

/** Runs that were deleted and can still be taken back. */
export function TrashDialog({
  entity,
  project,
  onClose,
}: {
  readonly entity: string;
  readonly project: string;
  readonly onClose: () => void;
}) {
  const { data, error, refetch } = useTrash(entity, project);
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const [busy, setBusy] = useState<number | null>(null);
  /** The run that is asked about once more. */
  const [doomed, setDoomed] = useState<number | null>(null);
  const act = async (run: DeletedRun, work: () => Promise<string>) => {
    setBusy(run.id);
    try {
      toasts.success(await work());
      await refetch();
      await queryClient.invalidateQueries({ queryKey: queryKeys.runTable(entity, project) });
    } catch (problem) {
      toasts.failure('That could not be done', problem);
    } finally {
      setBusy(null);
    }
  };
  return (
    <Dialog isOpen width="medium" title="Deleted runs" onClose={onClose}>
      {error ? <ErrorState error={error} /> : null}
      {data?.length === 0 ? (
        <p className={styles.note}>No run of this project is deleted.</p>
      ) : null}
      <ul className={styles.runs}>
        {data?.map((run) => (
          <li key={run.id} className={styles.run}>
            <StateDot state={run.state} />
            <div className={styles.name}>
              <Truncated text={ownLabel(run)} />
              <p className={styles.note}>
                deleted <TimeAgo at={run.deletedAt} />, kept until{' '}
                {new Date(run.expiresAt).toLocaleDateString()}
              </p>
            </div>
            <Button
              size="small"
              disabled={busy !== null}
              onClick={() =>
                void act(run, async () => {
                  await restoreRun(entity, project, run.id);
                  return `${ownLabel(run)} is back`;
                })
              }
            >
              Take back
            </Button>
            {doomed === run.id ? (
              <Button
                size="small"
                kind="danger"
                disabled={busy !== null}
                onClick={() =>
                  void act(run, async () => {
                    const { fileBytes, rowBytes } = await purgeRun(entity, project, run.id);
                    const freed = formatBytes(fileBytes + rowBytes);
                    return `${ownLabel(run)} is removed for good: ${freed} are freed`;
                  })
                }
              >
                Really, for good
              </Button>
            ) : (
              <Button
                size="small"
                kind="quiet"
                disabled={busy !== null}
                onClick={() => setDoomed(run.id)}
              >
                Remove for good…
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
