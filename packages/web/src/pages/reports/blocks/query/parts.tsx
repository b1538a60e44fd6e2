import { messageOf } from '../../../../components/error-state.tsx';
import { formatCount, formatPlural } from '../../../../components/format.ts';
import styles from '../../editor/nodes/blocks.module.css';

/** What a block of a query asks for. */
export interface Query {
  readonly project: string;
  readonly kind: 'runs' | 'calls';
  readonly filter: string;
  readonly columns: readonly string[];
}

/** Rows that stand in a report. */
export const MOST_ROWS = 100;

/** Said in place of rows. */
export function Problem({ problem }: { readonly problem: unknown }) {
  return (
    <p className={styles.note} role="alert">
      The filter can’t be read: {messageOf(problem)}
    </p>
  );
}

/** How many rows there are, and how many of them stand here. */
export function Counted({ shown, total }: { readonly shown: number; readonly total: number }) {
  return (
    <p className={styles.counted}>
      {total > shown
        ? `${formatCount(shown)} of ${formatCount(total)}`
        : formatPlural(total, 'row')}
    </p>
  );
}
