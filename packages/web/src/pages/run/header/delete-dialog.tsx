import { useNavigate } from '@tanstack/react-router';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { useToasts } from '../../../components/toast.tsx';
import { useDeleteRun } from '../../../data/run-places.ts';
import { useShownRun } from '../run-context.ts';

/** Asks before the run goes to the trash. */
export function DeleteDialog({
  isOpen,
  onClose,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}) {
  const { entity, project, name, run } = useShownRun();
  const remove = useDeleteRun(entity, project, name);
  const navigate = useNavigate();
  const toasts = useToasts();
  const confirm = async () => {
    try {
      await remove.mutateAsync();
      toasts.success('The run is in the trash', 'It can be restored for 7 days.');
      await navigate({ to: '/$entity/$project', params: { entity, project } });
    } catch (error) {
      toasts.failure('The run was not deleted', error);
    }
  };
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title="Delete this run?"
      width="small"
      footer={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button kind="danger" isBusy={remove.isPending} onClick={() => void confirm()}>
            Delete run
          </Button>
        </>
      }
    >
      <p>
        <bdi>{run.displayName || name}</bdi> goes to the trash with all it logged. For 7 days it can
        be restored from there; then it is gone for good.
        {run.state === 'running' ? ' Its script is not stopped by this.' : ''}
      </p>
    </Dialog>
  );
}
