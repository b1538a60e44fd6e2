import type { RegistryView } from '@runloom/model';
import { Lock } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { messageOf } from '../../../components/error-state.tsx';
import { NameListField } from '../../../components/name-list-field.tsx';
import { useToasts } from '../../../components/toast.tsx';
import { type LinkedCollection, useCollectionChanges } from '../../../data/registry-changes.ts';
import { sortAliases } from '../chips.tsx';
import styles from '../registry.module.css';

/** Gives a version aliases in a collection, and takes some off. */
export function AliasDialog({
  registry,
  place,
  version,
  aliases,
  onClose,
}: {
  readonly registry: RegistryView;
  readonly place: LinkedCollection;
  readonly version: string;
  readonly aliases: readonly string[];
  readonly onClose: () => void;
}) {
  const { setAlias } = useCollectionChanges(place);
  const toasts = useToasts();
  const [draft, setDraft] = useState(() => sortAliases(aliases, registry.protectedAliases));
  const { canManage, protectedAliases, name } = registry;
  const held = aliases.filter((alias) => protectedAliases.includes(alias));
  const added = draft.filter((alias) => !aliases.includes(alias));
  const taken = aliases.filter((alias) => !draft.includes(alias));
  const guarded = canManage ? [] : added.filter((alias) => protectedAliases.includes(alias));
  // `latest` follows the newest version by itself.
  const fixed = ['latest', ...(canManage ? [] : held)];

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      for (const alias of added) await setAlias.mutateAsync({ version, alias, isGiven: true });
      for (const alias of taken) await setAlias.mutateAsync({ version, alias, isGiven: false });
    } catch {
      // Told in the dialog.
      return;
    }
    toasts.success(`Aliases of ${version} saved`);
    onClose();
  };
  return (
    <Dialog isOpen onClose={onClose} title={`Aliases of ${place.collection}:${version}`}>
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        <NameListField
          label="Aliases"
          names={draft}
          fixed={fixed}
          placeholder="staging"
          hint="Whichever version has one of them loses it. latest follows the newest by itself."
          error={
            guarded.length > 0
              ? `${guarded.join(', ')} is protected: only admins of the registry ${name} give it to a version.`
              : null
          }
          onChange={setDraft}
        />
        {protectedAliases.length === 0 ? null : (
          <p className={styles.note}>
            <Lock aria-hidden />
            {canManage
              ? `Protected here: ${protectedAliases.join(', ')}. You may move them as an admin of the registry.`
              : `Protected here: ${protectedAliases.join(', ')}. Ask an admin of the registry to move them.`}
          </p>
        )}
        {setAlias.isError ? (
          <p role="alert" className={styles.error}>
            {messageOf(setAlias.error)}
          </p>
        ) : null}
        <div className={styles.actions}>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            kind="primary"
            isBusy={setAlias.isPending}
            disabled={guarded.length > 0 || added.length + taken.length === 0}
          >
            Save aliases
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
