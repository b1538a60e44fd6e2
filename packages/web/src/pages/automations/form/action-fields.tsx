import type { IntegrationView } from '@runloom/model';
import { Link } from '@tanstack/react-router';
import { useRef } from 'react';
import { SelectField } from '../../../components/select-field.tsx';
import { TextAreaField } from '../../../components/text-area-field.tsx';
import { TextField } from '../../../components/text-field.tsx';
import { useIntegrations } from '../../../data/integrations.ts';
import styles from '../automations.module.css';
import { variablesOf } from '../events.ts';
import type { Draft, FieldsProps } from './draft.ts';

const ACTIONS = [
  { value: 'GENERIC_WEBHOOK', label: 'Call a webhook' },
  { value: 'NOTIFICATION', label: 'Write to a channel' },
  { value: 'NO_OP', label: 'Only take note of it' },
] as const;

/** What it does. */
export function ActionFields({
  draft,
  problems,
  entity,
  onChange,
}: FieldsProps & { readonly entity: string }) {
  const integrations = useIntegrations(entity);
  const kind = draft.action === 'NOTIFICATION' ? 'channel' : 'webhook';
  const fitting = (integrations.data ?? []).filter((each) => each.kind === kind);
  return (
    <fieldset className={styles.step}>
      <legend>2. Then</legend>
      <div className={styles.row}>
        <SelectField
          label="Action"
          value={draft.action}
          choices={ACTIONS}
          onChange={(action) => onChange({ action, integrationId: null })}
        />
        {draft.action === 'NO_OP' ? null : (
          <SelectField
            label={kind === 'channel' ? 'Channel' : 'Webhook'}
            value={String(draft.integrationId ?? '')}
            error={problems.integrationId ?? null}
            choices={[
              { value: '', label: 'Choose…' },
              ...fitting.map((each) => ({ value: String(each.id), label: labelOf(each) })),
            ]}
            onChange={(id) => onChange({ integrationId: id === '' ? null : Number(id) })}
          />
        )}
      </div>
      {draft.action !== 'NO_OP' && integrations.isSuccess && fitting.length === 0 ? (
        <p className={styles.note}>
          {entity} has no {kind} yet.{' '}
          <Link
            to="/settings"
            hash="integrations"
            search={{ owner: entity }}
            className={styles.link}
          >
            Add one in the settings
          </Link>
          .
        </p>
      ) : null}
      {draft.action === 'GENERIC_WEBHOOK' ? <Payload {...{ draft, problems, onChange }} /> : null}
      {draft.action === 'NOTIFICATION' ? (
        <>
          <div className={styles.row}>
            <TextField
              label="Title"
              placeholder="What happened, in words"
              value={draft.title}
              maxLength={1_000}
              onChange={(event) => onChange({ title: event.target.value })}
            />
            <SelectField
              label="Severity"
              value={draft.severity}
              choices={[
                { value: 'INFO', label: 'Information' },
                { value: 'WARN', label: 'Warning' },
                { value: 'ERROR', label: 'Error' },
              ]}
              onChange={(severity) => onChange({ severity })}
            />
          </div>
          <TextAreaField
            label="Message"
            rows={3}
            value={draft.message}
            maxLength={10_000}
            onChange={(event) => onChange({ message: event.target.value })}
          />
        </>
      ) : null}
    </fieldset>
  );
}

const labelOf = (integration: IntegrationView): string =>
  integration.kind === 'webhook'
    ? `${integration.name} (${integration.url})`
    : `${integration.channel} (${integration.workspace})`;

function Payload({ draft, problems, onChange }: FieldsProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const insert = (name: string) => {
    const { current } = area;
    const at = current?.selectionStart ?? draft.payload.length;
    const end = current?.selectionEnd ?? at;
    const text = `${draft.payload.slice(0, at)}\${${name}}${draft.payload.slice(end)}`;
    const change: Partial<Draft> = { payload: text };
    onChange(change);
    requestAnimationFrame(() => {
      const caret = at + name.length + 3;
      current?.focus();
      current?.setSelectionRange(caret, caret);
    });
  };
  return (
    <div className={styles.step}>
      <TextAreaField
        ref={area}
        label="Payload"
        isCode
        rows={6}
        placeholder={'{"run": "${run_name}", "value": "${metric_value}"}'}
        value={draft.payload}
        hint="JSON; ${name} in its texts is filled in. Empty: every variable is sent."
        error={problems.payload ?? null}
        onChange={(event) => onChange({ payload: event.target.value })}
      />
      <fieldset className={styles.variables} aria-label="Variables to insert">
        {variablesOf(draft.event).map((name) => (
          <button key={name} type="button" onClick={() => insert(name)}>
            {name}
          </button>
        ))}
      </fieldset>
    </div>
  );
}
