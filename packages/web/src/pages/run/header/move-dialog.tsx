import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { TextField } from '../../../components/text-field.tsx';
import { useToasts } from '../../../components/toast.tsx';
import { useMoveRun } from '../../../data/run-places.ts';
import { useShownRun } from '../run-context.ts';

/** Asks where to, and goes there with the run. */
export function MoveDialog({
  isOpen,
  onClose,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}) {
  const { entity, project, name } = useShownRun();
  const move = useMoveRun(entity, project, name);
  const navigate = useNavigate();
  const toasts = useToasts();
  const form = useId();
  const [owner, setOwner] = useState(entity);
  const [target, setTarget] = useState('');
  const isPlace = owner.trim() !== '' && target.trim() !== '';
  const isElsewhere = owner.trim() !== entity || target.trim() !== project;
  const confirm = async (event: FormEvent) => {
    event.preventDefault();
    if (!isPlace || !isElsewhere) return;
    try {
      const moved = await move.mutateAsync({ entity: owner.trim(), project: target.trim() });
      toasts.success(`Moved to ${moved.entity}/${moved.project}`);
      onClose();
      await navigate({ to: '/$entity/$project/runs/$run', params: moved });
    } catch (error) {
      toasts.failure('The run was not moved', error);
    }
  };
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title="Move this run"
      width="small"
      description="Its history, files and console go with it. A project that does not exist is made."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            type="submit"
            form={form}
            isBusy={move.isPending}
            disabled={!isPlace || !isElsewhere}
          >
            Move run
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={(event) => void confirm(event)}>
        <TextField
          label="Project"
          value={target}
          autoComplete="off"
          onChange={(event) => setTarget(event.target.value)}
          error={isPlace && !isElsewhere ? 'The run is in this project already.' : null}
        />
        <TextField
          label="User or team"
          value={owner}
          autoComplete="off"
          onChange={(event) => setOwner(event.target.value)}
        />
      </form>
    </Dialog>
  );
}
