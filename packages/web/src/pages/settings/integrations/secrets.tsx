import { KeyRound, Plus, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { ErrorState, messageOf } from '../../../components/error-state.tsx';
import { IconButton } from '../../../components/icon-button.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { TextField } from '../../../components/text-field.tsx';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { useToasts } from '../../../components/toast.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { useDeleteSecret, usePutSecret, useSecrets } from '../../../data/integrations.ts';
import type { Owner } from '../../../data/owners.ts';
import styles from './integrations.module.css';

/** Secrets of an owner: written, never read. */
export function Secrets({ owner: { entity, canManage } }: { readonly owner: Owner }) {
  const query = useSecrets(entity);
  const remove = useDeleteSecret(entity);
  const toasts = useToasts();
  const [removed, setRemoved] = useState<string | null>(null);
  const confirm = () => {
    if (removed === null) return;
    remove.mutate(removed, {
      onSuccess: () => {
        toasts.success(`${removed} removed`);
        setRemoved(null);
      },
      onError: (error) => toasts.failure('The secret was not removed', error),
    });
  };
  // Whoever only reads in a team is not told their names either.
  const isUntold = query.isError && !canManage;
  return (
    <section className={styles.stack} aria-label="Secrets">
      <div className={styles.head}>
        <h3>Secrets</h3>
      </div>
      {canManage ? <NewSecret entity={entity} known={query.data?.map(({ name }) => name)} /> : null}
      {query.isPending ? <Skeleton lines={2} /> : null}
      {isUntold ? <p className={styles.none}>Its members see their names.</p> : null}
      {query.isError && !isUntold && query.data === undefined ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : null}
      {query.data?.length === 0 ? <p className={styles.none}>None yet.</p> : null}
      {query.data && query.data.length > 0 ? (
        <ul className={styles.list} aria-label="Secrets">
          {query.data.map(({ name, updatedAt }) => (
            <li key={name}>
              <div className={styles.row}>
                <KeyRound aria-hidden />
                <span className={styles.two}>
                  <Truncated text={name} />
                  <span className={styles.second}>
                    Set <TimeAgo at={updatedAt} />
                  </span>
                </span>
                {canManage ? (
                  <span className={styles.actions}>
                    <IconButton
                      size="small"
                      label={`Remove ${name}`}
                      icon={<Trash2 aria-hidden />}
                      onClick={() => setRemoved(name)}
                    />
                  </span>
                ) : null}
              </div>
            </li>
          ))}
        </ul>
      ) : null}
      <ConfirmDialog
        isOpen={removed !== null}
        title={`Remove the secret ${removed ?? ''}?`}
        confirm="Remove secret"
        isBusy={remove.isPending}
        onConfirm={confirm}
        onClose={() => setRemoved(null)}
      >
        <p>Webhooks that need it fail from then on, until there is one of this name again.</p>
      </ConfirmDialog>
    </section>
  );
}

function NewSecret({
  entity,
  known,
}: {
  readonly entity: string;
  readonly known: readonly string[] | undefined;
}) {
  const put = usePutSecret(entity);
  const toasts = useToasts();
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const isKnown = known?.includes(name.trim()) ?? false;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    put.mutate(
      { name: name.trim(), value },
      {
        onSuccess: () => {
          toasts.success(isKnown ? 'Secret replaced' : 'Secret added');
          setName('');
          setValue('');
        },
      },
    );
  };
  return (
    <form className={styles.secret} onSubmit={submit}>
      <TextField
        label="Name of the secret"
        placeholder="SIGNING"
        value={name}
        maxLength={128}
        required
        autoComplete="off"
        spellCheck={false}
        hint={isKnown ? 'There is one: its value is replaced.' : undefined}
        error={put.isError ? messageOf(put.error) : null}
        onChange={(event) => setName(event.target.value)}
      />
      <TextField
        label="Value"
        type="password"
        value={value}
        maxLength={10_000}
        required
        autoComplete="new-password"
        onChange={(event) => setValue(event.target.value)}
      />
      <Button type="submit" icon={<Plus aria-hidden />} isBusy={put.isPending}>
        {isKnown ? 'Replace' : 'Add secret'}
      </Button>
    </form>
  );
}
