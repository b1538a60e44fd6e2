import { Search, X } from 'lucide-react';
import type { KeyboardEvent, ReactNode, Ref } from 'react';
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
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && value !== '') {
            event.stopPropagation();
            onChange('');
          }
          onKeyDown?.(event);
        }}
      />
      {trailing ? <span className={styles.trailing}>{trailing}</span> : null}
      {value === '' ? null : (
        <button
          type="button"
          className={styles.clear}
          aria-label="Clear search"
          onClick={() => onChange('')}
        >
          <X aria-hidden />
        </button>
      )}
    </div>
  );
}
