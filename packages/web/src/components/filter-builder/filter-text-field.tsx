import type { FilterTextError } from '@runloom/model';
import { useEffect, useId, useState } from 'react';
import styles from './filter-text-field.module.css';

/** A filter as text; it counts once it is left or Enter is pressed. What is wrong with it stands below. */
export function FilterTextField({
  text,
  placeholder,
  problemOf,
  onChange,
}: {
  readonly text: string;
  readonly placeholder: string;
  /** Null for what is a filter. */
  readonly problemOf: (text: string) => FilterTextError | null;
  readonly onChange: (text: string) => void;
}) {
  const id = useId();
  // While it is typed it need not be a filter yet.
  const [draft, setDraft] = useState(text);
  useEffect(() => setDraft(text), [text]);
  const problem = problemOf(draft);
  return (
    <div className={styles.field}>
      <label htmlFor={id}>As text</label>
      <textarea
        id={id}
        className={styles.text}
        rows={2}
        spellCheck={false}
        placeholder={placeholder}
        value={draft}
        aria-invalid={problem !== null || undefined}
        aria-describedby={problem === null ? undefined : `${id}-problem`}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={() => draft !== text && onChange(draft)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey) return;
          event.preventDefault();
          onChange(draft);
        }}
      />
      {problem === null ? null : (
        <p id={`${id}-problem`} role="alert" className={styles.problem}>
          Character {problem.from + 1}: {problem.message}
          <code className={styles.place}>
            {draft.slice(Math.max(0, problem.from - 20), problem.from)}
            <mark>{draft.slice(problem.from, Math.max(problem.to, problem.from + 1)) || '⏎'}</mark>
            {draft.slice(problem.to, problem.to + 20)}
          </code>
        </p>
      )}
    </div>
  );
}
