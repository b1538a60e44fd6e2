import type { ModelInterface, ModelProviderView } from '@runloom/model';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { AreaField, Form } from '../../components/fields.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { shownText } from '../../components/shown-text.ts';
import { TextField } from '../../components/text-field.tsx';
import { useToasts } from '../../components/toast.tsx';
import { usePutModelProvider, useRemoveModelProvider } from '../../data/playground.ts';
import styles from './playground.module.css';

const INTERFACES = [
  { value: 'openai', label: 'OpenAI and compatible (vLLM, Ollama)' },
  { value: 'anthropic', label: 'Anthropic' },
  { value: 'gemini', label: 'Gemini' },
] as const;

const ADDRESSES: Readonly<Record<ModelInterface, string>> = {
  openai: 'https://api.openai.com/v1',
  anthropic: 'https://api.anthropic.com',
  gemini: 'https://generativelanguage.googleapis.com',
};

interface Draft {
  readonly name: string;
  readonly interface: ModelInterface;
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly models: string;
  readonly isKnown: boolean;
  readonly hasKey: boolean;
}

const NEW: Draft = {
  name: 'openai',
  interface: 'openai',
  baseUrl: ADDRESSES.openai,
  apiKey: '',
  models: '',
  isKnown: false,
  hasKey: false,
};

/** Where the models of an owner are asked: addresses, keys that are never told again, names of models. */
export function ProvidersDialog({
  entity,
  providers,
  onClose,
}: {
  readonly entity: string;
  readonly providers: readonly ModelProviderView[];
  readonly onClose: () => void;
}) {
  const [draft, setDraft] = useState<Draft | null>(providers.length === 0 ? NEW : null);
  const put = usePutModelProvider(entity);
  const remove = useRemoveModelProvider(entity);
  const toasts = useToasts();
  const change = (part: Partial<Draft>) => setDraft(draft === null ? null : { ...draft, ...part });
  const save = ({ name, interface: kind, baseUrl, apiKey, models, hasKey }: Draft) =>
    put.mutate(
      {
        name,
        interface: kind,
        baseUrl,
        ...(apiKey === '' ? (hasKey ? {} : { apiKey: null }) : { apiKey }),
        models: models
          .split(/[\n,]/)
          .map((model) => model.trim())
          .filter((model) => model !== ''),
      },
      { onSuccess: () => setDraft(null) },
    );
  return (
    <Dialog
      isOpen
      width="medium"
      title={`Providers of ${entity}`}
      onClose={onClose}
      footer={
        draft === null ? (
          <Button kind="primary" onClick={() => setDraft(NEW)}>
            Add a provider
          </Button>
        ) : (
          <>
            <Button onClick={() => (providers.length === 0 ? onClose() : setDraft(null))}>
              Cancel
            </Button>
            <Button
              kind="primary"
              disabled={draft.name === '' || draft.baseUrl === ''}
              isBusy={put.isPending}
              onClick={() => save(draft)}
            >
              Save
            </Button>
          </>
        )
      }
    >
      {draft === null ? (
        <ul className={styles.providers}>
          {providers.map((provider) => (
            <li key={provider.name} className={styles.provider}>
              <button
                type="button"
                className={styles.providerName}
                onClick={() =>
                  setDraft({
                    ...provider,
                    apiKey: '',
                    models: provider.models.join('\n'),
                    isKnown: true,
                  })
                }
              >
                {shownText(provider.name)}
              </button>
              <span className={styles.muted}>{shownText(provider.baseUrl)}</span>
              <span className={styles.muted}>{provider.hasKey ? 'with a key' : 'without key'}</span>
              <IconButton
                size="small"
                label={`Remove ${provider.name}`}
                icon={<Trash2 aria-hidden />}
                onClick={() =>
                  remove.mutate(provider.name, {
                    onError: (error) => toasts.failure('The provider was not removed', error),
                  })
                }
              />
            </li>
          ))}
        </ul>
      ) : (
        <Form>
          <SelectField
            label="Interface"
            value={draft.interface}
            choices={INTERFACES}
            onChange={(next) =>
              change({
                interface: next,
                ...(draft.isKnown ? {} : { name: next, baseUrl: ADDRESSES[next] }),
              })
            }
          />
          <TextField
            label="Name"
            value={draft.name}
            maxLength={64}
            disabled={draft.isKnown}
            onChange={(event) => change({ name: event.target.value })}
          />
          <TextField
            label="Base address"
            value={draft.baseUrl}
            hint="Ollama: http://localhost:11434/v1, vLLM: http://localhost:8000/v1. The server calls them only where its operator set RUNLOOM_OUTBOUND_ALLOWED_HOSTS=localhost."
            error={put.error?.message ?? null}
            onChange={(event) => change({ baseUrl: event.target.value })}
          />
          <TextField
            label="Key"
            type="password"
            autoComplete="off"
            value={draft.apiKey}
            hint={
              draft.hasKey
                ? 'There is one. Empty keeps it; another address asks for it again.'
                : 'Stored encrypted, and never shown again.'
            }
            onChange={(event) => change({ apiKey: event.target.value })}
          />
          <AreaField
            label="Models to choose from, one a line"
            rows={4}
            value={draft.models}
            onChange={(models) => change({ models })}
          />
        </Form>
      )}
    </Dialog>
  );
}
