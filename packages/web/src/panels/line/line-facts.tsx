import { RotateCcw } from 'lucide-react';
import { messageOf } from '../../components/error-state.tsx';
import { formatCount, formatPlural } from '../../components/format.ts';
import { Tooltip } from '../../components/tooltip.tsx';
import { Note, Warning } from '../panel-note.tsx';
import styles from './line-panel.module.css';
import type { LinePanelState } from './use-line-panel.ts';

/** What the lines of a panel stand on, and what of it they don't show. */
export function LineFacts({
  panel,
  onResetZoom,
}: {
  readonly panel: LinePanelState;
  /** Null while everything is in view. */
  readonly onResetZoom: (() => void) | null;
}) {
  const { facts, lines, settings, disputed, problems, shown, subjects } = panel;
  const { nans, infinities } = facts;
  // Without lines the message in their place says it.
  const error = lines.length > 0 ? panel.error : null;
  return (
    <>
      {error ? (
        <Tooltip content={messageOf(error)}>
          <button type="button" className={styles.retry} onClick={panel.retry}>
            <RotateCcw aria-hidden /> Not up to date
          </button>
        </Tooltip>
      ) : null}
      {onResetZoom ? (
        <button type="button" className={styles.reset} onClick={onResetZoom}>
          Reset zoom
        </button>
      ) : null}
      {lines.length > 0 && problems.length > 0 ? (
        <Warning text={formatPlural(problems.length, 'problem', 'problems')}>
          {problems.slice(0, 4).join(' · ')}
        </Warning>
      ) : null}
      {lines.length > 0 && panel.absences.length > 0 ? (
        <Note text="Not all have values">{panel.absences.slice(0, 4).join(' ')}</Note>
      ) : null}
      {disputed.length > 0 ? (
        <Warning text="Over steps">
          The runs name different x axes for this metric: {disputed.join(', ')}. All are drawn over
          steps.
        </Warning>
      ) : null}
      {panel.isBackwards ? (
        <Warning text="x goes back">
          The x axis goes backwards from one step to the next. Points are drawn in the order of x.
        </Warning>
      ) : null}
      {settings.yLog && facts.hasValuesBelowLog && facts.isDrawable ? (
        <Warning text="≤ 0 not drawn">
          A log axis has no place for zero and below. Such values are logged and counted, but not
          drawn.
        </Warning>
      ) : null}
      {facts.hasXBelowLog && facts.isDrawable ? (
        <Warning text="x ≤ 0 not drawn">
          A log axis has no place for x of zero and below, such as step 0. Such points are counted,
          but not drawn.
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
      {settings.ignoresOutliers && lines.length > 0 ? (
        <Note text="Outliers beyond the axis">
          The axis leaves out the lowest and highest 5 % of the values in view. The lines are drawn
          from all points.
        </Note>
      ) : null}
      {panel.alignment !== null && lines.length > 0 ? (
        <Note text="Grouped">
          {panel.alignment}
          {panel.isSmoothedByPlace
            ? ' Smoothing runs over the points of the group’s line; bands are not smoothed.'
            : ''}
        </Note>
      ) : null}
      {panel.samples !== null && panel.samples.of > 0 && lines.length > 0 ? (
        <Note
          text={
            panel.samples.drawn < panel.samples.of
              ? `${formatCount(panel.samples.drawn)} of ${formatCount(panel.samples.of)} runs behind`
              : `${formatPlural(panel.samples.of, 'run', 'runs')} behind`
          }
        >
          {panel.samples.drawn < panel.samples.of
            ? 'Behind the lines of groups stand those of the first runs of each; '
            : 'Behind the lines of groups stand those of all of their runs; '}
          the lines of groups are computed from all runs.
        </Note>
      ) : null}
      {subjects.moreCount > 0 ? (
        <Note text={`${formatCount(subjects.moreCount)} metrics not drawn`}>
          The pattern finds more metrics than one chart draws.
        </Note>
      ) : null}
      {lines.length > 0 && shown.drawn < shown.of ? (
        <Note text={`${formatCount(shown.drawn)} of ${formatCount(shown.of)} shown`}>
          This chart draws the first {formatCount(shown.drawn)} of {formatCount(shown.of)}{' '}
          {shown.what}. How many it draws can be set.
        </Note>
      ) : null}
      {lines.length > 0 ? <PointCount panel={panel} /> : null}
    </>
  );
}

function PointCount({ panel: { facts, lines } }: { readonly panel: LinePanelState }) {
  const { points, buckets } = facts;
  const lineCount = formatPlural(lines.length, 'line', 'lines');
  return (
    <Tooltip
      content={
        buckets === null
          ? `Every logged point is drawn, ${lineCount}.`
          : `Computed from every logged point, ${lineCount}: up to ${formatCount(buckets)} places a line, each with its lowest, highest and last value.`
      }
    >
      <span className={styles.count}>
        {formatCount(points)}
        <span className={styles.unit}> {points === 1 ? 'point' : 'points'}</span>
      </span>
    </Tooltip>
  );
}
