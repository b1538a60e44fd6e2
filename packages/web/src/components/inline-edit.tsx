import { Pencil } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { classNames } from './class-names.ts';
import styles from './inline-edit.module.css';

/**
 * Text that turns into a field when it is clicked. Enter (in a longer text: Ctrl/⌘ Enter) or leaving
 * the field keeps the change, Escape drops it.
 */
export function InlineEdit({
  value,
  onSave,
  label,
  placeholder,
  maxLength,
  isLong = false,
  isRequired = false,
  canEdit,
  children,
}: {
  readonly value: string;
  readonly onSave: (value: string) => void;
  /** What it is, e.g. `Name`. */
  readonly label: string;
  readonly placeholder?: string;
  readonly maxLength?: number;
  readonly isLong?: boolean;
  /** An empty text is no change. */
  readonly isRequired?: boolean;
  readonly canEdit: boolean;
  /** How the text is shown. */
  readonly children: ReactNode;
}) {
  const [draft, setDraft] = useState<string | null>(null);
  if (draft === null) {
    if (!canEdit) return children;
    return (
      <button
        type="button"
        className={classNames(styles.shown, isLong && styles.long)}
        onClick={() => setDraft(value)}
      >
        {children}
        <span className="visually-hidden">Edit {label.toLowerCase()}</span>
        <Pencil aria-hidden className={styles.pencil} />
      </button>
    );
  }
  const save = () => {
    setDraft(null);
    const next = isLong ? draft : draft.trim();
    if (next !== value && !(isRequired && next === '')) onSave(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      setDraft(null);
    } else if (event.key === 'Enter' && (!isLong || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      save();
    }
  };
  const field = {
    'aria-label': label,
    value: draft,
    placeholder,
    maxLength,
    // The reader has just asked to edit it.
    autoFocus: true,
    onBlur: save,
    onKeyDown,
  };
  return isLong ? (
    <textarea
      {...field}
      rows={Math.min(16, Math.max(4, draft.split('\n').length + 1))}
      className={classNames(styles.field, styles.area)}
      onChange={(event) => setDraft(event.target.value)}
    />
  ) : (
    <input
      {...field}
      className={styles.field}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setDraft(event.target.value)}
    />
  );
}
