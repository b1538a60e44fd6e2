import type { ModelProviderView } from '@runloom/model';
import { useId } from 'react';
import { SelectField } from '../../../components/select-field.tsx';
import { TextField } from '../../../components/text-field.tsx';

/** A provider, and one of its models. */
export function ModelFields({
  providers,
  provider,
  model,
  onChange,
}: {
  readonly providers: readonly ModelProviderView[];
  readonly provider: string;
  readonly model: string;
  readonly onChange: (change: { readonly provider?: string; readonly model?: string }) => void;
}) {
  const id = useId();
  const known = providers.find(({ name }) => name === provider);
  const choices = [
    ...(known === undefined ? [{ value: provider, label: provider || 'Choose a provider' }] : []),
    ...providers.map(({ name }) => ({ value: name, label: name })),
  ];
  return (
    <>
      <SelectField
        label="Provider"
        value={provider}
        choices={choices}
        onChange={(next) => {
          const [first = ''] = providers.find(({ name }) => name === next)?.models ?? [];
          onChange({ provider: next, ...(model === '' ? { model: first } : {}) });
        }}
      />
      <TextField
        label="Model"
        list={id}
        value={model}
        onChange={(event) => onChange({ model: event.target.value })}
      />
      <datalist id={id}>
        {(known?.models ?? []).map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
    </>
  );
}
