import type { IntegrationView } from '@runloom/model';
import { MessageSquare, Plus, Send, Trash2, Webhook } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { ErrorState, messageOf } from '../../../components/error-state.tsx';
import { IconButton } from '../../../components/icon-button.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { useToasts } from '../../../components/toast.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import {
  useDeleteIntegration,
  useIntegrations,
  useTryIntegration,
} from '../../../data/integrations.ts';
import type { Owner } from '../../../data/owners.ts';
import { IntegrationDialog } from './integration-dialog.tsx';
import styles from './integrations.module.css';

/** Webhooks and channels of an owner: adding, trying, removing. None can be changed. */
export function Integrations({ owner: { entity, canManage } }: { readonly owner: Owner }) {
  const query = useIntegrations(entity);
  const [adding, setAdding] = useState<IntegrationView['kind'] | null>(null);
  const [removed, setRemoved] = useState<IntegrationView | null>(null);
  const remove = useDeleteIntegration(entity);
  const toasts = useToasts();
  const confirm = () => {
    if (removed === null) return;
    remove.mutate(removed.id, {
      onSuccess: () => {
        toasts.success(`${nameOf(removed)} removed`);
        setRemoved(null);
      },
      onError: (error) => toasts.failure('It was not removed', error),
    });
  };
  return (
    <section className={styles.stack} aria-label="Webhooks and channels">
      <div className={styles.head}>
        <h3>Webhooks and channels</h3>
        {canManage ? (
          <>
            <Button icon={<Plus aria-hidden />} onClick={() => setAdding('webhook')}>
              Webhook
            </Button>
            <Button icon={<Plus aria-hidden />} onClick={() => setAdding('channel')}>
              Channel
            </Button>
          </>
        ) : null}
      </div>
      {query.isPending ? <Skeleton lines={2} /> : null}
      {query.isError && query.data === undefined ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : null}
      {query.data?.length === 0 ? (
        <p className={styles.none}>
          None yet. A webhook gets JSON; a channel gets a message, as Slack, Mattermost and others
          take it.
        </p>
      ) : null}
      {query.data && query.data.length > 0 ? (
        <ul className={styles.list} aria-label="Webhooks and channels">
          {query.data.map((integration) => (
            <Integration
              key={integration.id}
              entity={entity}
              integration={integration}
              canManage={canManage}
              onRemove={() => setRemoved(integration)}
            />
          ))}
        </ul>
      ) : null}
      {adding === null ? null : (
        <IntegrationDialog entity={entity} kind={adding} onClose={() => setAdding(null)} />
      )}
      <ConfirmDialog
        isOpen={removed !== null}
        title={`Remove ${removed === null ? '' : nameOf(removed)}?`}
        confirm="Remove"
        isBusy={remove.isPending}
        onConfirm={confirm}
        onClose={() => setRemoved(null)}
      >
        <p>Automations that write to it fail from then on and say so in their history.</p>
      </ConfirmDialog>
    </section>
  );
}

const nameOf = (integration: IntegrationView): string =>
  integration.kind === 'webhook' ? integration.name : integration.channel;

function Integration({
  entity,
  integration,
  canManage,
  onRemove,
}: {
  readonly entity: string;
  readonly integration: IntegrationView;
  readonly canManage: boolean;
  readonly onRemove: () => void;
}) {
  const trial = useTryIntegration(entity);
  const name = nameOf(integration);
  return (
    <li>
      <div className={styles.row}>
        {integration.kind === 'webhook' ? <Webhook aria-hidden /> : <MessageSquare aria-hidden />}
        <span className={styles.two}>
          <Truncated text={name} />
          <Truncated text={detailOf(integration)} className={styles.second} />
        </span>
        {canManage ? (
          <span className={styles.actions}>
            <Button
              kind="quiet"
              size="small"
              icon={<Send aria-hidden />}
              isBusy={trial.isPending}
              aria-label={`Try ${name}`}
              onClick={() => trial.mutate(integration.id)}
            >
              Try
            </Button>
            <IconButton
              size="small"
              label={`Remove ${name}`}
              icon={<Trash2 aria-hidden />}
              onClick={onRemove}
            />
          </span>
        ) : null}
      </div>
      {trial.data ? (
        <p role="status" className={trial.data.ok ? styles.ok : styles.error}>
          {trial.data.ok ? 'It arrived.' : 'It did not arrive.'} {trial.data.detail}
        </p>
      ) : null}
      {trial.isError ? (
        <p role="alert" className={styles.error}>
          {messageOf(trial.error)}
        </p>
      ) : null}
    </li>
  );
}

function detailOf(integration: IntegrationView): string {
  if (integration.kind === 'channel') return `Channel in ${integration.workspace}`;
  const { url, secretName, accessTokenName } = integration;
  return [
    url,
    ...(secretName === null ? [] : [`signed with ${secretName}`]),
    ...(accessTokenName === null ? [] : [`token ${accessTokenName}`]),
  ].join(' · ');
}
