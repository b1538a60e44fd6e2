import { X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import styles from './name-list-field.module.css';
import { Truncated } from './truncated.tsx';

/** Short names to add to and take from, e.g. aliases. Enter, a comma or leaving the field adds what was typed. */
export function NameListField({
  label,
  names,
  hint,
  error,
  placeholder,
  fixed = [],
  maxLength = 128,
  onChange,
}: {
  readonly label: string;
  readonly names: readonly string[];
  readonly hint?: ReactNode;
  readonly error?: string | null;
  readonly placeholder?: string;
  /** Those that can't be taken away. */
  readonly fixed?: readonly string[];
  readonly maxLength?: number;
  readonly onChange: (names: readonly string[]) => void;
}) {
  const id = useId();
  const [draft, setDraft] = useState('');
  const add = (text: string) => {
    const added = text
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
    if (added.length > 0) onChange([...new Set([...names, ...added])]);
    setDraft('');
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const last = names.at(-1);
    if (event.key === 'Enter' && draft.trim() !== '') {
      event.preventDefault();
      add(draft);
    } else if (event.key === 'Backspace' && draft === '' && last && !fixed.includes(last)) {
      onChange(names.slice(0, -1));
    }
  };
  const note = error ?? hint;
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <div className={styles.box} data-invalid={error ? true : undefined}>
        {names.map((name) => (
          <span key={name} className={styles.name}>
            <Truncated text={name} />
            {fixed.includes(name) ? null : (
              <button
                type="button"
                aria-label={`Remove ${name}`}
                onClick={() => onChange(names.filter((other) => other !== name))}
              >
                <X aria-hidden />
              </button>
            )}
          </span>
        ))}
        <input
          id={id}
          value={draft}
          autoComplete="off"
          spellCheck={false}
          maxLength={maxLength}
          placeholder={names.length === 0 ? placeholder : undefined}
          aria-describedby={note ? `${id}-note` : undefined}
          onChange={({ target: { value } }) => {
            // Also in what is pasted.
            if (value.includes(',')) add(value);
            else setDraft(value);
          }}
          onKeyDown={onKeyDown}
          onBlur={() => add(draft)}
        />
      </div>
      {note ? (
        <p id={`${id}-note`} className={error ? styles.error : styles.hint}>
          {note}
        </p>
      ) : null}
    </div>
  );
}
