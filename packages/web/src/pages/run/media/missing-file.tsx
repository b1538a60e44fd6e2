import { useShownRun } from '../run-context.ts';
import styles from './media.module.css';

/** Stands where a file would that a value names and the run does not have. */
export function MissingFile() {
  const { run } = useShownRun();
  return (
    <p className={styles.none}>
      {run.state === 'running'
        ? 'Not uploaded yet: the client sends files some seconds after the row that names them.'
        : 'Not uploaded, or deleted.'}
    </p>
  );
}
