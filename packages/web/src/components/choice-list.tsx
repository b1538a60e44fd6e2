import type { ReactNode } from 'react';
import styles from './choice-list.module.css';
import { shownText } from './shown-text.ts';

/** Names to be ticked, as many as fit into a list that scrolls. */
export function ChoiceList({
  label,
  names,
  isChosen,
  onToggle,
  height,
  children,
}: {
  readonly label: string;
  readonly names: readonly string[];
  readonly isChosen: (name: string) => boolean;
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
            <input type="checkbox" checked={isChosen(name)} onChange={() => onToggle(name)} />
            <bdi>{shownText(name)}</bdi>
          </label>
        </li>
      ))}
      {children}
    </ul>
  );
}
