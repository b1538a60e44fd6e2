import { Search, X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, type Ref, useState } from 'react';
import { classNames } from './class-names.ts';
import styles from './search-field.module.css';

/** A box to search or filter with. Escape empties it. */
export function SearchField({
  value,
  onChange,
  label,
  placeholder = label,
  inputRef,
  onKeyDown,
  trailing,
  className,
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly label: string;
  readonly placeholder?: string;
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void;
  /** Shown at the end inside the box, e.g. a count of matches. */
  readonly trailing?: ReactNode;
  readonly className?: string | undefined;
}) {
  const [draft, change] = useDraft(value, onChange);
  return (
    <div className={classNames(styles.search, className)}>
      <Search aria-hidden className={styles.icon} />
      <input
        ref={inputRef}
        type="text"
        inputMode="search"
        enterKeyHint="search"
        autoComplete="off"
        spellCheck={false}
        className={styles.input}
        aria-label={label}
        placeholder={placeholder}
        value={draft}
        onChange={(event) => change(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && draft !== '') {
            event.stopPropagation();
            change('');
          }
          onKeyDown?.(event);
        }}
      />
      {trailing ? <span className={styles.trailing}>{trailing}</span> : null}
      {draft === '' ? null : (
        <button
          type="button"
          className={styles.clear}
          aria-label="Clear search"
          onClick={() => change('')}
        >
          <X aria-hidden />
        </button>
      )}
    </div>
  );
}

/**
 * What is typed stays in the box while its owner takes it over, which one that keeps it in the
 * address does some time later; only a text that was not typed here replaces it.
 */
function useDraft(
  value: string,
  onChange: (value: string) => void,
): [string, (text: string) => void] {
  const [state, setState] = useState({ draft: value, known: value, underWay: [] as string[] });
  if (value !== state.known) {
    const at = state.underWay.indexOf(value);
    setState({
      draft: at < 0 ? value : state.draft,
      known: value,
      underWay: at < 0 ? [] : state.underWay.slice(at + 1),
    });
  }
  const change = (text: string) => {
    setState((before) => ({ ...before, draft: text, underWay: [...before.underWay, text] }));
    onChange(text);
  };
  return [state.draft, change];
}
