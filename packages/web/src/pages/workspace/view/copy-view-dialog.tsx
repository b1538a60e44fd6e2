import type { ViewSpec } from '@runloom/model';
import { useState } from 'react';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { TextField } from '../../../components/text-field.tsx';
import { useToasts } from '../../../components/toast.tsx';
import { createView } from '../../../data/views.ts';
import { withoutRuns } from './workspace-view.ts';

/** Saves what is on screen as a view of another project. */
export function CopyViewDialog({
  entity,
  name: firstName,
  spec,
  onClose,
}: {
  readonly entity: string;
  readonly name: string;
  readonly spec: ViewSpec;
  readonly onClose: () => void;
}) {
  const [name, setName] = useState(firstName);
  const [target, setTarget] = useState({ entity, project: '' });
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const toasts = useToasts();
  const to = { entity: target.entity.trim(), project: target.project.trim() };

  const copy = async () => {
    setBusy(true);
    setError(null);
    try {
      const body = { name: name.trim(), kind: 'workspace', spec: withoutRuns(spec) } as const;
      await createView(to.entity, to.project, body);
      toasts.success(
        `“${body.name}” is copied`,
        `It is in the menu of views of ${to.entity}/${to.project}.`,
      );
      onClose();
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <FormDialog
      title="Copy the view to another project"
      submit="Copy"
      width="small"
      isBusy={isBusy}
      error={error}
      onSubmit={() => void copy()}
      onClose={onClose}
    >
      <TextField
        label="User or team"
        required
        value={target.entity}
        onChange={(event) => setTarget({ ...target, entity: event.target.value })}
      />
      <TextField
        label="Project"
        required
        value={target.project}
        onChange={(event) => setTarget({ ...target, project: event.target.value })}
      />
      <TextField
        label="Name of the view"
        required
        hint="Panels, filters, groups and settings go with it; eyes, colours and pins of single runs don’t."
        value={name}
        maxLength={256}
        onChange={(event) => setName(event.target.value)}
      />
    </FormDialog>
  );
}
