import type { AnnotationQueueView } from '@runloom/model';
import { formatCount } from '../../components/format.ts';
import styles from './progress-bar.module.css';

/** How many calls of a queue are done, left out, and begun. */
export function ProgressBar({
  queue: { items, states },
}: {
  readonly queue: Pick<AnnotationQueueView, 'items' | 'states'>;
}) {
  const share = (count: number): string => `${items === 0 ? 0 : (100 * count) / items}%`;
  const done = states.completed + states.skipped;
  return (
    <span className={styles.progress}>
      <span
        className={styles.track}
        role="progressbar"
        aria-valuemin={0}
        aria-valuemax={items}
        aria-valuenow={done}
        aria-label={`${done} of ${items} calls judged`}
      >
        <span className={styles.completed} style={{ width: share(states.completed) }} />
        <span className={styles.skipped} style={{ width: share(states.skipped) }} />
        <span className={styles.begun} style={{ width: share(states.inProgress) }} />
      </span>
      <span className={styles.figures}>
        {formatCount(done)} of {formatCount(items)}
        {states.skipped > 0 ? `, ${formatCount(states.skipped)} skipped` : ''}
      </span>
    </span>
  );
}
