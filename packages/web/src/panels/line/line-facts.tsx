import { RotateCcw, TriangleAlert } from 'lucide-react';
import { messageOf } from '../../components/error-state.tsx';
import { formatCount, formatPlural } from '../../components/format.ts';
import { Tooltip } from '../../components/tooltip.tsx';
import styles from './line-panel.module.css';
import type { PanelFacts } from './panel-facts.ts';

/** What the lines of a panel stand on, and what of it they don't show. */
export function LineFacts({
  facts,
  lineCount,
  isLog,
  disputedAxes,
  error,
  onRetry,
  onResetZoom,
}: {
  readonly facts: PanelFacts;
  readonly lineCount: number;
  readonly isLog: boolean;
  /** Axes that the runs name for this metric, when they don't agree and steps are drawn. */
  readonly disputedAxes: readonly string[];
  /** Why what is shown may be out of date. */
  readonly error: Error | null;
  readonly onRetry: () => void;
  /** Null while everything is in view. */
  readonly onResetZoom: (() => void) | null;
}) {
  const { points, buckets, nans, infinities } = facts;
  return (
    <>
      {error ? (
        <Tooltip content={messageOf(error)}>
          <button type="button" className={styles.retry} onClick={onRetry}>
            <RotateCcw aria-hidden /> Not up to date
          </button>
        </Tooltip>
      ) : null}
      {onResetZoom ? (
        <button type="button" className={styles.reset} onClick={onResetZoom}>
          Reset zoom
        </button>
      ) : null}
      {disputedAxes.length > 0 ? (
        <Warning text="Over steps">
          The runs name different x axes for this metric: {disputedAxes.join(', ')}. All are drawn
          over steps.
        </Warning>
      ) : null}
      {isLog && facts.hasValuesBelowLog && facts.isDrawable ? (
        <Warning text="≤ 0 not drawn">
          A log axis has no place for zero and below. Such values are logged and counted, but not
          drawn.
        </Warning>
      ) : null}
      {nans > 0 ? (
        <Warning text={`${formatCount(nans)} NaN`}>
          {formatPlural(nans, 'point is', 'points are')} NaN, marked by crosses at the bottom.
        </Warning>
      ) : null}
      {infinities > 0 ? (
        <Warning text={`${formatCount(infinities)} ∞`}>
          {formatPlural(infinities, 'point is', 'points are')} infinite, marked by triangles at the
          edges.
        </Warning>
      ) : null}
      {lineCount > 0 ? (
        <Tooltip
          content={
            buckets === null
              ? `Every logged point is drawn, ${formatPlural(lineCount, 'run')}.`
              : `Computed from every logged point, ${formatPlural(lineCount, 'run')}: up to ${formatCount(buckets)} buckets a line, each with its lowest, highest and last value.`
          }
        >
          <span className={styles.count}>
            {formatCount(points)}
            <span className={styles.unit}> {points === 1 ? 'point' : 'points'}</span>
          </span>
        </Tooltip>
      ) : null}
    </>
  );
}

function Warning({
  text,
  children,
}: {
  readonly text: string;
  readonly children: React.ReactNode;
}) {
  return (
    <Tooltip content={children}>
      <span className={styles.warning}>
        <TriangleAlert aria-hidden />
        {text}
      </span>
    </Tooltip>
  );
}
