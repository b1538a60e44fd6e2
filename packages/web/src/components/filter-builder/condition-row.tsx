import { X } from 'lucide-react';
import { useId } from 'react';
import { IconButton } from '../icon-button.tsx';
import styles from './filter-builder.module.css';
import { type ConditionLine, needsValue, OPERATORS, type Operator } from './operators.ts';

/**
 * Field, operator and value of one condition.
 * @param onDraft told of every stroke
 * @param onApply told of what is left, or entered
 */
export function ConditionRow({
  draft,
  isKnown,
  fields,
  operators,
  values,
  placeholder = 'Value',
  onDraft,
  onApply,
  onRemove,
}: {
  readonly draft: ConditionLine;
  /** Whether there is a field of this name. */
  readonly isKnown: boolean;
  readonly fields: readonly string[];
  readonly operators: readonly Operator[];
  readonly values: readonly string[];
  readonly placeholder?: string | undefined;
  readonly onDraft: (draft: ConditionLine) => void;
  readonly onApply: (draft: ConditionLine) => void;
  readonly onRemove: () => void;
}) {
  const id = useId();
  return (
    <div className={styles.line}>
      <input
        className={styles.fieldName}
        aria-label="Field"
        placeholder="Field"
        list={`${id}-fields`}
        value={draft.field}
        aria-invalid={(draft.field !== '' && !isKnown) || undefined}
        onChange={(event) => onDraft({ ...draft, field: event.target.value })}
        onBlur={() => onApply(draft)}
      />
      <Choices id={`${id}-fields`} texts={fields} />
      <select
        aria-label="Operator"
        value={draft.operator}
        onChange={(event) => onApply({ ...draft, operator: event.target.value as Operator })}
      >
        {operators.map((operator) => (
          <option key={operator} value={operator}>
            {OPERATORS[operator]}
          </option>
        ))}
      </select>
      {needsValue(draft.operator) ? (
        <>
          <input
            className={styles.value}
            aria-label="Value"
            placeholder={placeholder}
            list={`${id}-values`}
            value={draft.value}
            onChange={(event) => onDraft({ ...draft, value: event.target.value })}
            onBlur={() => onApply(draft)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') onApply(draft);
            }}
          />
          <Choices id={`${id}-values`} texts={values} />
        </>
      ) : null}
      <IconButton
        size="small"
        label="Remove the condition"
        icon={<X aria-hidden />}
        onClick={onRemove}
      />
    </div>
  );
}

function Choices({ id, texts }: { readonly id: string; readonly texts: readonly string[] }) {
  return (
    <datalist id={id}>
      {texts.map((text) => (
        <option key={text} value={text} />
      ))}
    </datalist>
  );
}
