import type { MonitorSeries, WatchView } from '@runloom/model';
import { formatDateTime } from '../../../components/format.ts';
import { shownText } from '../../../components/shown-text.ts';
import { formatScore } from '../../evaluations/shared/score-text.ts';
import styles from './one.module.css';

const WIDTH = 1_000;
const HEIGHT = 120;
const EDGE = 6;

type Series = MonitorSeries['series'][number];

/** One score over time: means with their intervals, and what an alarm holds them against. */
export function SeriesPlot({
  series,
  range,
  watch,
  chosen,
  onChoose,
}: {
  readonly series: Series;
  readonly range: { readonly from: number; readonly to: number; readonly bucketMs: number };
  readonly watch: WatchView | null;
  /** Where the stretch of time begins whose calls are listed. */
  readonly chosen: number | null;
  readonly onChoose: (at: number) => void;
}) {
  const { points, kind, key } = series;
  const bound = watch?.bound ?? null;
  const ends = points.flatMap(({ mean, low, high }) => [mean, low ?? mean, high ?? mean]);
  if (bound !== null) ends.push(bound);
  const [least, most] = kind === 'rate' ? [0, 1] : [Math.min(...ends), Math.max(...ends)];
  const span = most - least;
  // The first bucket may begin before the range, and the last end after it.
  const begin = Math.min(range.from, points[0]?.at ?? range.from);
  const end = Math.max(range.to, (points.at(-1)?.at ?? range.from) + range.bucketMs);
  const left = (at: number): number =>
    ((at + range.bucketMs / 2 - begin) / Math.max(1, end - begin)) * WIDTH;
  // What is always the same lies in the middle.
  const shareOf = (value: number): number => (span > 0 ? (value - least) / span : 0.5);
  const top = (value: number): number => EDGE + (1 - shareOf(value)) * (HEIGHT - 2 * EDGE);
  const width = Math.max(8, (range.bucketMs / Math.max(1, end - begin)) * WIDTH);
  return (
    <figure className={styles.plot} aria-label={`${key} over time`}>
      <figcaption className={styles.plotHead}>
        <strong>{shownText(key)}</strong>
        <span className={styles.hint}>
          {formatScore(kind, least)} to {formatScore(kind, most)}
          {bound === null ? '' : `, held against ${formatScore(kind, bound)}`}
        </span>
      </figcaption>
      <div className={styles.area}>
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          className={styles.drawing}
          aria-hidden="true"
        >
          {points.map(({ at, low, high }) =>
            low === null || high === null ? null : (
              <line
                key={at}
                className={styles.interval}
                x1={left(at)}
                x2={left(at)}
                y1={top(Math.min(most, high))}
                y2={top(Math.max(least, low))}
                vectorEffect="non-scaling-stroke"
              />
            ),
          )}
          {bound === null ? null : (
            <line
              className={styles.bound}
              x1={0}
              x2={WIDTH}
              y1={top(bound)}
              y2={top(bound)}
              vectorEffect="non-scaling-stroke"
            />
          )}
          <path
            className={styles.line}
            d={points
              .map(({ at, mean }, index) => `${index === 0 ? 'M' : 'L'}${left(at)} ${top(mean)}`)
              .join('')}
            vectorEffect="non-scaling-stroke"
          />
        </svg>
        {points.map((point) => (
          <button
            key={point.at}
            type="button"
            className={styles.point}
            aria-pressed={chosen === point.at}
            aria-label={`Calls of ${toldOf(point, kind)}`}
            title={toldOf(point, kind)}
            style={{
              left: `${((left(point.at) - width / 2) / WIDTH) * 100}%`,
              width: `${(width / WIDTH) * 100}%`,
              ['--top' as string]: `${(top(point.mean) / HEIGHT) * 100}%`,
            }}
            onClick={() => onChoose(point.at)}
          />
        ))}
      </div>
    </figure>
  );
}

function toldOf({ at, mean, low, high, count }: Series['points'][number], kind: Series['kind']) {
  const interval =
    low === null || high === null
      ? ''
      : ` (${formatScore(kind, low)} to ${formatScore(kind, high)})`;
  return `${formatDateTime(at)}: ${formatScore(kind, mean)}${interval}, n = ${count}`;
}
