import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { classNames } from '../../../components/class-names.ts';
import { shownText } from '../../../components/shown-text.ts';
import { valueText } from '../../../components/value-tree/api-json.ts';
import styles from '../datasets.module.css';
import { breaksJson, editText } from './cell-text.ts';

const MOST_TEXT = 300;

/** Where the focus goes after a cell was changed. */
export type NextCell = 'down' | 'right' | 'here';

/** One cell of the sheet; a field over it while it is changed. */
export function GridCell({
  label,
  value,
  isLoading,
  isChanged = false,
  isCurrent,
  isEditing,
  place,
  column,
  onChoose,
  onEdit,
  onDone,
  onKeyDown,
  onPaste,
}: {
  readonly label: string;
  readonly value: unknown;
  readonly isLoading: boolean;
  readonly isChanged?: boolean | undefined;
  readonly isCurrent: boolean;
  readonly isEditing: boolean;
  readonly place: number;
  readonly column: number;
  readonly onChoose: () => void;
  readonly onEdit: () => void;
  /** Null leaves it as it was. */
  readonly onDone: (text: string | null, next: NextCell) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onPaste: (event: ClipboardEvent) => void;
}) {
  return (
    <td
      tabIndex={isCurrent ? 0 : -1}
      data-place={place}
      data-column={column}
      className={classNames(
        styles.sheetCell,
        isCurrent && styles.isCurrent,
        isChanged && styles.isChanged,
      )}
      onFocus={onChoose}
      onDoubleClick={onEdit}
      onKeyDown={onKeyDown}
      onPaste={onPaste}
    >
      {isEditing ? (
        <CellField label={label} value={value} onDone={onDone} />
      ) : (
        <CellText value={value} isLoading={isLoading} />
      )}
    </td>
  );
}

export function CellText({
  value,
  isLoading = false,
}: {
  readonly value: unknown;
  readonly isLoading?: boolean;
}) {
  if (isLoading) return <span className={styles.faint}>…</span>;
  if (value === undefined) return <span className={styles.faint}>–</span>;
  if (value === null) return <span className={styles.faint}>null</span>;
  const text = typeof value === 'string' ? value : valueText(value);
  return (
    <span
      title={text.length > 40 ? text.slice(0, 2_000) : undefined}
      className={typeof value === 'string' ? undefined : styles.code}
    >
      {shownText(text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text)}
    </span>
  );
}

function CellField({
  label,
  value,
  onDone,
}: {
  readonly label: string;
  readonly value: unknown;
  readonly onDone: (text: string | null, next: NextCell) => void;
}) {
  const start = editText(value);
  const [text, setText] = useState(start);
  const field = useRef<HTMLTextAreaElement>(null);
  const isDone = useRef(false);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const done = (next: NextCell, isKept = true): void => {
    // Leaving the field is told once more when it goes away.
    if (isDone.current) return;
    isDone.current = true;
    onDone(isKept && text !== start ? text : null, next);
  };
  return (
    <div className={styles.cellEditor}>
      <textarea
        ref={field}
        aria-label={label}
        className={styles.cellField}
        rows={Math.min(8, Math.max(1, text.split('\n').length, Math.ceil(text.length / 36)))}
        value={text}
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => done('here')}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Escape') done('here', false);
          else if (event.key === 'Tab' || (event.key === 'Enter' && !event.shiftKey)) {
            event.preventDefault();
            done(event.key === 'Tab' ? 'right' : 'down');
          }
        }}
      />
      {breaksJson(value, text) ? (
        <p role="status" className={styles.cellNote}>
          This is no JSON, and will be a text.
        </p>
      ) : null}
    </div>
  );
}
