import { type ComponentPropsWithRef, type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';
import { shownText } from './shown-text.ts';
import styles from './text-field.module.css';

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
}

/** A labelled choice from a list, with a hint below and the error in its place. */
export function SelectField<Value extends string>({
  label,
  value,
  choices,
  hint,
  error,
  onChange,
  className,
  ...rest
}: {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly Choice<Value>[];
  readonly hint?: ReactNode;
  readonly error?: string | null;
  readonly onChange: (value: Value) => void;
} & Omit<ComponentPropsWithRef<'select'>, 'value' | 'onChange'>) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className={classNames(styles.field, className)}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <select
        {...rest}
        id={id}
        className={classNames(styles.select, styles.medium)}
        value={value}
        aria-invalid={error ? true : undefined}
        aria-describedby={note ? `${id}-note` : undefined}
        onChange={(event) => {
          const chosen = choices.find((choice) => choice.value === event.target.value);
          if (chosen) onChange(chosen.value);
        }}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {shownText(choice.label)}
          </option>
        ))}
      </select>
      {note ? (
        <p id={`${id}-note`} className={error ? styles.error : styles.hint}>
          {note}
        </p>
      ) : null}
    </div>
  );
}
