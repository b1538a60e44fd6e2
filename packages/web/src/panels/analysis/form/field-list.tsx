import { X } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../../../components/icon-button.tsx';
import { shownText } from '../../../components/shown-text.ts';
import styles from './form.module.css';
import { FieldInput } from './value-field.tsx';

/** Several fields of runs, one below the other, with a place for one more. */
export function FieldList({
  one,
  fields,
  most,
  onChange,
}: {
  /** What each of them is called, before its number. */
  readonly one: string;
  readonly fields: readonly string[];
  readonly most: number;
  readonly onChange: (fields: string[]) => void;
}) {
  // The place for one more starts anew after each.
  const [round, setRound] = useState(0);
  return (
    <div className={styles.items}>
      {fields.map((field, index) => (
        <div key={field} className={styles.value}>
          <FieldInput
            label={`${one} ${index + 1}`}
            value={field}
            onChange={(next) => {
              const rest = fields.toSpliced(index, 1);
              if (next === '' || rest.includes(next)) onChange(rest);
              else onChange(fields.with(index, next));
            }}
          />
          <IconButton
            size="small"
            label={`Remove ${shownText(field).slice(0, 100)}`}
            icon={<X aria-hidden />}
            onClick={() => onChange(fields.toSpliced(index, 1))}
          />
        </div>
      ))}
      {fields.length < most ? (
        <FieldInput
          key={round}
          label={`${one} ${fields.length + 1}`}
          placeholder="add a field …"
          value=""
          onChange={(next) => {
            if (next !== '' && !fields.includes(next)) onChange([...fields, next]);
            setRound(round + 1);
          }}
        />
      ) : null}
    </div>
  );
}
