import styles from './interval-plot.module.css';

const WIDTH = 120;
const HEIGHT = 16;
const EDGE = 3;

/** What an interval plot spans: the same for all that stand below each other. */
export interface PlotRange {
  readonly min: number;
  readonly max: number;
}

/**
 * A difference with its interval, as a small line over zero. For the eye: the numbers stand beside
 * it as text.
 */
export function IntervalPlot({
  value,
  low,
  high,
  range,
  tone,
}: {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly range: PlotRange;
  readonly tone: 'better' | 'worse' | 'other';
}) {
  const span = range.max - range.min || 1;
  const at = (number: number) => {
    const share = Math.min(1, Math.max(0, (number - range.min) / span));
    return EDGE + share * (WIDTH - 2 * EDGE);
  };
  const middle = HEIGHT / 2;
  return (
    <svg
      aria-hidden="true"
      className={styles.plot}
      data-tone={tone}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
    >
      <line className={styles.zero} x1={at(0)} x2={at(0)} y1={0} y2={HEIGHT} />
      <line className={styles.interval} x1={at(low)} x2={at(high)} y1={middle} y2={middle} />
      <line className={styles.interval} x1={at(low)} x2={at(low)} y1={middle - 3} y2={middle + 3} />
      <line
        className={styles.interval}
        x1={at(high)}
        x2={at(high)}
        y1={middle - 3}
        y2={middle + 3}
      />
      <circle className={styles.value} cx={at(value)} cy={middle} r={3} />
    </svg>
  );
}

/** A range with zero in its middle that holds all intervals. */
export function plotRange(
  intervals: readonly { readonly low: number; readonly high: number }[],
): PlotRange {
  const ends = intervals
    .flatMap(({ low, high }) => [Math.abs(low), Math.abs(high)])
    .filter(Number.isFinite);
  const most = Math.max(...ends, 0) || 1;
  return { min: -most, max: most };
}
