import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './tabs.module.css';

/** A row of links that look like tabs; the links carry `aria-current="page"` and {@link linkTabClass}. */
export function LinkTabs({
  label,
  isInBar = false,
  children,
}: {
  readonly label: string;
  /** Beside other controls of a bar, which has its own line. */
  readonly isInBar?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <nav aria-label={label} className={classNames(styles.list, isInBar && styles.inBar)}>
      {children}
    </nav>
  );
}

/** Class of a link in {@link LinkTabs}. */
export const linkTabClass: string = styles.tab ?? '';
