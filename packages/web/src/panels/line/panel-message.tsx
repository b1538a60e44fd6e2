import { TriangleAlert } from 'lucide-react';
import { axisMetric, axisName } from '../../charts/index.ts';
import { Button } from '../../components/button.tsx';
import { messageOf } from '../../components/error-state.tsx';
import styles from './line-panel.module.css';
import type { LinePanelState } from './use-line-panel.ts';

/** Why nothing is to be seen, in the place of the lines; nothing when something is. */
export function PanelMessage({
  panel,
  onShowAll,
}: {
  readonly panel: LinePanelState;
  readonly onShowAll: () => void;
}) {
  const { lines, error, isLoading, problems, range } = panel;
  if (lines.length === 0 && problems.length > 0 && !isLoading) {
    return (
      <div className={styles.message} role="alert">
        <TriangleAlert aria-hidden className={styles.messageIcon} />
        {problems.slice(0, 3).map((problem) => (
          <p key={problem}>{problem}</p>
        ))}
      </div>
    );
  }
  if (error && lines.length === 0) {
    return (
      <div className={styles.message} role="alert">
        <p>{messageOf(error)}</p>
        <Button size="small" onClick={panel.retry}>
          Try again
        </Button>
      </div>
    );
  }
  if (lines.length === 0 && isLoading) {
    return <div className={styles.loading} role="status" aria-label="Loading" />;
  }
  const message = messageFor(panel);
  if (message === null) return null;
  return (
    <div className={styles.message}>
      <p>{message}</p>
      {range !== null && lines.length === 0 ? (
        <Button size="small" onClick={onShowAll}>
          Show everything
        </Button>
      ) : null}
    </div>
  );
}

function messageFor(panel: LinePanelState): string | null {
  const { lines, axis, range, facts, subjects, query, absences } = panel;
  if (lines.length === 0) {
    if (subjects.y.length === 0) return 'No metric is chosen yet: choose some in the settings';
    if (query === null) return 'No run is shown';
    if (range !== null) return 'No points in this range';
    if (subjects.y.some((metric) => 'expression' in metric)) {
      return absences.slice(0, 2).join(' ') || 'The expression has no values for the runs shown';
    }
    if (axisMetric(axis) === null && !axis.startsWith('expression:')) {
      return 'Not logged by the runs shown';
    }
    return `Not logged together with ${axisName(axis)} by the runs shown`;
  }
  if (facts.isDrawable) return null;
  if (facts.points === facts.nans) return 'Every value is NaN';
  return 'No value above zero: a log axis can’t show these';
}
