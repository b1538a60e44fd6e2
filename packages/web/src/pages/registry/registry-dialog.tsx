import type { RegistryInput, RegistryView } from '@runloom/model';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { CheckField } from '../../components/check-field.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { messageOf } from '../../components/error-state.tsx';
import { NameListField } from '../../components/name-list-field.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { TextAreaField } from '../../components/text-area-field.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useToasts } from '../../components/toast.tsx';
import { usePutRegistry } from '../../data/registries.ts';
import styles from './registry.module.css';

const VISIBILITIES = [
  { value: 'organization', label: 'Everyone in the organization' },
  { value: 'restricted', label: 'Only who has a role in it' },
] as const;

/** Makes a registry, or changes one. */
export function RegistryDialog({
  organization,
  registry,
  onClose,
}: {
  readonly organization: string;
  /** Null: a new one. */
  readonly registry: RegistryView | null;
  readonly onClose: () => void;
}) {
  const formId = useId();
  const put = usePutRegistry();
  const toasts = useToasts();
  const navigate = useNavigate();
  const [name, setName] = useState(registry?.name ?? '');
  const [draft, setDraft] = useState({
    description: registry?.description ?? '',
    visibility: registry?.visibility ?? ('organization' as const),
    allowsAllTypes: registry?.allowsAllTypes ?? true,
    types: registry?.types ?? ([] as readonly string[]),
    protectedAliases: registry?.protectedAliases ?? ([] as readonly string[]),
  });
  const change = (next: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...next }));
  const isWithoutTypes = !draft.allowsAllTypes && draft.types.length === 0;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isWithoutTypes) return;
    const input: RegistryInput = {
      description: draft.description,
      visibility: draft.visibility,
      allowsAllTypes: draft.allowsAllTypes,
      types: [...draft.types],
      protectedAliases: [...draft.protectedAliases],
    };
    put.mutate(
      { organization, registry: name.trim(), input },
      {
        onSuccess: (made) => {
          toasts.success(registry === null ? 'Registry created' : 'Registry saved');
          onClose();
          if (registry !== null) return;
          void navigate({
            to: '/orgs/$organization/registry/$registry',
            params: { organization, registry: made.name },
          });
        },
      },
    );
  };

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={registry === null ? 'New registry' : `Settings of ${registry.name}`}
      description={registry === null ? `In the organization ${organization}.` : undefined}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} kind="primary" isBusy={put.isPending}>
            {registry === null ? 'Create registry' : 'Save'}
          </Button>
        </>
      }
    >
      <form id={formId} className={styles.form} onSubmit={submit}>
        {registry === null ? (
          <TextField
            label="Name"
            hint="Scripts link to wandb-registry-<name>."
            value={name}
            maxLength={100}
            pattern={'[^\\/\\\\#?%:]+'}
            title="Without / \ # ? % :"
            required
            autoComplete="off"
            onChange={(event) => setName(event.target.value)}
          />
        ) : null}
        <TextAreaField
          label="Description"
          rows={3}
          maxLength={10_000}
          value={draft.description}
          onChange={(event) => change({ description: event.target.value })}
        />
        <SelectField
          label="Who sees it"
          value={draft.visibility}
          choices={VISIBILITIES}
          onChange={(visibility) => change({ visibility })}
        />
        <CheckField
          label="Takes artifacts of every type"
          isChecked={draft.allowsAllTypes}
          onChange={(allowsAllTypes) => change({ allowsAllTypes })}
        />
        {draft.allowsAllTypes ? null : (
          <NameListField
            label="Types that it takes"
            names={draft.types}
            fixed={registry?.types ?? []}
            placeholder="model, dataset, …"
            hint={
              registry !== null && registry.types.length > 0
                ? 'A type that was added stays.'
                : 'Enter or a comma ends a type.'
            }
            onChange={(types) => change({ types })}
          />
        )}
        <NameListField
          label="Protected aliases"
          names={draft.protectedAliases}
          placeholder="production"
          hint="Only admins of the registry give them to a version, or take them off."
          onChange={(protectedAliases) => change({ protectedAliases })}
        />
        {isWithoutTypes ? <p className={styles.muted}>Name at least one type.</p> : null}
        {put.isError ? (
          <p role="alert" className={styles.error}>
            {messageOf(put.error)}
          </p>
        ) : null}
      </form>
    </Dialog>
  );
}
