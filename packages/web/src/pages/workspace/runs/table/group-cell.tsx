import type { CellValue, GroupStatistics } from '@runloom/model';
import { formatCount } from '../../../../components/format.ts';
import styles from './cells.module.css';
import { cellText } from './cells.tsx';

/** Mean ± deviation of a group; least, most and how many runs counted on pointing at it. */
export function GroupCell({ statistics }: { readonly statistics: GroupStatistics | null }) {
  if (statistics === null) return null;
  const { mean, deviation, min, max, count } = statistics;
  const title = [
    `mean ${cellText(mean)}`,
    ...(deviation === null ? [] : [`standard deviation ${cellText(deviation)} (n − 1)`]),
    `min ${cellText(min)}`,
    `max ${cellText(max)}`,
    `over ${formatCount(count)} ${count === 1 ? 'run' : 'runs'}`,
  ].join('\n');
  return (
    <span className={styles.statistic} title={title}>
      {cellText(mean)}
      {deviation === null ? null : (
        <span className={styles.deviation}> ± {shortText(deviation)}</span>
      )}
    </span>
  );
}

/** A deviation says nothing beyond its first digits; all of them are told on pointing at it. */
function shortText(value: CellValue): string {
  return typeof value === 'number' ? cellText(Number(value.toPrecision(2))) : cellText(value);
}
