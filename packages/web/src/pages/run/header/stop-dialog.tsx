import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { useToasts } from '../../../components/toast.tsx';
import { useStopRun } from '../../../data/runs.ts';
import { useShownRun } from '../run-context.ts';

/** Asks before it stops a script that may have run for days. */
export function StopDialog({
  isOpen,
  onClose,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}) {
  const { entity, project, name, run } = useShownRun();
  const stop = useStopRun(entity, project, name);
  const toasts = useToasts();
  const confirm = () =>
    stop.mutate(undefined, {
      onSuccess: () => {
        toasts.success('The script was asked to stop');
        onClose();
      },
      onError: (error) => toasts.failure('The run was not stopped', error),
    });
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title="Stop this run?"
      width="small"
      footer={
        <>
          <Button onClick={onClose}>Let it run</Button>
          <Button kind="danger" isBusy={stop.isPending} onClick={confirm}>
            Stop run
          </Button>
        </>
      }
    >
      <p>
        <bdi>{run.displayName}</bdi> is told at its next heartbeat, within half a minute, and then
        interrupted as by Ctrl C. What it logged stays.
      </p>
    </Dialog>
  );
}
