import styles from '../annotations.module.css';
import { figureText, intervalText } from './figures.ts';

/** A figure with its interval, drawn on a line from `from` to `to`. */
export function IntervalMark({
  label,
  value,
  interval,
  from,
  to,
}: {
  readonly label: string;
  readonly value: number;
  readonly interval: readonly [number, number] | null;
  readonly from: number;
  readonly to: number;
}) {
  const place = (at: number): number =>
    (100 * (Math.max(from, Math.min(to, at)) - from)) / (to - from);
  const [low, high] = interval ?? [value, value];
  return (
    <svg
      className={styles.interval}
      viewBox="0 0 100 10"
      preserveAspectRatio="none"
      role="img"
      aria-label={`${label} ${figureText(value)}, 95 % interval ${intervalText(interval)}`}
    >
      <line className={styles.axis} x1="0" y1="5" x2="100" y2="5" />
      {from < 0 ? <line className={styles.axis} x1={place(0)} y1="1" x2={place(0)} y2="9" /> : null}
      <line className={styles.range} x1={place(low)} y1="5" x2={place(high)} y2="5" />
      <line className={styles.value} x1={place(value)} y1="0" x2={place(value)} y2="10" />
    </svg>
  );
}
