import type { ModelProviderView } from '@runloom/model';
import { Plus, X } from 'lucide-react';
import { Button } from '../../../components/button.tsx';
import { IconButton } from '../../../components/icon-button.tsx';
import { SelectField } from '../../../components/select-field.tsx';
import { TextField } from '../../../components/text-field.tsx';
import { ModelFields } from '../scorers/model-fields.tsx';
import type { ModelDraft } from './model-draft.ts';
import styles from './new.module.css';

const KINDS = [
  { value: 'prompt', label: 'A prompt, asked of a model' },
  { value: 'saved', label: 'Settings of the playground' },
] as const;
const MOST_MODELS = 10;

/** What is evaluated: each becomes an evaluation of its own. */
export function ModelsField({
  drafts,
  prompts,
  saved,
  providers,
  onChange,
}: {
  readonly drafts: readonly ModelDraft[];
  readonly prompts: readonly string[];
  readonly saved: readonly string[];
  readonly providers: readonly ModelProviderView[];
  readonly onChange: (drafts: readonly ModelDraft[]) => void;
}) {
  return (
    <div className={styles.models}>
      {drafts.map((draft, index) => {
        const change = (part: Partial<ModelDraft>) =>
          onChange(drafts.with(index, { ...draft, ...part }));
        const names = draft.kind === 'prompt' ? prompts : saved;
        return (
          <fieldset key={draft.id} className={styles.model}>
            <legend className="visually-hidden">Model {index + 1}</legend>
            <SelectField
              label="What"
              value={draft.kind}
              choices={KINDS}
              onChange={(kind) =>
                change({ kind, name: (kind === 'prompt' ? prompts : saved)[0] ?? '' })
              }
            />
            <SelectField
              label={draft.kind === 'prompt' ? 'Prompt' : 'Settings'}
              value={draft.name}
              choices={[
                ...(names.includes(draft.name) ? [] : [{ value: draft.name, label: 'Choose' }]),
                ...names.map((name) => ({ value: name, label: name })),
              ]}
              onChange={(name) => change({ name })}
            />
            <TextField
              label="Version"
              placeholder="latest"
              value={draft.version}
              onChange={(event) => change({ version: event.target.value })}
            />
            {draft.kind === 'saved' ? null : (
              <ModelFields
                providers={providers}
                provider={draft.provider}
                model={draft.model}
                onChange={change}
              />
            )}
            {drafts.length < 2 ? null : (
              <IconButton
                size="small"
                label={`Remove model ${index + 1}`}
                icon={<X aria-hidden />}
                onClick={() => onChange(drafts.toSpliced(index, 1))}
              />
            )}
          </fieldset>
        );
      })}
      {drafts.length >= MOST_MODELS ? null : (
        <div>
          <Button
            icon={<Plus aria-hidden />}
            onClick={() => {
              const [last] = drafts.slice(-1);
              const id = Math.max(0, ...drafts.map((draft) => draft.id)) + 1;
              if (last !== undefined) onChange([...drafts, { ...last, id }]);
            }}
          >
            Another model
          </Button>
        </div>
      )}
    </div>
  );
}
