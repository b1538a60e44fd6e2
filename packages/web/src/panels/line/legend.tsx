import type { ChartLine } from '../../charts/index.ts';
import { classNames } from '../../components/class-names.ts';
import { Truncated } from '../../components/truncated.tsx';
import styles from './line-panel.module.css';

const MOST_ENTRIES = 200;

/** Which line is which. */
export function Legend({
  lines,
  place,
  size,
}: {
  readonly lines: readonly ChartLine[];
  readonly place: 'top' | 'bottom' | 'left' | 'right';
  readonly size: 'small' | 'medium' | 'large';
}) {
  const isBeside = place === 'left' || place === 'right';
  return (
    <ul
      className={classNames(styles.legend, isBeside && styles.legendBeside, styles[`size-${size}`])}
      aria-label="Legend"
    >
      {lines.slice(0, MOST_ENTRIES).map(({ id, label, colour, dash }) => (
        <li key={id} className={styles.entry}>
          <svg className={styles.swatch} viewBox="0 0 16 4" aria-hidden="true">
            <line
              x1="0"
              y1="2"
              x2="16"
              y2="2"
              stroke={colour}
              strokeWidth="2.5"
              strokeDasharray={dash.map((length) => length * 1.5).join(' ')}
            />
          </svg>
          <Truncated text={label} />
        </li>
      ))}
      {lines.length > MOST_ENTRIES ? (
        <li className={styles.entry}>and {lines.length - MOST_ENTRIES} more</li>
      ) : null}
    </ul>
  );
}
