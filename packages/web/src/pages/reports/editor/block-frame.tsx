import type { ReactNode } from 'react';
import { classNames } from '../../../components/class-names.ts';
import { shownText } from '../../../components/shown-text.ts';
import styles from './nodes/blocks.module.css';

/** What is around a block that React draws: a line of its name and tools, and what it shows. */
export function BlockFrame({
  label,
  title,
  tools,
  isSelected,
  isQuiet = false,
  children,
}: {
  /** Read aloud. */
  readonly label: string;
  readonly title?: ReactNode;
  readonly tools?: ReactNode;
  readonly isSelected: boolean;
  /** Without a frame: what it shows is all there is. */
  readonly isQuiet?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <section
      className={classNames(styles.block, isQuiet && styles.quiet, isSelected && styles.selected)}
      aria-label={shownText(label)}
    >
      {title === undefined && tools === undefined ? null : (
        <header className={styles.blockHead}>
          <div className={styles.blockTitle}>{title}</div>
          <div className={styles.blockTools}>{tools}</div>
        </header>
      )}
      {children}
    </section>
  );
}
