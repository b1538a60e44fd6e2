import type { TeamPage } from '@runloom/model';
import { Bot } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { CopyField } from '../../../components/copy-field.tsx';
import { messageOf } from '../../../components/error-state.tsx';
import { ShownOnce } from '../../../components/shown-once.tsx';
import { Cell, HeadCell, Row, Table } from '../../../components/table.tsx';
import { TextField } from '../../../components/text-field.tsx';
import { useToasts } from '../../../components/toast.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import {
  useCreateServiceAccount,
  useCreateServiceKey,
  useRemoveMember,
} from '../../../data/teams.ts';
import styles from './members.module.css';

/** Accounts of programs: they log to the team's projects and manage nothing. */
export function ServiceAccounts({ team }: { readonly team: TeamPage }) {
  const create = useCreateServiceAccount(team.name);
  const newKey = useCreateServiceKey(team.name);
  const remove = useRemoveMember(team.name);
  const toasts = useToasts();
  const [doomed, setDoomed] = useState<string | null>(null);
  const accounts = team.members.filter(({ isService }) => isService);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const description = String(new FormData(form).get('description')).trim();
    newKey.reset();
    if (description !== '') create.mutate(description, { onSuccess: () => form.reset() });
  };
  const key = newKey.data?.key ?? create.data?.key ?? null;
  return (
    <section className={styles.block} aria-labelledby="services-title">
      <h2 id="services-title">Service accounts</h2>
      <p className={styles.note}>
        For programs that log to this team. They see what members see, except projects that are
        private or restricted, and manage nothing.
      </p>
      <form className={styles.form} onSubmit={submit}>
        <TextField
          label="What it is for"
          name="description"
          placeholder="e.g. nightly evaluations"
          maxLength={256}
          autoComplete="off"
          required
          error={create.isError ? messageOf(create.error) : null}
        />
        <span />
        <Button type="submit" isBusy={create.isPending} icon={<Bot aria-hidden />}>
          Create service account
        </Button>
      </form>
      {key === null ? null : (
        <ShownOnce>
          <p>
            <strong>Copy the key now.</strong> It can’t be shown again.
          </p>
          <CopyField label="Key of the service account" text={key} />
        </ShownOnce>
      )}
      {accounts.length === 0 ? null : (
        <div className={styles.frame}>
          <Table label="Service accounts">
            <thead>
              <tr>
                <HeadCell>For</HeadCell>
                <HeadCell width="40%">Username</HeadCell>
                <HeadCell width="170px">
                  <span className="visually-hidden">Actions</span>
                </HeadCell>
              </tr>
            </thead>
            <tbody>
              {accounts.map(({ username, displayName }) => (
                <Row key={username}>
                  <Cell>
                    <Truncated text={displayName} />
                  </Cell>
                  <Cell isMuted>
                    <Truncated text={username} />
                  </Cell>
                  <Cell align="end">
                    <span className={styles.actions}>
                      <Button
                        size="small"
                        kind="quiet"
                        aria-label={`New key of ${username}`}
                        onClick={() =>
                          newKey.mutate(
                            { username, key: { name: 'Created in the page' } },
                            { onError: (error) => toasts.failure('No key was created', error) },
                          )
                        }
                      >
                        New key
                      </Button>
                      <Button
                        size="small"
                        kind="quiet"
                        aria-label={`Delete ${username}`}
                        onClick={() => setDoomed(username)}
                      >
                        Delete
                      </Button>
                    </span>
                  </Cell>
                </Row>
              ))}
            </tbody>
          </Table>
        </div>
      )}
      <ConfirmDialog
        isOpen={doomed !== null}
        title="Delete this service account?"
        confirm="Delete account"
        isBusy={remove.isPending}
        onClose={() => setDoomed(null)}
        onConfirm={() => {
          if (doomed === null) return;
          remove.mutate(doomed, {
            onSettled: () => setDoomed(null),
            onError: (error) => toasts.failure('It was not deleted', error),
          });
        }}
      >
        <p>All of its keys stop working at once. What it logged stays. This can’t be undone.</p>
      </ConfirmDialog>
    </section>
  );
}
