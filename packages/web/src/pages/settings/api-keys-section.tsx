import type { ApiKeyView } from '@runloom/model';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { Cell, HeadCell, Row, Table } from '../../components/table.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { useToasts } from '../../components/toast.tsx';
import { Truncated } from '../../components/truncated.tsx';
import { useApiKeys, useRevokeApiKey } from '../../data/api-keys.ts';
import styles from './api-keys-section.module.css';
import { KeyForm } from './key-form.tsx';
import { Section } from './section.tsx';

/** The reader's API keys: making one, seeing which are used, revoking. */
export function ApiKeysSection() {
  const keys = useApiKeys();
  const [revoked, setRevoked] = useState<ApiKeyView | null>(null);
  return (
    <Section
      title="API keys"
      description="Scripts sign in with them: WANDB_API_KEY. A key is shown once, when it is created; only a hash is stored."
    >
      <KeyForm />
      {keys.isPending ? <Skeleton lines={3} /> : null}
      {keys.isError ? <ErrorState error={keys.error} onRetry={() => void keys.refetch()} /> : null}
      {keys.data?.length === 0 ? <p className={styles.none}>You have no keys yet.</p> : null}
      {keys.data && keys.data.length > 0 ? (
        <div className={styles.frame}>
          <Table label="API keys">
            <thead>
              <tr>
                <HeadCell>Name</HeadCell>
                <HeadCell width="17%">Key</HeadCell>
                <HeadCell width="22%">May</HeadCell>
                <HeadCell width="15%">Expires</HeadCell>
                <HeadCell width="13%">Last used</HeadCell>
                <HeadCell width="96px">
                  <span className="visually-hidden">Actions</span>
                </HeadCell>
              </tr>
            </thead>
            <tbody>
              {keys.data.map((key) => (
                <Row key={key.id}>
                  <Cell>
                    <Truncated text={key.name} />
                  </Cell>
                  <Cell isMuted>
                    <code>{key.prefix}…</code>
                  </Cell>
                  <Cell isMuted>
                    <Truncated text={scopeText(key)} />
                  </Cell>
                  <Cell isMuted>{expiryText(key)}</Cell>
                  <Cell isMuted>
                    {key.lastUsedAt === null ? 'Never' : <TimeAgo at={key.lastUsedAt} />}
                  </Cell>
                  <Cell align="end">
                    <Button
                      kind="quiet"
                      size="small"
                      aria-label={`Revoke ${key.name}`}
                      onClick={() => setRevoked(key)}
                    >
                      Revoke
                    </Button>
                  </Cell>
                </Row>
              ))}
            </tbody>
          </Table>
        </div>
      ) : null}
      <RevokeDialog apiKey={revoked} onClose={() => setRevoked(null)} />
    </Section>
  );
}

const SCOPES = { admin: 'All you may', write: 'Read and write', read: 'Read only' } as const;

/** What a key may, and where. */
function scopeText({ scope, within }: ApiKeyView): string {
  if (within === null) return SCOPES[scope];
  const place = within.project === null ? within.entity : `${within.entity}/${within.project}`;
  return `${SCOPES[scope]} in ${place}`;
}

function expiryText({ expiresAt }: ApiKeyView): string {
  if (expiresAt === null) return 'Never';
  if (expiresAt <= Date.now()) return 'Expired';
  return new Date(expiresAt).toLocaleDateString(undefined, { dateStyle: 'medium' });
}

function RevokeDialog({
  apiKey,
  onClose,
}: {
  readonly apiKey: ApiKeyView | null;
  readonly onClose: () => void;
}) {
  const revoke = useRevokeApiKey();
  const toasts = useToasts();
  const confirm = () => {
    if (apiKey === null) return;
    revoke.mutate(apiKey.id, {
      onSuccess: () => {
        toasts.success('Key revoked');
        onClose();
      },
      onError: (error) => toasts.failure('The key was not revoked', error),
    });
  };
  return (
    <ConfirmDialog
      isOpen={apiKey !== null}
      title="Revoke this key?"
      confirm="Revoke key"
      isBusy={revoke.isPending}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>
        Scripts that use <bdi className={styles.strong}>{apiKey?.name}</bdi> (
        <code>{apiKey?.prefix}…</code>) can’t log any more from this moment on. This can’t be
        undone.
      </p>
    </ConfirmDialog>
  );
}
