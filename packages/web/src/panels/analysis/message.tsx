import { Button } from '../../components/button.tsx';
import { messageOf } from '../../components/error-state.tsx';
import { useBoard } from '../board/board-context.ts';
import styles from './analysis.module.css';
import { describeLeftOut, type LeftOut } from './left-out.ts';
import type { AnalysisRuns } from './use-analysis-runs.ts';

/** What stands in a panel that has nothing to draw; null where it has. */
export function EmptyMessage({
  panel,
  data,
  drawnCount,
  leftOut,
  choose,
}: {
  /** Id of the panel, whose settings the button opens. */
  readonly panel: string;
  readonly data: AnalysisRuns;
  readonly drawnCount: number;
  readonly leftOut: readonly LeftOut[];
  /** What the reader has to choose first; null when all is chosen. */
  readonly choose: string | null;
}) {
  const { edit } = useBoard();
  if (choose !== null) {
    return (
      <div className={styles.message}>
        <p>{choose}</p>
        <Button size="small" onClick={() => edit(panel)}>
          Choose…
        </Button>
      </div>
    );
  }
  if (drawnCount > 0 || data.isPending) return null;
  if (data.error !== null) {
    return (
      <div className={styles.message} role="alert">
        <p>{messageOf(data.error)}</p>
        <Button size="small" onClick={data.retry}>
          Try again
        </Button>
      </div>
    );
  }
  return (
    <div className={styles.message}>
      {leftOut.length === 0 ? (
        <p>No run is shown.</p>
      ) : (
        leftOut.map((part) => (
          <p key={`${part.reason} ${part.what}`}>{describeLeftOut(part).whole}</p>
        ))
      )}
    </div>
  );
}
