import { type FormEvent, useState } from 'react';
import { Button } from '../button.tsx';
import { Dialog } from '../dialog.tsx';
import { messageOf } from '../error-state.tsx';
import { TextField } from '../text-field.tsx';
import styles from './saved-views.module.css';

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

/** Another name for a saved view. */
export function RenameDialog({
  name,
  onRename,
  onClose,
}: {
  readonly name: string;
  readonly onRename: (name: string) => Promise<void>;
  readonly onClose: () => void;
}) {
  return (
    <NameDialog
      title="Rename the view"
      action="Rename"
      name={name}
      onSave={onRename}
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
