import { useId, useState } from 'react';
import { Segmented } from '../../components/segmented.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useRunFields } from '../panel-data.ts';
import type { PanelFormProps } from '../panel-type.ts';
import styles from './scalar.module.css';
import type { ScalarSettings } from './settings.ts';

export function ScalarForm({ settings, onChange }: PanelFormProps<ScalarSettings>) {
  const id = useId();
  const [text, setText] = useState(settings.field);
  const { data } = useRunFields(text);
  const fields =
    data?.fields.filter(({ hasNumbers }) => hasNumbers).map(({ field }) => field) ?? [];
  return (
    <div className={styles.form}>
      <TextField
        label="Field"
        placeholder="summary.loss"
        list={id}
        autoComplete="off"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          if (fields.includes(event.target.value)) onChange({ field: event.target.value });
        }}
        onBlur={() => text !== settings.field && onChange({ field: text })}
      />
      <datalist id={id}>
        {fields.map((field) => (
          <option key={field} value={field} />
        ))}
      </datalist>
      <Segmented
        label="Of which runs"
        value={settings.scope}
        choices={[
          { value: 'shown', label: 'Runs shown' },
          { value: 'listed', label: 'All listed' },
        ]}
        onChange={(scope) => onChange({ scope })}
      />
    </div>
  );
}
