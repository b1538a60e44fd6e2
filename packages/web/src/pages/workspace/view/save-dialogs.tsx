import type { SavedViewDetail } from '@runloom/model';
import { type FormEvent, useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { messageOf } from '../../../components/error-state.tsx';
import { TextField } from '../../../components/text-field.tsx';
import { renameView } from '../../../data/views.ts';
import type { ViewSaving } from './use-view-saving.ts';
import styles from './view-bar.module.css';

/** A name for what is on screen, under which all who see the project find it. */
export function SaveAsDialog({
  onSave,
  onClose,
}: {
  readonly onSave: (name: string) => Promise<void>;
  readonly onClose: () => void;
}) {
  return (
    <NameDialog
      title="Save as a view"
      hint="Everybody who may see the project finds it under this name. Each save is kept as a version."
      action="Save"
      name=""
      onSave={onSave}
      onClose={onClose}
    />
  );
}

export function RenameDialog({
  saving,
  view,
  onClose,
}: {
  readonly saving: ViewSaving;
  readonly view: SavedViewDetail;
  readonly onClose: () => void;
}) {
  return (
    <NameDialog
      title="Rename the view"
      action="Rename"
      name={view.name}
      onSave={async (name) => {
        const renamed = await renameView(view.id, name);
        if (saving.source.kind !== 'saved') return;
        saving.setSource({ ...saving.source, view: { ...saving.source.view, name: renamed.name } });
      }}
      onClose={onClose}
    />
  );
}

function NameDialog({
  title,
  hint,
  action,
  name: before,
  onSave,
  onClose,
}: {
  readonly title: string;
  readonly hint?: string;
  readonly action: string;
  readonly name: string;
  readonly onSave: (name: string) => Promise<void>;
  readonly onClose: () => void;
}) {
  const [name, setName] = useState(before);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      await onSave(name);
      onClose();
    } catch (error) {
      setProblem(messageOf(error));
      setBusy(false);
    }
  };
  return (
    <Dialog isOpen width="small" title={title} onClose={onClose}>
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        <TextField
          label="Name"
          {...(hint === undefined ? {} : { hint })}
          error={problem}
          value={name}
          maxLength={256}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" kind="primary" isBusy={isBusy} disabled={name.trim() === ''}>
          {action}
        </Button>
      </form>
    </Dialog>
  );
}
