import type { RegistryView } from '@runloom/model';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { messageOf } from '../../../components/error-state.tsx';
import { NameListField } from '../../../components/name-list-field.tsx';
import { SelectField } from '../../../components/select-field.tsx';
import { TextField } from '../../../components/text-field.tsx';
import { useToasts } from '../../../components/toast.tsx';
import {
  type LinkSource,
  useLinkVersion,
  useRegistries,
  useRegistryCollections,
} from '../../../data/registries.ts';
import styles from '../registry.module.css';
import { SourceFields } from './source-fields.tsx';

/**
 * Links a version into a registry: from the page of a version, which is then given, or from a
 * registry, which is then. What is not given is chosen here.
 */
export function LinkDialog({
  registry: given,
  source: givenSource,
  collection: givenCollection = '',
  onClose,
}: {
  readonly registry: RegistryView | null;
  readonly source: LinkSource | null;
  readonly collection?: string;
  readonly onClose: () => void;
}) {
  const formId = useId();
  const listId = useId();
  const toasts = useToasts();
  const link = useLinkVersion();
  const [source, setSource] = useState<LinkSource | null>(givenSource);
  const [chosen, setChosen] = useState('');
  const [collection, setCollection] = useState(givenCollection);
  const [aliases, setAliases] = useState<readonly string[]>([]);
  const registries = useRegistries();
  const open = (registries.data ?? []).filter(({ canWrite }) => canWrite);
  const fitting = open.filter((each) => source === null || takes(each, source.type));
  const registry = given ?? fitting.find((each) => keyOf(each) === chosen) ?? fitting[0] ?? null;
  const collections = useRegistryCollections(
    { organization: registry?.organization ?? '', registry: registry?.name ?? '' },
    { search: '', type: undefined },
  );
  const known = collections.data?.pages.flatMap((page) => page.collections) ?? [];
  const guarded = aliases.filter((alias) => registry?.protectedAliases.includes(alias));
  const isRefused = guarded.length > 0 && registry?.canManage !== true;
  const wrongType =
    registry !== null && source !== null && !takes(registry, source.type) ? source.type : null;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (source === null || registry === null || isRefused || wrongType !== null) return;
    const { entity, project } = registry;
    const to = { entity, project, collection: collection.trim(), aliases: [...aliases] };
    link.mutate(
      { source, to },
      {
        onSuccess: (made) => {
          toasts.success(`Linked as ${made.collection}:${made.version}`);
          onClose();
        },
      },
    );
  };

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={
        givenSource === null
          ? 'Link a version'
          : `Link ${givenSource.artifact}:${givenSource.version}`
      }
      description="Nothing is copied: the registry points to the version where it was logged."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form={formId}
            kind="primary"
            isBusy={link.isPending}
            disabled={source === null || registry === null || isRefused || wrongType !== null}
          >
            Link version
          </Button>
        </>
      }
    >
      <form id={formId} className={styles.form} onSubmit={submit}>
        {givenSource === null ? <SourceFields onChange={setSource} /> : null}
        {given === null ? (
          registries.isSuccess && fitting.length === 0 ? (
            <p className={styles.note}>
              {open.length === 0
                ? 'You may not link into any registry. Ask an admin of one for the role of a member.'
                : `No registry that you may link into takes artifacts of the type ${source?.type ?? ''}.`}
            </p>
          ) : (
            <SelectField
              label="Registry"
              value={registry === null ? '' : keyOf(registry)}
              choices={fitting.map((each) => ({
                value: keyOf(each),
                label: `${each.organization} / ${each.name}`,
              }))}
              onChange={setChosen}
            />
          )
        ) : null}
        <TextField
          label="Collection"
          hint="One that is there, or the name of a new one."
          value={collection}
          list={listId}
          maxLength={128}
          required
          autoComplete="off"
          onChange={(event) => setCollection(event.target.value)}
        />
        <datalist id={listId}>
          {known
            .filter(({ type }) => source === null || type === source.type)
            .map(({ name }) => (
              <option key={name} value={name} />
            ))}
        </datalist>
        <NameListField
          label="Aliases"
          names={aliases}
          placeholder="staging"
          hint="Whichever version of the collection has one of them loses it."
          error={
            isRefused
              ? `${guarded.join(', ')} is protected: only admins of the registry ${registry?.name ?? ''} give it to a version.`
              : null
          }
          onChange={setAliases}
        />
        {wrongType === null || registry === null ? null : (
          <p role="alert" className={styles.error}>
            {registry.name} takes artifacts of the types {registry.types.join(', ')}, not{' '}
            {wrongType}.
          </p>
        )}
        {link.isError ? (
          <p role="alert" className={styles.error}>
            {messageOf(link.error)}
          </p>
        ) : null}
      </form>
    </Dialog>
  );
}

const keyOf = ({ organization, name }: RegistryView): string => `${organization}/${name}`;

const takes = ({ allowsAllTypes, types }: RegistryView, type: string): boolean =>
  allowsAllTypes || types.includes(type);
