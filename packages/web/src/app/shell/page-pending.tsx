import { Skeleton } from '../../components/skeleton.tsx';
import styles from './page.module.css';

/** Holds the place of a page that is on its way. */
export function PagePending() {
  return (
    <div className={styles.page}>
      <Skeleton lines={6} height={18} label="Loading page" />
    </div>
  );
}
