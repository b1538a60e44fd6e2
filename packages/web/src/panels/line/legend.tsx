import type { ChartLine } from '../../charts/index.ts';
import { Truncated } from '../../components/truncated.tsx';
import styles from './line-panel.module.css';

/** Which colour is which run, where the list of runs is not in sight. */
export function Legend({ lines }: { readonly lines: readonly ChartLine[] }) {
  return (
    <ul className={styles.legend} aria-label="Runs">
      {lines.map(({ id, label, colour }) => (
        <li key={id} className={styles.entry}>
          <span className={styles.swatch} style={{ background: colour }} />
          <Truncated text={label} />
        </li>
      ))}
    </ul>
  );
}
