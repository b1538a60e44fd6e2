import type { ReactNode } from 'react';
import styles from './choice-list.module.css';
import { shownText } from './shown-text.ts';

/** Names to be ticked, as many as fit into a list that scrolls. */
export function ChoiceList({
  label,
  names,
  isChosen,
  isDisabled,
  trailing,
  onToggle,
  height,
  children,
}: {
  readonly label: string;
  readonly names: readonly string[];
  readonly isChosen: (name: string) => boolean;
  readonly isDisabled?: (name: string) => boolean;
  /** What stands at the end of a name's line. */
  readonly trailing?: (name: string) => ReactNode;
  readonly onToggle: (name: string) => void;
  /** px */
  readonly height: number;
  /** An item below the names, of those that are not listed. */
  readonly children?: ReactNode;
}) {
  return (
    <ul className={styles.list} style={{ height }} aria-label={label}>
      {names.map((name) => (
        <li key={name}>
          <label className={styles.choice}>
            <input
              type="checkbox"
              checked={isChosen(name)}
              disabled={isDisabled?.(name)}
              onChange={() => onToggle(name)}
            />
            <bdi className={styles.name}>{shownText(name)}</bdi>
            {trailing === undefined ? null : (
              <span className={styles.trailing}>{trailing(name)}</span>
            )}
          </label>
        </li>
      ))}
      {children}
    </ul>
  );
}
