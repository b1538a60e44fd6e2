import type { ReactNode } from 'react';
import styles from './code-block.module.css';
import { CopyButton } from './copy-button.tsx';

/** Code to read or paste. */
export function CodeBlock({
  text,
  title,
  label,
  children,
}: {
  readonly text: string;
  readonly title?: ReactNode;
  /** What it is, read aloud, e.g. `Python to paste`. */
  readonly label: string;
  /** Shown instead of the text, e.g. with parts marked; the text is still what is copied. */
  readonly children?: ReactNode;
}) {
  return (
    <figure className={styles.block} aria-label={label}>
      <div className={styles.head}>
        <figcaption className={styles.title}>{title ?? label}</figcaption>
        <CopyButton text={text} label={`Copy ${label.toLowerCase()}`} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre className={styles.code} tabIndex={0}>
        <code>{children ?? text}</code>
      </pre>
    </figure>
  );
}
