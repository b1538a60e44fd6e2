import { formatInterval, formatScore, type ScoreKind } from './score-text.ts';
import styles from './shared.module.css';

/** A mean or a share with its interval below. */
export function EstimateText({
  kind,
  value,
  low,
  high,
  count,
}: {
  readonly kind: ScoreKind;
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
  /** Examples that it is of. */
  readonly count: number;
}) {
  return (
    <span className={styles.estimate} title={`of ${count} examples`}>
      <span>{formatScore(kind, value)}</span>
      <span className={styles.interval}>{formatInterval(kind, low, high) ?? `n = ${count}`}</span>
    </span>
  );
}
