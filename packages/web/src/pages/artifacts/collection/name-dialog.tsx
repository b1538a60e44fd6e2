import { type FormEvent, useId, useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { messageOf } from '../../../components/error-state.tsx';
import { TextField } from '../../../components/text-field.tsx';

/** As the server takes them. */
const LONGEST = 128;

/** Asks for another name; what the server says against it is shown beside the field. */
export function NameDialog({
  isOpen,
  onClose,
  title,
  label,
  hint,
  value,
  confirm,
  onSave,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly confirm: string;
  readonly onSave: (value: string) => Promise<void>;
}) {
  const form = useId();
  const [draft, setDraft] = useState(value);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const isNew = draft.trim() !== '' && draft.trim() !== value;
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (!isNew) return;
    setBusy(true);
    try {
      await onSave(draft.trim());
      onClose();
    } catch (error) {
      setProblem(messageOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={title}
      width="small"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form={form} isBusy={isBusy} disabled={!isNew}>
            {confirm}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={(event) => void save(event)}>
        <TextField
          label={label}
          value={draft}
          maxLength={LONGEST}
          autoComplete="off"
          spellCheck={false}
          hint={hint}
          error={problem}
          onChange={(event) => {
            setDraft(event.target.value);
            setProblem(null);
          }}
        />
      </form>
    </Dialog>
  );
}
