import { type CellValue, isLowerBetter, type RunRowView, runNameOf } from '@runloom/model';
import type { ReactNode } from 'react';
import { formatValue } from '../../../../charts/format.ts';
import { StatePill } from '../../../../components/badge.tsx';
import { formatDuration } from '../../../../components/format.ts';
import { TimeAgo } from '../../../../components/time-ago.tsx';
import { Truncated } from '../../../../components/truncated.tsx';
import type { Column } from '../columns/columns.ts';
import styles from './cells.module.css';

/** What a run has in a column; beside a baseline, by how much it differs. */
export function Cell({
  column,
  run,
  baseline,
}: {
  readonly column: Column;
  readonly run: RunRowView;
  /** Null: nothing is compared, or it is this run. */
  readonly baseline: RunRowView | null;
}) {
  if (column.value === null) return ownCell(column.spec.field, run);
  const value = run.values[column.value] ?? null;
  if (column.spec.field.endsWith('At') && typeof value === 'number') return <TimeAgo at={value} />;
  const other = baseline?.values[column.value];
  return (
    <>
      {text(cellText(value))}
      {typeof value === 'number' && typeof other === 'number' && baseline !== null ? (
        <Difference value={value} baseline={other} column={column} />
      ) : null}
    </>
  );
}

/** Green is better, where it is known which way that is: for metrics. Of a config, a difference is only told. */
function Difference({
  value,
  baseline,
  column,
}: {
  readonly value: number;
  readonly baseline: number;
  readonly column: Column;
}) {
  const difference = value - baseline;
  if (difference === 0 || !Number.isFinite(difference)) return null;
  const isMetric = column.source === 'summary';
  const isBetter = difference < 0 === isLowerBetter(column.spec.field, []);
  const tone = isMetric ? (isBetter ? styles.better : styles.worse) : styles.other;
  const sign = difference > 0 ? '+' : '−';
  const share =
    baseline === 0
      ? ''
      : ` (${sign}${formatValue((Math.abs(difference) / Math.abs(baseline)) * 100)} %)`;
  const shown = `${sign}${formatValue(Math.abs(difference))}`;
  return (
    <span className={tone} title={`${shown}${share} against the baseline`}>
      {shown}
    </span>
  );
}

function ownCell(field: string, run: RunRowView): ReactNode {
  switch (field) {
    case 'state':
      return (
        <span className={styles.pill}>
          <StatePill state={run.state} isListed />
        </span>
      );
    case 'createdAt':
      return <TimeAgo at={run.createdAt} />;
    case 'duration':
      return formatDuration(run.durationMs);
    case 'user':
      return text(run.user ?? '');
    case 'tags':
      return text(run.tags.join(', '));
    case 'notes':
      return text(run.notes);
    case 'group':
      return text(run.group);
    case 'jobType':
      return text(run.jobType);
    case 'sweep':
      return text(run.sweep ?? '');
    default:
      return text(runNameOf(run.name));
  }
}

/** A plain value in words; empty where there is none. */
export function cellText(value: CellValue): string {
  if (value === null) return '';
  if (typeof value === 'number') return formatValue(value);
  if (typeof value === 'object') return value.$number;
  return typeof value === 'string' ? value.slice(0, 400) : String(value);
}

function text(value: string): ReactNode {
  return value === '' ? null : <Truncated text={value} />;
}
