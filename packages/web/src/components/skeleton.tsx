import styles from './skeleton.module.css';

/** Grey bars where content will be. `label` is read aloud. */
export function Skeleton({
  lines = 3,
  height = 14,
  label = 'Loading',
}: {
  readonly lines?: number;
  /** Of one bar, in px. */
  readonly height?: number;
  readonly label?: string;
}) {
  return (
    <div role="status" aria-label={label} className={styles.skeleton}>
      {Array.from({ length: lines }, (_, index) => index).map((index) => (
        <span
          key={index}
          className={styles.bar}
          style={{ height, width: `${WIDTHS[index % WIDTHS.length]}%` }}
        />
      ))}
    </div>
  );
}

const WIDTHS = [92, 70, 84, 58, 76];
