import styles from './media-item.module.css';

/** Stands where a file would that a value names and the run does not have. */
export function MissingFile() {
  return (
    <p className={styles.none}>
      Not uploaded yet, or deleted: the client sends files some seconds after the row that names
      them.
    </p>
  );
}
