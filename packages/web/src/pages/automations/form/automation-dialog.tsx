import type { AutomationView } from '@runloom/model';
import { useNavigate } from '@tanstack/react-router';
import { FlaskConical } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { messageOf } from '../../../components/error-state.tsx';
import { TextAreaField } from '../../../components/text-area-field.tsx';
import { TextField } from '../../../components/text-field.tsx';
import { useToasts } from '../../../components/toast.tsx';
import {
  type AutomationPlace,
  useChangeAutomation,
  useCreateAutomation,
  useTryAutomation,
} from '../../../data/automations.ts';
import styles from '../automations.module.css';
import { ActionFields } from './action-fields.tsx';
import { type Draft, NEW_DRAFT, problemsOf } from './draft.ts';
import { EventFields } from './event-fields.tsx';
import { draftOf } from './saved-draft.ts';
import { Trial } from './trial.tsx';
import { actionOf, filterOf } from './written-draft.ts';

/** Makes an automation, or changes one: what sets it off, which runs or versions, what it does. */
export function AutomationDialog({
  place,
  automation,
  start,
  onClose,
}: {
  readonly place: AutomationPlace;
  /** Null: a new one. */
  readonly automation: AutomationView | null;
  /** What the form of a new one is filled in with. */
  readonly start?: Draft;
  readonly onClose: () => void;
}) {
  const formId = useId();
  const toasts = useToasts();
  const navigate = useNavigate();
  const [draft, setDraft] = useState<Draft>(() =>
    automation === null ? (start ?? NEW_DRAFT) : draftOf(automation),
  );
  const [isChecked, setChecked] = useState(false);
  const create = useCreateAutomation(place);
  const change = useChangeAutomation();
  const trial = useTryAutomation();
  const all = problemsOf(draft);
  const problems = isChecked ? all : {};
  const set = (next: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...next }));
    trial.reset();
  };
  const collection = draft.collection === '' ? {} : { collection: draft.collection };
  const definition = () => ({
    eventType: draft.event,
    eventFilter: filterOf(draft),
    action: actionOf(draft),
  });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (Object.keys(all).length > 0) return;
    const { name, description } = draft;
    const values = { name: name.trim(), description: description || null, ...definition() };
    if (automation !== null) {
      change.mutate(
        { id: automation.id, change: values },
        {
          onSuccess: () => {
            toasts.success('Automation saved');
            onClose();
          },
        },
      );
      return;
    }
    create.mutate(
      { ...values, ...(place.project === null ? {} : collection) },
      {
        onSuccess: ({ id }) => {
          toasts.success('Automation created');
          void navigate({ to: '/automations/$automation', params: { automation: String(id) } });
        },
      },
    );
  };
  const rehearse = () => {
    setChecked(true);
    // A name is not needed to try it.
    const { name: _, ...others } = all;
    if (Object.keys(others).length > 0) return;
    const { entity, project } = place;
    trial.mutate({
      entity,
      ...(project === null ? {} : { project, ...collection }),
      ...definition(),
    });
  };
  const save = automation === null ? create : change;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      width="large"
      title={automation === null ? 'New automation' : `Edit ${automation.name}`}
      footer={
        <div className={styles.footer}>
          <Button icon={<FlaskConical aria-hidden />} isBusy={trial.isPending} onClick={rehearse}>
            Try it
          </Button>
          <span className={styles.spacer} />
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} kind="primary" isBusy={save.isPending}>
            {automation === null ? 'Create automation' : 'Save'}
          </Button>
        </div>
      }
    >
      <form id={formId} className={styles.form} onSubmit={submit} noValidate>
        <EventFields
          draft={draft}
          problems={problems}
          place={place}
          isNew={automation === null}
          onChange={set}
        />
        <ActionFields draft={draft} problems={problems} entity={place.entity} onChange={set} />
        <fieldset className={styles.step}>
          <legend>3. What it is called</legend>
          <TextField
            label="Name"
            value={draft.name}
            maxLength={256}
            autoComplete="off"
            error={problems.name ?? null}
            onChange={(event) => set({ name: event.target.value })}
          />
          <TextAreaField
            label="Description"
            rows={2}
            maxLength={10_000}
            value={draft.description}
            onChange={(event) => set({ description: event.target.value })}
          />
        </fieldset>
        {isChecked && Object.keys(all).length > 0 ? (
          <p role="alert" className={styles.error}>
            Something is missing above: {Object.values(all)[0]}
          </p>
        ) : null}
        {save.isError ? (
          <p role="alert" className={styles.error}>
            {messageOf(save.error)}
          </p>
        ) : null}
        {trial.isError ? (
          <p role="alert" className={styles.error}>
            {messageOf(trial.error)}
          </p>
        ) : null}
        {trial.data ? <Trial trial={trial.data} action={draft.action} /> : null}
      </form>
    </Dialog>
  );
}
