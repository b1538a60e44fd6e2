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
 * A figure with its interval, as a small line over zero. For the eye: the numbers stand beside it
 * as text.
 */
export function IntervalPlot({
  value,
  interval,
  range,
  tone,
}: {
  readonly value: number;
  /** Null where none is known. */
  readonly interval: readonly [low: number, high: number] | null;
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
      <line className={styles.span} x1={EDGE} x2={WIDTH - EDGE} y1={middle} y2={middle} />
      <line className={styles.zero} x1={at(0)} x2={at(0)} y1={0} y2={HEIGHT} />
      {interval === null ? null : <Whiskers from={at(interval[0])} to={at(interval[1])} />}
      <circle className={styles.value} cx={at(value)} cy={middle} r={3} />
    </svg>
  );
}

/** @param from px, as is `to` */
function Whiskers({ from, to }: { readonly from: number; readonly to: number }) {
  const middle = HEIGHT / 2;
  return (
    <g className={styles.interval}>
      <line x1={from} x2={to} y1={middle} y2={middle} />
      <line x1={from} x2={from} y1={middle - 3} y2={middle + 3} />
      <line x1={to} x2={to} y1={middle - 3} y2={middle + 3} />
    </g>
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
