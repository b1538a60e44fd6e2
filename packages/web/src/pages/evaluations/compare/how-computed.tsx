import styles from './compare.module.css';

/** The method in a few sentences; all of it stands in the documentation. */
export function HowComputed() {
  return (
    <div className={styles.how}>
      <p>
        Every example counts once: several trials of it are first taken to their mean. Intervals
        hold the true value in 95 of 100 repetitions.
      </p>
      <p>
        Differences are taken example by example, of those that both evaluations have. Pass and fail
        are tested by McNemar, numbers by a paired test. The p of all metrics and evaluations here
        are adjusted together (Holm).
      </p>
      <p>
        “Better” and “worse” stand where the adjusted p is below 0.05. “Can’t tell” does not mean
        that they are equal: more examples could tell them apart.
      </p>
    </div>
  );
}
