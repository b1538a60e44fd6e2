import styles from './compare.module.css';

/** The method in a few sentences; all of it stands in the documentation. */
export function HowComputed() {
  return (
    <div className={styles.how}>
      <p>
        Every example counts once: several trials of it are first taken to their mean. The interval
        of a share is Wilson’s, that of a mean Student’s t, with the bootstrap where numbers are few
        and skewed; each is meant to hold the true value 95 times in 100.
      </p>
      <p>
        Differences are taken example by example, over those that both evaluations have. Pass and
        fail are tested by McNemar (mid-p) with Agresti and Min’s interval, all else by Student’s t
        over the pairs. The p of all metrics of an evaluation are adjusted together (Holm).
      </p>
      <p>
        “Better” and “worse” stand where the adjusted p is below 0.05. “Can’t tell” does not mean
        that they are equal: more examples could tell them apart. Where an interval misses zero and
        the word is still “can’t tell”, it is the adjustment that makes the difference.
      </p>
      <p>
        All of it stands in <code>docs/evaluations.md</code>.
      </p>
    </div>
  );
}
