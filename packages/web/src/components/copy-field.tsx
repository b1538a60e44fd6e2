import { CopyButton } from './copy-button.tsx';
import styles from './copy-field.module.css';

/** One line of text to copy, e.g. a key or a command. */
export function CopyField({
  text,
  label,
}: {
  readonly text: string;
  /** What it is, e.g. `API key`. */
  readonly label: string;
}) {
  return (
    <div className={styles.field}>
      <input
        className={styles.text}
        readOnly
        value={text}
        aria-label={label}
        spellCheck={false}
        onFocus={(event) => event.currentTarget.select()}
      />
      <CopyButton text={text} label={`Copy ${label}`} />
    </div>
  );
}
