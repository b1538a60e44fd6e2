import type { IntegrationInput } from '@runloom/model';
import { useState } from 'react';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { SelectField } from '../../../components/select-field.tsx';
import { TextField } from '../../../components/text-field.tsx';
import { useToasts } from '../../../components/toast.tsx';
import { useCreateIntegration, useSecrets } from '../../../data/integrations.ts';
import styles from './integrations.module.css';

/** Adds a webhook or a channel. */
export function IntegrationDialog({
  entity,
  kind,
  onClose,
}: {
  readonly entity: string;
  readonly kind: 'webhook' | 'channel';
  readonly onClose: () => void;
}) {
  const toasts = useToasts();
  const create = useCreateIntegration(entity);
  const secrets = useSecrets(entity);
  const [name, setName] = useState('');
  const [workspace, setWorkspace] = useState('');
  const [url, setUrl] = useState('');
  const [secretName, setSecretName] = useState('');
  const [accessTokenName, setAccessTokenName] = useState('');
  const names = [
    { value: '', label: 'None' },
    ...(secrets.data ?? []).map((secret) => ({ value: secret.name, label: secret.name })),
  ];
  const submit = () => {
    const input: IntegrationInput =
      kind === 'webhook'
        ? {
            kind,
            name: name.trim(),
            url: url.trim(),
            secretName: secretName || null,
            accessTokenName: accessTokenName || null,
          }
        : { kind, workspace: workspace.trim(), channel: name.trim(), url: url.trim() };
    create.mutate(input, {
      onSuccess: () => {
        toasts.success(kind === 'webhook' ? 'Webhook added' : 'Channel added');
        onClose();
      },
    });
  };
  return (
    <FormDialog
      title={kind === 'webhook' ? 'Add a webhook' : 'Add a channel'}
      description={`For ${entity}. It can’t be changed later, only removed and made anew: an address that came with a secret never gets another one.`}
      submit="Add"
      isBusy={create.isPending}
      error={create.error}
      onSubmit={submit}
      onClose={onClose}
    >
      {kind === 'channel' ? (
        <TextField
          label="Workspace"
          placeholder="Acme"
          value={workspace}
          maxLength={128}
          required
          autoComplete="off"
          onChange={(event) => setWorkspace(event.target.value)}
        />
      ) : null}
      <TextField
        label={kind === 'webhook' ? 'Name' : 'Channel'}
        placeholder={kind === 'webhook' ? 'ci' : '#training'}
        value={name}
        maxLength={128}
        required
        autoComplete="off"
        onChange={(event) => setName(event.target.value)}
      />
      <TextField
        label={kind === 'webhook' ? 'Address' : 'Address of its incoming webhook'}
        type="url"
        placeholder={
          kind === 'webhook' ? 'https://ci.example.com/hook' : 'https://hooks.slack.com/services/…'
        }
        value={url}
        maxLength={2_000}
        required
        autoComplete="off"
        hint={
          kind === 'channel'
            ? 'Kept as a secret: it is never shown again.'
            : 'Addresses in private networks are refused unless the operator allows them.'
        }
        onChange={(event) => setUrl(event.target.value)}
      />
      {kind === 'webhook' ? (
        <div className={styles.pair}>
          <SelectField
            label="Sign with"
            value={secretName}
            choices={names}
            hint="Sent as X-Wandb-Signature."
            onChange={setSecretName}
          />
          <SelectField
            label="Access token"
            value={accessTokenName}
            choices={names}
            hint="Sent as Authorization: Bearer."
            onChange={setAccessTokenName}
          />
        </div>
      ) : null}
    </FormDialog>
  );
}
