import { RotateCcw } from 'lucide-react';
import type { ReactNode } from 'react';
import { messageOf } from '../../components/error-state.tsx';
import { formatCount } from '../../components/format.ts';
import { shownText } from '../../components/shown-text.ts';
import { Tooltip } from '../../components/tooltip.tsx';
import { Note, Warning } from '../panel-note.tsx';
import styles from './analysis.module.css';
import { describeLeftOut, type LeftOut } from './left-out.ts';
import type { AnalysisRuns } from './use-analysis-runs.ts';

/** What the marks of a panel stand on: how many runs are drawn, and which are not, and why. */
export function RunFacts({
  data,
  drawnCount,
  leftOut,
  scope,
  children,
}: {
  readonly data: AnalysisRuns;
  readonly drawnCount: number;
  readonly leftOut: readonly LeftOut[];
  readonly scope: 'shown' | 'listed';
  /** Further notes, before the count. */
  readonly children?: ReactNode;
}) {
  const { runs, totalCount, hiddenCount, error, retry } = data;
  return (
    <>
      {error !== null && runs.length > 0 ? (
        <Tooltip content={messageOf(error)}>
          <button type="button" className={styles.retry} onClick={retry}>
            <RotateCcw aria-hidden /> Not up to date
          </button>
        </Tooltip>
      ) : null}
      <LeftOutNote leftOut={leftOut} />
      {runs.length + hiddenCount < totalCount ? (
        <Warning text={`${formatCount(runs.length)} of ${formatCount(totalCount)} runs`}>
          The panel looks at the first {formatCount(runs.length)} of {formatCount(totalCount)} runs
          listed. A filter of the list makes them fewer.
        </Warning>
      ) : null}
      {children}
      {hiddenCount > 0 ? (
        <Note text={`${formatCount(hiddenCount)} hidden`}>
          Runs whose eyes are closed in the list are left out.
        </Note>
      ) : null}
      <Tooltip
        content={
          scope === 'shown'
            ? 'Of the runs whose eyes are open in the list. The settings can take all runs listed.'
            : 'Of all runs listed. The settings can take only those whose eyes are open.'
        }
      >
        <span>
          {formatCount(drawnCount)}{' '}
          <span className={styles.unit}>{drawnCount === 1 ? 'run' : 'runs'}</span>
        </span>
      </Tooltip>
    </>
  );
}

/** One note, however many reasons there are: the head of a panel is narrow. */
function LeftOutNote({ leftOut }: { readonly leftOut: readonly LeftOut[] }) {
  const [first] = leftOut;
  if (first === undefined) return null;
  const count = leftOut.reduce((sum, { labels }) => sum + labels.length, 0);
  const text =
    leftOut.length === 1 ? describeLeftOut(first).text : `${formatCount(count)} not drawn`;
  return (
    <Warning text={shownText(text)}>
      {leftOut.map((part) => (
        <span key={`${part.reason} ${part.what}`} className={styles.whole}>
          {shownText(describeLeftOut(part).whole)}
        </span>
      ))}
    </Warning>
  );
}
