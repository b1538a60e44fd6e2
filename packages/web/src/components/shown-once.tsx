import type { ReactNode } from 'react';
import styles from './shown-once.module.css';

/** What came of a form and will not be said again, such as a key or a link to send. */
export function ShownOnce({ children }: { readonly children: ReactNode }) {
  return (
    <div className={styles.shown} role="status">
      {children}
    </div>
  );
}
