import { type ReactNode, useEffect, useId, useState } from 'react';
import { classNames } from './class-names.ts';
import styles from './fields.module.css';
import { Truncated } from './truncated.tsx';

/** The box of an input or a choice that stands in a row, named by its `aria-label`. */
export const fieldBoxClass = styles.box;

/** Fields below each other, as in the drawer of a panel's settings. */
export function Form({ children }: { readonly children: ReactNode }) {
  return <div className={styles.form}>{children}</div>;
}

/** A whole number between two others; empty is null, where that is allowed. */
export function NumberField({
  label,
  hint,
  value,
  min,
  max,
  placeholder,
  onChange,
}: {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly value: number | null;
  readonly min: number;
  readonly max: number;
  /** What an empty field means; absent: it may not be empty. */
  readonly placeholder?: string;
  readonly onChange: (value: number | null) => void;
}) {
  const id = useId();
  const [text, setText] = useState(value === null ? '' : String(value));
  useEffect(() => setText(value === null ? '' : String(value)), [value]);
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        type="number"
        className={styles.box}
        min={min}
        max={max}
        value={text}
        placeholder={placeholder}
        onChange={(event) => {
          setText(event.target.value);
          const next = event.target.value === '' ? null : Number(event.target.value);
          if (next === null) {
            if (placeholder !== undefined) onChange(null);
          } else if (Number.isInteger(next) && next >= min && next <= max) onChange(next);
        }}
        onBlur={() => setText(value === null ? '' : String(value))}
      />
      {hint ? <p className={styles.hint}>{hint}</p> : null}
    </div>
  );
}

/** Text of several lines. */
export function AreaField({
  label,
  hint,
  error,
  value,
  isCode = false,
  rows = 8,
  maxLength,
  onChange,
}: {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | null;
  readonly value: string;
  readonly isCode?: boolean;
  readonly rows?: number;
  readonly maxLength?: number;
  readonly onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <textarea
        id={id}
        className={classNames(styles.area, isCode && styles.code)}
        rows={rows}
        maxLength={maxLength}
        spellCheck={!isCode}
        value={value}
        aria-invalid={error ? true : undefined}
        aria-describedby={error || hint ? `${id}-note` : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {error || hint ? (
        <p
          id={`${id}-note`}
          className={error ? styles.error : styles.hint}
          role={error ? 'alert' : undefined}
        >
          {error ?? hint}
        </p>
      ) : null}
    </div>
  );
}

/** Any of a list, each with a box to tick. */
export function ChoicesField({
  label,
  chosen,
  choices,
  whenEmpty,
  onChange,
}: {
  readonly label: string;
  readonly chosen: readonly string[];
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly whenEmpty: string;
  readonly onChange: (chosen: readonly string[]) => void;
}) {
  return (
    <fieldset className={styles.field}>
      <legend className={styles.label}>{label}</legend>
      {choices.length === 0 ? <p className={styles.hint}>{whenEmpty}</p> : null}
      {choices.length === 0 ? null : (
        <div className={styles.list}>
          {choices.map(({ value, label: name }) => (
            <label key={value}>
              <input
                type="checkbox"
                checked={chosen.includes(value)}
                onChange={(event) =>
                  onChange(
                    event.target.checked
                      ? [...chosen, value]
                      : chosen.filter((one) => one !== value),
                  )
                }
              />
              <Truncated text={name} />
            </label>
          ))}
        </div>
      )}
    </fieldset>
  );
}
