import { formatValue } from '../../charts/format.ts';
import { Truncated } from '../../components/truncated.tsx';
import type { ColumnHistogram } from './histograms.ts';
import styles from './table-panel.module.css';

const WIDTH = 150;
const HEIGHT = 44;

/** How the numbers of each column lie, one outline a run over the same bins. */
export function HistogramStrip({
  histograms,
  colours,
  labels,
}: {
  readonly histograms: readonly ColumnHistogram[];
  readonly colours: readonly string[];
  readonly labels: readonly string[];
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <ul className={styles.histograms} aria-label="Histograms of the columns" tabIndex={0}>
      {histograms.map(({ title, min, max, counts }) => {
        const most = counts.reduce((high, own) => Math.max(high, ...(own ?? [0])), 1);
        const told = counts.flatMap((own, index) =>
          own === null ? [] : [`${labels[index] ?? ''}: ${own.reduce((sum, one) => sum + one, 0)}`],
        );
        return (
          <li key={title} className={styles.histogram}>
            <Truncated text={title} />
            <svg
              width={WIDTH}
              height={HEIGHT}
              role="img"
              aria-label={`${title}: numbers from ${formatValue(min)} to ${formatValue(max)}. Rows of ${told.join(', ')}`}
            >
              {counts.map((own, index) =>
                own === null ? null : (
                  <path
                    // A run has its place.
                    key={index}
                    d={outline(own, most)}
                    style={{ stroke: colours[index], fill: colours[index] }}
                    className={styles.outline}
                  />
                ),
              )}
            </svg>
            <span className={styles.ends}>
              <span>{formatValue(min)}</span>
              <span>{formatValue(max)}</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function outline(counts: readonly number[], most: number): string {
  const step = WIDTH / counts.length;
  const y = (count: number) => HEIGHT - 1 - (count / most) * (HEIGHT - 3);
  const parts = counts.map(
    (count, bin) => `V${y(count).toFixed(1)}H${((bin + 1) * step).toFixed(1)}`,
  );
  return `M0 ${HEIGHT - 1}${parts.join('')}V${HEIGHT - 1}Z`;
}
