import type { ReactNode } from 'react';
import styles from './tabs.module.css';

/** A row of links that look like tabs; the links carry `aria-current="page"` and {@link linkTabClass}. */
export function LinkTabs({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ReactNode;
}) {
  return (
    <nav aria-label={label} className={styles.list}>
      {children}
    </nav>
  );
}

/** Class of a link in {@link LinkTabs}. */
export const linkTabClass: string = styles.tab ?? '';
