import type { AnnotationQueueView } from '@runloom/model';
import { useNavigate } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { NumberField } from '../../../components/fields.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { NameListField } from '../../../components/name-list-field.tsx';
import { TextAreaField } from '../../../components/text-area-field.tsx';
import { TextField } from '../../../components/text-field.tsx';
import { useToasts } from '../../../components/toast.tsx';
import { useChangeQueue, useMakeQueue } from '../../../data/annotations.ts';
import { emptyField, type FieldDraft, faultOf, fieldValueOf } from './draft.ts';
import { FieldEditor } from './field-editor.tsx';
import styles from './queue-form.module.css';

/** Makes a queue, or changes one. */
export function QueueDialog({
  entity,
  project,
  queue,
  onClose,
  onMade,
}: {
  readonly entity: string;
  readonly project: string;
  /** Null: a new one. */
  readonly queue: AnnotationQueueView | null;
  readonly onClose: () => void;
  /** What follows when one was made; without it, its page is opened. */
  readonly onMade?: (queue: AnnotationQueueView) => void;
}) {
  const make = useMakeQueue({ entity, project });
  const change = useChangeQueue({ entity, project, queue: queue?.id ?? '' });
  const saving = queue === null ? make : change;
  const toasts = useToasts();
  const navigate = useNavigate();
  const keys = useRef(0);
  const nextField = () => {
    keys.current += 1;
    return emptyField(keys.current);
  };
  const [name, setName] = useState(queue?.name ?? '');
  const [description, setDescription] = useState(queue?.description ?? '');
  const [annotators, setAnnotators] = useState<readonly string[]>(queue?.annotators ?? []);
  const [perItem, setPerItem] = useState(queue?.perItem ?? 1);
  const [fields, setFields] = useState<readonly FieldDraft[]>(
    () => queue?.fields.map((field) => ({ kind: 'known', field }) as const) ?? [nextField()],
  );
  const [showsFaults, setShowsFaults] = useState(false);

  const submit = () => {
    setShowsFaults(true);
    if (fields.some((draft) => draft.kind === 'new' && faultOf(draft) !== null)) return;
    const settings = {
      name: name.trim(),
      description,
      annotators: [...annotators],
      perItem,
      fields: fields.map((draft) =>
        draft.kind === 'known'
          ? { ref: draft.field.ref }
          : {
              title: draft.title.trim(),
              value: fieldValueOf(draft),
            },
      ),
    };
    saving.mutate(settings, {
      onSuccess: (saved) => {
        toasts.success(queue === null ? 'Queue created' : 'Queue saved');
        onClose();
        if (queue !== null) return;
        if (onMade !== undefined) return onMade(saved);
        void navigate({
          to: '/$entity/$project/weave/annotations/$queue',
          params: { entity, project, queue: saved.id },
        });
      },
    });
  };

  return (
    <FormDialog
      width="large"
      title={queue === null ? 'New annotation queue' : `Settings of ${queue.name}`}
      submit={queue === null ? 'Create queue' : 'Save'}
      isBusy={saving.isPending}
      error={saving.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField
        label="Name"
        value={name}
        maxLength={256}
        required
        autoComplete="off"
        onChange={(event) => setName(event.target.value)}
      />
      <TextAreaField
        label="Guidelines"
        hint="Markdown. Shown beside each call."
        rows={4}
        maxLength={10_000}
        value={description}
        onChange={(event) => setDescription(event.target.value)}
      />
      <fieldset className={styles.fieldset}>
        <legend>What is asked of each call</legend>
        <ul className={styles.fields}>
          {fields.map((draft, at) => (
            <FieldEditor
              key={draft.kind === 'known' ? draft.field.ref : draft.key}
              draft={draft}
              showsFaults={showsFaults}
              onChange={(next) => setFields(fields.with(at, next))}
              onRemove={() => setFields(fields.toSpliced(at, 1))}
            />
          ))}
        </ul>
        <div>
          <Button
            size="small"
            icon={<Plus aria-hidden />}
            onClick={() => setFields([...fields, nextField()])}
          >
            Ask for more
          </Button>
        </div>
      </fieldset>
      <NameListField
        label="Who judges"
        names={annotators}
        placeholder="User names"
        hint="Empty: whoever may write to the project."
        onChange={setAnnotators}
      />
      <NumberField
        label="People for each call"
        hint="With two or more you see how much they agree."
        value={perItem}
        min={1}
        max={100}
        onChange={(value) => setPerItem(value ?? 1)}
      />
    </FormDialog>
  );
}
